"""The site on this machine, built anew after each change and refreshed in the browser.

Broken content keeps the last good site. Serves on loopback only. The pages served differ from
the published ones in one thing: they may talk to the live-reload socket.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from livereload import Server
from livereload.server import LiveScriptInjector

from sitegen import write
from sitegen.artifacts import Artifact
from sitegen.catalog import Catalog
from sitegen.pipeline import Built

_HOST = "127.0.0.1"


def serve(
    source: Path, rebuild: Callable[[], Built], port: int, *, say: Callable[[str], None],
    words: Catalog,
) -> None:  # fmt: skip
    """Builds, serves and rebuilds until interrupted. *rebuild* reports what it finds."""
    target = source.resolve() / ".sitegen" / "served"
    write.check_target(target)

    def update() -> None:
        built = rebuild()
        if not built.artifacts:
            say(words.say("cli.kept"))
            return
        with write.locked(target):
            files = (_with_reload(artifact, port) for artifact in built.artifacts)
            write.publish(write.write_tree(files, target), target)

    update()
    target.mkdir(parents=True, exist_ok=True)
    server = Server()
    for folder in ("content", "themes"):
        if (source / folder).is_dir():
            server.watch(str(source / folder), update, delay=0.1)
    # The library would write its script into the page; ours is a file, as the page's policy asks.
    LiveScriptInjector.script = b""
    say(words.say("cli.serving", url=f"http://{_HOST}:{port}/"))
    server.serve(port=port, host=_HOST, root=str(target))


def _with_reload(artifact: Artifact, port: int) -> Artifact:
    """A page that loads the reload script and may open its socket; other files as they are."""
    if not artifact.path.text.endswith(".html"):
        return artifact
    content = artifact.content.replace(
        b"default-src 'none'", f"default-src 'none'; connect-src ws://{_HOST}:{port}".encode(), 1
    )
    if b"script-src" not in content:
        content = content.replace(b"default-src 'none'", b"default-src 'none'; script-src 'self'", 1)
    script = f'<script src="/livereload.js?port={port}" defer></script></head>'.encode()
    return Artifact(artifact.path, content.replace(b"</head>", script, 1))
