"""The shape of the house: imports go down, and each room keeps to its business.

The source is read as syntax trees, so nothing here depends on what happens to run.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SITEGEN = Path(__file__).parent.parent / "sitegen"

# Lowest first; inside a floor from left to right. A folder is one room.
FLOORS = (
    ("frozen", "late", "patterns", "diagnostics", "artifacts", "shortcuts", "scripts", "slugs", "spelling"),
    (
        "source", "plain_yaml", "yaml_engine", "yaml_lines", "yaml_pieces", "frontmatter",
        "plain_markdown", "markdown_lists", "markdown_engine", "markup",
        "catalog", "markdown_lines", "edits",
    ),
    (
        "values", "suggestions", "schema", "kinds", "config", "freshness", "links", "seclusion",
        "rules", "directory", "discretion", "history", "fmt", "forms",
    ),
    ("editions",),
    ("urls", "views", "wording", "exports", "pages", "search_keys", "search_sketch", "search_words", "minify", "search", "findable", "sitemap", "feeds"),
    ("abbreviations", "seal", "theme", "render"),
    ("manifest", "write", "originals", "cache", "report", "guide", "cms", "baseline", "checks", "packing", "bundle"),
    ("pipeline",),
    ("pipes", "again", "serve", "progress", "voice", "usage", "commands", "cli", "__main__"),
)
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
ORDER = {room: number for number, room in enumerate(room for rooms in FLOORS for room in rooms)}
# values, schema, kinds … each stand on what is left of them; the same holds on every floor.
SCRIPTS = (  # the shelf of scripts, lowest first; docs/script.md says what each of them knows
    "letters", "folding", "order", "by_ear", "spans", "lexicon", "tokens",
    "evidence", "names", "neighbours", "quotations", "surroundings", "favours", "recognition", "doubts",
    "digraphs", "capitals", "words",
    "known", "pieces", "suspicions", "walls", "reading", "side_by_side", "serbian", "__init__",
)  # fmt: skip

MODULES = {
    path.relative_to(SITEGEN).with_suffix("").as_posix(): ast.parse(path.read_text("utf-8"))
    for path in sorted(SITEGEN.rglob("*.py"))
}
DATA = ("browser/__init__", "messages/__init__", "__init__")  # packages that hold data, or a version
CODE = tuple(name for name in MODULES if name not in DATA)


def room_of(module: str) -> str:
    return module.split("/")[0]


def imported(tree: ast.Module) -> Iterator[str]:
    """Modules of ours that *tree* imports anywhere in it, as paths under ``sitegen``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            steps = name.split(".")
            if steps[0] == "sitegen" and len(steps) > 1:
                yield _module(steps[1:])


def _module(steps: list[str]) -> str:
    """The longest beginning of *steps* that is a module; ``pages.desk.Desk`` is ``pages/desk``."""
    for end in range(len(steps), 0, -1):
        path = "/".join(steps[:end])
        if path in MODULES:
            return path
        if f"{path}/__init__" in MODULES:
            return f"{path}/__init__"
    return "__init__"  # sitegen.__version__


