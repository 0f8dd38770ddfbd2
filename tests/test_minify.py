"""Programs for the browser lose what only people read, and nothing else."""

from __future__ import annotations

import gzip
import subprocess
from pathlib import Path

import pytest
from needs import node

from sitegen.minify import minified

BROWSER = Path(__file__).parent.parent / "sitegen" / "browser"


def test_remarks_and_layout_go() -> None:
    source = '// What.\nf(1); // why\n/* and\n   how */\nf("a // b",  `c  /* d */`);\n'
    assert 'f(1);f("a // b",`c  /* d */`);\n' == minified(source)


def test_a_line_end_that_may_end_a_statement_stays() -> None:
    assert "f()\ng()\nif(a){}h()\na={}\ni()\n" == minified("f()\ng()\nif (a) {\n}\nh()\na = {}\ni()")


def test_a_pattern_is_no_division_and_no_remark() -> None:
    source = 'f(/[/"]\\/ \\s/g, 6 / 3 / 2); return /a  b/.test(x) ? x / /"/.y : [/ /];'
    assert '/[/"]\\/ \\s/g,6/3/2' in minified(source)
    assert "/a  b/.test(x)" in minified(source)
    assert minified(source).endswith(":[/ /];\n")


def test_signs_that_would_become_another_sign_stay_apart() -> None:
    assert "a+ +b- -c+ ++d\n" == minified("a + +b - -c + ++d")


def test_what_the_program_declares_becomes_short_and_nothing_else() -> None:
    source = """
      const longer = (first, { second, third: fourth = 5 }) => first.second + second + fourth;
      longer(window.first, { second: longer, first });
    """
    assert (
        "let a=(a,{second:c,third:b=5})=>a.second+c+b;a(window.first,{second:a,first});\n"
        == minified(source)
    )


def test_a_name_in_capitals_is_its_number_and_declarations_are_one() -> None:
    source = "const MOST = 3;\nconst some = 2;\n\nconst all = [some, MOST];\nf(all, { MOST });"
    assert "let b=2,a=[b,3];f(a,{MOST:3});\n" == minified(source)


def test_signs_that_say_nothing_go_and_others_stay() -> None:
    assert "let a=a=>a,b=()=>[1,2];for(;;){b(a)}\n" == minified(
        "const one = (given) => given; const two = () => [1, 2,]; for (;;) { two(one,); }"
    )
    assert "{for(;a;);}{while(b);}[,]\n" == minified("{ for (; a;); } { while (b); } [,]")


def test_a_name_in_a_template_stays() -> None:
    assert "let count=1,a=`${count}`;f(a);\n" == minified(
        "let count = 1, text = `${count}`; f(text);"
    )


# Each prints what it prints only if every name means what it meant.
PROGRAMS = {
    "a name of the browser and of a function": "const size = (JSON) => JSON; print(JSON.stringify([size(1)]))",
    "a block hides a name for itself alone": "let one = 1; { let one = 2; print(one); } print(one);",
    "a loop declares for itself alone": "const one = [7]; for (const one of [1, 2]) print(one); print(one[0]);",
    "a loop counts": "let sum = 0; for (let at = 0, end = 3; at < end; at++) sum += at; print(sum);",
    "a function is known before it": "print(twice(4)); function twice(number) { return 2 * number; }",
    "names of functions inside": """
      const outer = (given) => { const kept = given + 1;
        return (given) => { const [first, second = kept] = [given]; return first + second; }; };
      print(outer(1)(10));""",
    "what is thrown": "try { throw new Error('x'); } catch (error) { const other = 2; print(error.message + other); }",
    "shorthand": "const [left, right] = [1, 2]; const both = { left, right, sum() { return 3; } };"
    "const { left: again, ...rest } = both; print(again + rest.right + both.sum());",
    "assignment": "let here, there; ({ here, there } = { here: 1, there: 2 }); [here, there] = [there, here]; print(here);",
    "a default knows what stands before it": "const f = (one, two = one + 1) => one * two; print(f(3));",
    "a name in capitals is a number": "const MOST = 3; const both = { MOST, LEAST: 1 }; const LEAST = 2;"
    "print(both.MOST * 10 + both.LEAST - LEAST); { const MOST_OF_ALL = 4; print(MOST_OF_ALL / MOST); }",
    "a name in capitals is two numbers": "const MOST = 3; { const MOST = 4; print(MOST); } print(MOST);",
    "declarations that follow each other": "const one = 1; const two = (given) => given + one;"
    "let three = two(2); let four; four = 4; print([one, three, four]); for (let at = 0; at < 1; at++) print(at);",
    "a division after brackets": "const half = (whole) => (whole) / 2; print([half(8)][0] / 2);",
}  # fmt: skip


@pytest.mark.parametrize("source", PROGRAMS.values(), ids=PROGRAMS)
def test_a_shorter_program_does_the_same(source: str) -> None:
    assert _printed(source) == _printed(minified(source))
    assert len(minified(source)) < len(source)


@pytest.mark.parametrize("name", sorted(path.name for path in BROWSER.glob("search*.js")))
def test_programs_of_ours_stay_programs_and_become_small(name: str, tmp_path: Path) -> None:
    """What they do is seen by the tests in the browser, which run what is sent."""
    source = (BROWSER / name).read_text(encoding="utf-8")
    short = tmp_path / name
    short.write_text(minified(source), encoding="utf-8")
    subprocess.run([node(), "--check", short], check=True)
    assert short.stat().st_size < 0.6 * len(source.encode())
    assert minified(source) == minified(source.replace("\n\n", "\n"))


def _printed(source: str) -> str:
    program = (
        f'"use strict"; (() => {{ const print = (text) => console.log(text);\n{source}\n}})();'
    )
    run = subprocess.run([node(), "-e", program], capture_output=True, text=True, check=True)
    return run.stdout


def test_what_is_needed_for_the_first_result_stays_small() -> None:
    """The engine is what stands above the page in search.js: keys, slices, files, finding."""
    source = (BROWSER / "search.js").read_text(encoding="utf-8")
    engine, page, _ = source.partition("  // --- the page")
    assert page
    assert len(gzip.compress(minified(f"{engine}}})();\n").encode(), 9)) <= 4_000
    assert len(gzip.compress(minified(source).encode(), 9)) <= 7_000
