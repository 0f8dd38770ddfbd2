"""The site on this machine, built anew after each change and refreshed in the browser.

Broken content keeps the last good site. Serves on loopback, to this machine's own addresses only:
another site open in the same browser can neither read pages nor hold the reload socket. The pages
served differ from the published ones in one thing: they load the reload script and may open its
socket.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from livereload import Server
from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler, StaticFileHandler
from tornado import web

from sitegen import write
from sitegen.artifacts import Artifact
from sitegen.catalog import Catalog
from sitegen.pipeline import Built
from sitegen.theme import ThemeError

_HOST = "127.0.0.1"


def serve(
    source: Path, rebuild: Callable[[], Built], port: int, *, say: Callable[[str], None],
    words: Catalog,
) -> None:  # fmt: skip
    """Builds, serves and rebuilds until interrupted. *rebuild* reports what it finds."""
    target = source.resolve() / ".sitegen" / "served"
    write.check_target(target)

    def update() -> None:
        try:
            built = rebuild()
        except ThemeError as error:
            say(words.say("cli.theme", found=str(error)))
            say(words.say("cli.kept" if target.is_dir() else "cli.first"))
            return
        if not built.artifacts:
            say(words.say("cli.kept" if target.is_dir() else "cli.first"))
            return
        with write.locked(target):
            files = (_with_reload(artifact, port) for artifact in built.artifacts)
            write.publish(write.write_tree(files, target), target)

    server = _LocalServer()  # counts changes from now on, so none is lost during the first build
    for folder in ("content", "themes"):
        if (source / folder).is_dir():
            server.watch(str(source / folder), update, delay=0.1)
    update()
    target.mkdir(parents=True, exist_ok=True)
    say(words.say("cli.serving", url=f"http://{_HOST}:{port}/"))
    server.serve(port=port, host=_HOST, root=str(target))


class _LocalServer(Server):  # type: ignore[misc]  # the library ships no types
    """The library's server without the script that it writes into pages, and with a guard."""

    def application(self, port: int, host: str, **_: Any) -> None:
        LiveReloadHandler.watcher = self.watcher
        LiveReloadHandler.live_css = True
        guarded = {"hosts": frozenset({f"{host}:{port}", f"localhost:{port}"})}
        pages = guarded | {"path": self.root, "default_filename": "index.html"}
        handlers = [
            (r"/livereload", _Socket, guarded),
            (r"/livereload.js", _Script, guarded),
            (r"/(.*)", _Pages, pages),
        ]
        web.Application(handlers).listen(port, address=host)


class _Guarded(web.RequestHandler):
    """Answers only those who ask for this machine by a name of its own (DNS rebinding)."""

    hosts: frozenset[str]

    def initialize(self, hosts: frozenset[str], **others: Any) -> None:
        self.hosts = hosts
        super().initialize(**others)

    def prepare(self) -> None:
        if self.request.host not in self.hosts:
            raise web.HTTPError(403)


class _Pages(_Guarded, StaticFileHandler):  # type: ignore[misc]
    pass


class _Script(_Guarded, LiveReloadJSHandler):  # type: ignore[misc]
    pass


class _Socket(_Guarded, LiveReloadHandler):  # type: ignore[misc]
    def check_origin(self, origin: str) -> bool:
        """The library lets any page of the browser in; only our own pages may."""
        return origin in {f"http://{host}" for host in self.hosts}


def _with_reload(artifact: Artifact, port: int) -> Artifact:
    """A page that loads the reload script and may open its socket; other files as they are."""
    if not artifact.path.text.endswith(".html"):
        return artifact
    sockets = f"ws://{_HOST}:{port} ws://localhost:{port}"
    content = artifact.content.replace(
        b"default-src 'none'", f"default-src 'none'; connect-src {sockets}".encode(), 1
    )
    if b"script-src" not in content:
        content = content.replace(b"default-src 'none'", b"default-src 'none'; script-src 'self'", 1)
    script = f'<script src="/livereload.js?port={port}" defer></script></head>'.encode()
    return Artifact(artifact.path, content.replace(b"</head>", script, 1))
