"""The site on this machine, built anew after each change and refreshed in the browser.

The pages of an edited record are shown at once, from what is in memory; the rest follows as soon
as it is built. Broken content keeps the last good site and shows over it what is wrong, until it is
mended. Serves on loopback, to this machine's own addresses only. Another site open in the same
browser can neither read nor steer it: it is refused by name (DNS rebinding), by origin, and by a
token that stands in our pages alone. The pages served differ from the published ones in one thing:
they load a script of this server and may open its socket.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from livereload.handlers import LiveReloadHandler, StaticFileHandler
from tornado import web

from sitegen import manifest, report, write
from sitegen.artifacts import Artifact
from sitegen.catalog import Catalog
from sitegen.diagnostics import Diagnostic, has_errors
from sitegen.pipeline import Built, preview
from sitegen.source import ChangedError
from sitegen.theme import ThemeError

_HOST = "127.0.0.1"
_EVERY = 0.15  # seconds between two looks at the files
_ENOUGH = 16_384  # bytes of a request


def serve(
    source: Path, rebuild: Callable[[], Built], port: int, *, say: Callable[[str], None],
    words: Catalog,
) -> None:  # fmt: skip
    """Builds, serves and rebuilds until interrupted. *rebuild* reports what it finds."""
    target = source.resolve() / ".sitegen" / "served"
    write.check_target(target)
    site = _Served(source.resolve(), target, port, rebuild, say, words)
    asyncio.run(_serve(site))


@dataclass
class _Served:
    """What is being served, and what it was made of."""

    source: Path
    target: Path
    port: int
    rebuild: Callable[[], Built]
    say: Callable[[str], None]
    words: Catalog
    built: Built | None = None  # the last good one
    problems: str = ""  # shown over the page
    token: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    seen: manifest.Snapshot | None = field(default=None)

    def make(self) -> Built | ThemeError | None:
        """The whole site anew; may run beside the server. None where somebody saved meanwhile."""
        try:
            return self.rebuild()
        except ChangedError:
            return None
        except ThemeError as error:
            return error

    def take(self, made: Built | ThemeError) -> None:
        """Shows *made*, or what is wrong with it over what was shown before."""
        if isinstance(made, ThemeError):
            self._keep(self.words.say("cli.theme", found=str(made)))
            self.say(self.problems)
        elif made.artifacts:
            self.built, self.problems = made, ""
            with write.locked(self.target):
                pages = (_with_script(artifact, self.port, self.token) for artifact in made.artifacts)
                write.publish(write.write_tree(pages, self.target), self.target)
        else:
            self._keep(self._told(made.diagnostics, made))
        if self.problems:
            self.say(self.words.say("cli.kept" if self.built else "cli.first"))
            if not self.built:
                self._empty()

    def show(self, changed: list[str]) -> None:
        """The pages of the *changed* files at once, as far as they can be known alone."""
        for path in changed:
            if self.built is None:
                return
            try:
                checked = preview(self.built, self.source, path)
            except ThemeError:
                return  # the whole build tells more
            if has_errors(checked.diagnostics):
                self._keep(self._told(checked.diagnostics, self.built))
            for artifact in checked.value or ():
                _overwrite(self.target, _with_script(artifact, self.port, self.token))

    def changed(self) -> list[str] | None:
        """Files of the project that are not as they were; None when nothing changed."""
        now = manifest.inputs(str(self.source))
        before, self.seen = self.seen, now
        if before is None or (before.names, before.numbers) == (now.names, now.numbers):
            return None
        then = before.by_name()
        root = f"{self.source}/"
        return [
            name.removeprefix(root) for name, numbers in now.by_name().items()
            if then.get(name) != numbers and name.startswith(f"{root}content/")
        ]  # fmt: skip

    def _keep(self, problems: str) -> None:
        self.problems = problems

    def _told(self, found: tuple[Diagnostic, ...], built: Built) -> str:
        errors = [finding for finding in found if has_errors([finding])]
        return report.human(errors, built.loaded.sources, self.words, colour=False)

    def _empty(self) -> None:
        """A page for the mistakes while there is no site to show them over."""
        self.target.mkdir(parents=True, exist_ok=True)
        (self.target / write.MARKER).write_bytes(b"sitegen\n")
        page = b"<!doctype html><html><head><meta charset=utf-8></head><body></body></html>"
        (self.target / "index.html").write_bytes(_scripted(page, self.port, self.token))


async def _serve(site: _Served) -> None:
    site.changed()  # from now on: no change is lost during the first build
    while (first := site.make()) is None:
        pass
    site.take(first)
    _application(site).listen(
        site.port, address=_HOST, max_header_size=_ENOUGH, max_body_size=_ENOUGH,
        idle_connection_timeout=60,
    )  # fmt: skip
    site.say(site.words.say("cli.serving", url=f"http://{_HOST}:{site.port}/"))
    building: asyncio.Future[Built | ThemeError | None] | None = None
    waiting = False
    while True:
        await asyncio.sleep(_EVERY)
        changed = site.changed()
        if changed is not None:
            waiting = True
            site.show(changed)
            _reload()
        if building is not None and building.done():
            made, building = building.result(), None
            if made is None:
                waiting = True
            elif not waiting:  # else something newer comes, and its pages are shown already
                before = site.problems
                site.take(made)
                if changed is None or before != site.problems:
                    _reload()
        if waiting and building is None:
            waiting = False
            building = asyncio.get_running_loop().run_in_executor(None, site.make)


def _reload() -> None:
    LiveReloadHandler.reload_waiters("*")


def _overwrite(target: Path, artifact: Artifact) -> None:
    """One file of what is served, in one step; the others are links that nobody writes into."""
    path = target / artifact.path.text
    temporary = path.with_name(".new")
    temporary.write_bytes(artifact.content)
    temporary.replace(path)


def _application(site: _Served) -> web.Application:
    LiveReloadHandler.watcher = SimpleNamespace(filepath="*", start=lambda _: True, _tasks=True)
    LiveReloadHandler.live_css = True
    guarded = {
        "hosts": frozenset({f"{_HOST}:{site.port}", f"localhost:{site.port}"}), "token": site.token,
    }  # fmt: skip
    handlers: list[Any] = [
        (r"/livereload", _Socket, guarded),
        (r"/livereload\.js", _Script, guarded | {"site": site}),
        (r"/(.*)", _Pages, guarded | {"path": str(site.target), "default_filename": "index.html"}),
    ]
    # What is asked for may hold anything; it is written into no terminal.
    return web.Application(
        handlers, log_function=lambda handler: None, websocket_max_message_size=_ENOUGH
    )


class _Guarded(web.RequestHandler):
    """Answers only our own pages, and whoever opens one of them in a window of its own."""

    hosts: frozenset[str]
    token: str

    def initialize(self, hosts: frozenset[str], token: str, **others: Any) -> None:
        self.hosts, self.token = hosts, token
        super().initialize(**others)

    def set_default_headers(self) -> None:
        for name, value in {
            "Cache-Control": "no-store", "Cross-Origin-Resource-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin", "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
        }.items():  # fmt: skip
            self.set_header(name, value)
        self.clear_header("Server")

    def prepare(self) -> None:
        asked = self.request.headers
        origin, who = asked.get("Origin"), asked.get("Sec-Fetch-Site", "none")
        is_window = (asked.get("Sec-Fetch-Mode"), asked.get("Sec-Fetch-Dest")) == ("navigate", "document")
        if (
            self.request.host not in self.hosts
            or (origin is not None and not self.is_ours(origin))
            or (who not in ("same-origin", "none") and not is_window)
        ):
            raise web.HTTPError(403)

    def is_ours(self, origin: str) -> bool:
        return origin in {f"http://{host}" for host in self.hosts}

    def has_token(self) -> bool:
        return hmac.compare_digest(self.get_query_argument("token", "").encode(), self.token.encode())

    def log_exception(self, *error: Any) -> None:
        """A refusal is no news, and its words would be those of who asked."""
        if not isinstance(error[1], web.HTTPError):
            super().log_exception(*error)


class _Pages(_Guarded, StaticFileHandler):  # type: ignore[misc]
    def validate_absolute_path(self, root: str, absolute_path: str) -> str | None:
        if "\0" in absolute_path:
            raise web.HTTPError(404)
        path: str | None = super().validate_absolute_path(root, absolute_path)
        base = Path(root).resolve()
        if path is not None and Path(path).resolve() != base / Path(path).relative_to(root):
            raise web.HTTPError(403)  # through a link that somebody has put there
        return path


class _Script(_Guarded):
    """What a served page runs: it waits for a newer page, and shows what keeps one from coming.

    Without a token it says nothing, only that the server is there.
    """

    def initialize(self, hosts: frozenset[str], token: str, **others: Any) -> None:
        self._site: _Served = others.pop("site")
        super().initialize(hosts, token, **others)

    def get(self) -> None:
        self.set_header("Content-Type", "text/javascript; charset=utf-8")
        if not self.get_query_arguments("token"):
            return
        if not self.has_token():
            raise web.HTTPError(403)
        program = files("sitegen").joinpath("browser", "serve.js").read_text(encoding="utf-8")
        said = json.dumps(self._site.problems), json.dumps(f"/livereload?token={self.token}")
        self.write(f"{program.rstrip()}({', '.join(said)});\n")


class _Socket(_Guarded, LiveReloadHandler):  # type: ignore[misc]
    """The library lets any page of the browser in, and whoever is none; only our own pages may."""

    def prepare(self) -> None:
        super().prepare()
        if not self.is_ours(self.request.headers.get("Origin", "")) or not self.has_token():
            raise web.HTTPError(403)

    def check_origin(self, origin: str) -> bool:
        return self.is_ours(origin)

    def on_message(self, message: str | bytes) -> None:
        try:
            super().on_message(message)
        except (ValueError, TypeError, AttributeError):
            self.close(1003)


def _with_script(artifact: Artifact, port: int, token: str) -> Artifact:
    """A page that loads the script of this server and may open its socket; others as they are."""
    if not artifact.path.text.endswith(".html"):
        return artifact
    return Artifact(artifact.path, _scripted(artifact.content, port, token))


def _scripted(content: bytes, port: int, token: str) -> bytes:
    sockets = f"ws://{_HOST}:{port} ws://localhost:{port}"
    content = content.replace(
        b"default-src 'none'", f"default-src 'none'; connect-src {sockets}".encode(), 1
    )
    if b"script-src" not in content:
        content = content.replace(b"default-src 'none'", b"default-src 'none'; script-src 'self'", 1)
    script = f'<script src="/livereload.js?token={token}" defer></script></head>'
    return content.replace(b"</head>", script.encode(), 1)