def called(tree: ast.Module) -> Iterator[str]:
    """The names that *tree* calls: ``open`` and ``path.read_text`` alike by their last step."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                yield "." + node.func.attr
            elif isinstance(node.func, ast.Name):
                yield node.func.id


def outside_imports(tree: ast.Module) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {name for name in found if not name.startswith("sitegen")}


def test_every_module_has_a_place_in_the_house() -> None:
    assert set(ORDER) == {room_of(name) for name in CODE}


@pytest.mark.parametrize("name", CODE)
def test_imports_go_down_or_to_the_left(name: str) -> None:
    room = room_of(name)
    allowed = {other for other in ORDER if ORDER[other] < ORDER[room]} | {room, "__init__"}
    used = {room_of(other) for other in imported(MODULES[name])}
    assert set() == used - allowed


def test_modules_of_one_shelf_do_not_import_each_other_in_a_circle() -> None:
    graph = {name: set(imported(MODULES[name])) - {name} for name in CODE}
    while graph:
        free = {name for name, uses in graph.items() if not uses & set(graph)}
        assert free, f"a circle among {sorted(graph)}"
        graph = {name: uses for name, uses in graph.items() if name not in free}


def test_every_module_of_scripts_has_a_place_on_its_shelf() -> None:
    assert set(SCRIPTS) == {name.split("/")[1] for name in CODE if room_of(name) == "scripts"}


@pytest.mark.parametrize("number", range(len(SCRIPTS)), ids=SCRIPTS)
def test_imports_go_to_the_left_among_scripts(number: int) -> None:
    below = {f"scripts/{name}" for name in SCRIPTS[:number]}
    used = {other for other in imported(MODULES[f"scripts/{SCRIPTS[number]}"]) if room_of(other) == "scripts"}
    assert set() == used - below


@pytest.mark.parametrize("name", CODE)
def test_only_the_doors_print(name: str) -> None:
    assert room_of(name) in ("cli", "serve") or "print" not in set(called(MODULES[name]))
    if room_of(name) not in ("cli", "pipes", "again", "voice"):
        streams = {
            node.attr
            for node in ast.walk(MODULES[name])
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
            and node.value.id == "sys" and node.attr in ("stdout", "stderr", "stdin")
        }  # fmt: skip
        assert set() == streams


DISK = {
    "open", ".open", ".read_text", ".read_bytes", ".write_text", ".write_bytes", ".fdopen",
    ".mkdir", ".rename", ".unlink", ".rmtree", ".touch", ".symlink_to", ".iterdir", ".glob",
    ".rglob", ".scandir", ".listdir", ".stat", ".lstat", ".exists", ".is_file", ".is_dir",
}  # fmt: skip
# Who may touch the disk. report, scripts and search read data files of the package.
AT_THE_EDGE = {
    "source", "theme", "catalog", "manifest", "write", "originals", "cache", "cli", "pipes", "again",
    "serve", "report", "scripts", "search", "search_keys", "voice", "commands",
}  # fmt: skip
READ_THE_PACKAGE = {"report", "scripts", "search", "search_keys"}


@pytest.mark.parametrize("name", [name for name in CODE if room_of(name) not in AT_THE_EDGE])
def test_rooms_inside_the_house_do_not_touch_the_disk(name: str) -> None:
    assert set() == DISK & set(called(MODULES[name]))


@pytest.mark.parametrize("name", [name for name in CODE if room_of(name) in READ_THE_PACKAGE])
def test_data_of_the_package_is_read_and_nothing_is_written(name: str) -> None:
    assert DISK & set(called(MODULES[name])) <= {".read_text", ".read_bytes"}
    if ".read_text" in set(called(MODULES[name])):
        assert "importlib.resources.files" in outside_imports(MODULES[name])


@pytest.mark.parametrize("name", CODE)
def test_no_clock_no_chance_and_no_surroundings_inside(name: str) -> None:
    """Same input, same output: only the doors know the time of day and the environment."""
    room = room_of(name)
    banned = {"random", "locale", "uuid.uuid4", "secrets", "socket", "urllib.request", "tempfile"}
    if room not in ("cli", "write", "commands", "manifest", "again"):  # commands: the day of a verification
        banned |= {"time"}
    if room == "commands":  # diff lays an older state of the content out in a folder of its own
        banned -= {"tempfile"}
    if room == "serve":  # a token that nobody guesses, in no file of the site
        banned -= {"secrets"}
    assert set() == banned & outside_imports(MODULES[name])
    assert not {".now", ".today", ".utcnow", ".getenv", ".getlocale"} & set(called(MODULES[name]))
    if room not in ("cli", "again", "voice"):
        environment = [
            node for node in ast.walk(MODULES[name])
            if isinstance(node, ast.Attribute) and node.attr == "environ"
        ]  # fmt: skip
        assert [] == environment


@pytest.mark.parametrize("name", CODE)
def test_nothing_is_evaluated_unpickled_or_run(name: str) -> None:
    tree, room = MODULES[name], room_of(name)
    assert not {"eval", "exec", "compile", "__import__", "globals", "setattr"} & set(called(tree))
    assert not {".from_string", ".import_module", ".system", ".popen"} & set(called(tree))
    banned = {"pickle", "marshal", "shelve", "dill", "ctypes", "subprocess", "multiprocessing"}
    allowed = {
        "cli": {"subprocess"}, "commands": {"subprocess"}, "write": {"ctypes"},
        "manifest": {"marshal"}, "cache": {"marshal"}, "packing": {"marshal"},
        "search_sketch": {"marshal"}, "search_words": {"marshal"},
    }.get(room, set())  # fmt: skip
    assert set() == (banned - allowed) & outside_imports(tree)
    assert not {".unsafe_load", ".full_load", ".safe_load", ".load_all", ".safe_load_all"} & set(
        called(tree)
    )


def test_yaml_is_loaded_in_one_place_and_as_text() -> None:
    """``BaseLoader`` makes nothing but text, lists and mappings."""
    loads = [
        (name, ast.unparse(keyword.value))
        for name in CODE
        for node in ast.walk(MODULES[name])
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "yaml.load"
        for keyword in node.keywords
        if keyword.arg == "Loader"
    ]
    assert [("catalog", "getattr(yaml, 'CBaseLoader', yaml.BaseLoader)")] == loads


@pytest.mark.parametrize("name", CODE)
def test_every_module_says_what_it_knows(name: str) -> None:
    assert ast.get_docstring(MODULES[name]) or name == "__main__"


@pytest.mark.parametrize("name", CODE)
def test_values_are_frozen(name: str) -> None:
    for node in ast.walk(MODULES[name]):
        if isinstance(node, ast.ClassDef):
            for decorator in node.decorator_list:
                if "dataclass" in ast.unparse(decorator) and node.name not in MUTABLE:
                    assert "frozen=True" in ast.unparse(decorator), node.name


# Collects findings while one document is decoded; what is being served at the moment.
MUTABLE = {"Reading", "_Served"}


BROWSER = sorted(
    [*SITEGEN.glob("browser/*.js"), *SITEGEN.parent.glob("themes/*/assets/**/*.js")]
)


@pytest.mark.parametrize("path", BROWSER, ids=lambda path: path.name)
def test_scripts_in_the_browser_make_no_html_of_text_and_ask_for_nothing(path: Path) -> None:
    """Text of records becomes text nodes; ``file://`` forbids requests and we need none."""
    banned = (
        "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "DOMParser",
        "createContextualFragment", "srcdoc", "eval(", "new Function", "fetch(", "XMLHttpRequest",
        "WebSocket", "EventSource", "sendBeacon", "import(", "localStorage", "sessionStorage",
        "indexedDB", "document.cookie",
    )  # fmt: skip
    text = path.read_text("utf-8")
    # The reader's list and look are kept in the browser, by one script and nowhere else.
    # The preview on the editor's machine waits for a newer page; no published page has that script.
    allowed = {"hands.js": {"localStorage"}, "serve.js": {"WebSocket"}}.get(path.name, set())
    assert allowed == {word for word in banned if word in text}
    assert not re.search(r"https?://(?!www\.w3\.org)", text)


def test_there_is_a_script_in_the_browser() -> None:
    assert "search.js" in [path.name for path in BROWSER]


TOWN = re.compile(r"бањ\w{0,3}[ -]?лу[кцч]|banj\w{0,3}[ -]?lu[kcč]", re.IGNORECASE)


@pytest.mark.parametrize(
    "path",
    sorted(p for p in SITEGEN.rglob("*") if p.suffix in (".py", ".js", ".json", ".txt")),
    ids=lambda path: path.relative_to(SITEGEN).as_posix(),
)
def test_the_program_knows_no_town(path: Path) -> None:
    """The next town installs the same program: its name stands in ``content/`` only.

    A comment may name a town as an example; what runs may not.
    """
    text = path.read_text("utf-8")
    if path.suffix == ".py":
        text = ast.unparse(ast.parse(text))
    assert [] == TOWN.findall(text)


@pytest.mark.parametrize("text", ["у Бањој Луци", "banja-luka", "Бањалука", "Banjaluke"])
def test_a_town_in_the_program_would_be_found(text: str) -> None:
    assert TOWN.search(text)
