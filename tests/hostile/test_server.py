"""The local preview answers this machine and its own pages, and nobody else in the same browser."""

from __future__ import annotations

import base64
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from building import small
from test_serve import get, script_of, serving, wait_for

CANARY = "канаринац-7391"
KEY = base64.b64encode(b"sixteen bytes ok").decode()


class Server(NamedTuple):
    port: int
    token: str
    said: Path


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A small site that is served, and beside it what nobody may read."""
    folder = tmp_path_factory.mktemp("served")
    root = small(folder / "project")
    for path in (folder / "secret.txt", root / "secret.txt", root / ".sitegen/secret.txt"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(CANARY, encoding="utf-8")
    with serving(root, folder / "said.txt") as url:
        page = wait_for(url, "Пронађите помоћ и подршку")
        (root / ".sitegen/served/veza.txt").symlink_to(folder / "secret.txt")
        (root / ".sitegen/served/veza").symlink_to(folder)
        token = script_of(page).partition("=")[2]
        yield Server(int(url.rstrip("/").rpartition(":")[2]), token, folder / "said.txt")


def ask(server: Server, request: bytes) -> tuple[int, bytes]:
    """The status and all of the answer to the very bytes of *request*; 0 where there is none."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as line:
        line.sendall(request)
        answer = b""
        try:
            while b"\r\n\r\n" not in answer or not _is_whole(answer):
                part = line.recv(65_536)
                if not part:
                    break
                answer += part
        except (ConnectionError, TimeoutError):
            pass
    return (int(answer.split()[1]) if answer.startswith(b"HTTP/1.1 ") else 0), answer


def _is_whole(answer: bytes) -> bool:
    head, _, body = answer.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    return head.startswith(b"HTTP/1.1 101") or (length is not None and len(body) >= int(length.group(1)))


def request(server: Server, path: str = "/", *lines: str, method: str = "GET", host: str = "127.0.0.1:{port}") -> bytes:
    head = [f"{method} {path} HTTP/1.1", f"Host: {host}", *lines, "Connection: close"]
    return ("\r\n".join(head).format(port=server.port, token=server.token) + "\r\n\r\n").encode()


# --- what must be answered -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "lines"),
    [
        ("/", ()), ("/index.html", ()), ("/usluge/sigurno-mjesto/", ()), ("/livereload.js", ()),
        ("/livereload.js?token={token}", ()), ("/", ("Sec-Fetch-Site: none", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document")),
        ("/", ("Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document")),
        ("/livereload.js?token={token}", ("Sec-Fetch-Site: same-origin", "Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: script")),
        ("/", ("Origin: http://127.0.0.1:{port}",)),
    ],
)  # fmt: skip
def test_the_editor_is_answered(server: Server, path: str, lines: tuple[str, ...]) -> None:
    status, answer = ask(server, request(server, path, *lines))
    assert 200 == status
    for header in (b"Cross-Origin-Resource-Policy: same-origin", b"X-Frame-Options: DENY", b"X-Content-Type-Options: nosniff"):
        assert header in answer
    assert b"Access-Control" not in answer
    assert b"\r\nServer:" not in answer


# --- what must not -------------------------------------------------------------------------------

HOSTS = (
    "primjer.invalid", "primjer.invalid:{port}", "127.0.0.1.primjer.invalid:{port}", "localhost.primjer.invalid:{port}",
    "127.0.0.1", "localhost", "127.0.0.1:80", "[::1]:{port}", "0.0.0.0:{port}", "127.1:{port}", "2130706433:{port}",
    "0x7f000001:{port}", "[::ffff:127.0.0.1]:{port}", "LOCALHOST.:{port}", "127.0.0.1:{port}@primjer.invalid", "",
    "127.0.0.1:{port}, primjer.invalid", "localhost:{port}/",
)  # fmt: skip
ORIGINS = (
    "http://primjer.invalid", "https://127.0.0.1:{port}", "http://127.0.0.1", "http://localhost:1", "null",
    "http://127.0.0.1:{port}.primjer.invalid", "http://primjer.invalid:{port}", "file://", "chrome-extension://abc",
    "http://127.0.0.1:{port}/", "http://[::1]:{port}",
)  # fmt: skip
FETCHES = (
    ("cross-site", "no-cors", "script"), ("cross-site", "cors", "empty"), ("same-site", "no-cors", "script"),
    ("cross-site", "no-cors", "image"), ("cross-site", "navigate", "iframe"), ("cross-site", "navigate", "object"),
    ("same-site", "navigate", "frame"), ("cross-site", "no-cors", "style"), ("cross-site", "websocket", "websocket"),
)  # fmt: skip
PATHS = (
    "/../secret.txt", "/../../secret.txt", "/../../../secret.txt", "/%2e%2e/secret.txt", "/%2e%2e%2fsecret.txt",
    "/..%2f..%2fsecret.txt", "/..%2f..%2f..%2fsecret.txt", "/..%5c..%5csecret.txt", "/..\\..\\secret.txt",
    "/%252e%252e/secret.txt", "/%c0%ae%c0%ae/secret.txt", "/%uff0e%uff0e/secret.txt", "/usluge/../../secret.txt",
    "/usluge/..%2f..%2f../secret.txt", "//etc/passwd", "///etc/passwd", "/%2fetc/passwd", "/%2f%2fetc/passwd",
    "/C:/secret.txt", "/C%3a%5csecret.txt", "/.../secret.txt", "/./../secret.txt", "/;/../secret.txt",
    "/veza.txt", "/veza/secret.txt", "/veza/", "/secret.txt%00.html", "/index.html%00", "/index.html/../../../secret.txt",
    "/%2e%2e%00/secret.txt", "/?/../secret.txt/..", "/.git/config", "/usluge/%2e%2e/%2e%2e/%2e%2e/secret.txt",
    "/~root/secret.txt", "/%7e/secret.txt", "http://primjer.invalid/", "http://primjer.invalid/../secret.txt",
    "/%0d%0aX-Zlo:%201", "/%1b]0;zlo%07/..%2f..%2f..%2fsecret.txt", "///primjer.invalid/..", "//primjer.invalid/%2e%2e",
    "/\\primjer.invalid", "/livereload.js?token=", "/livereload.js?token=x&token={token}x", "/livereload.js?token=%ff",
)  # fmt: skip
METHODS = ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get", "DEBUG")


def _is_nothing(answer: bytes) -> None:
    assert CANARY.encode() not in answer
    assert b"root:" not in answer
    assert b"Access-Control" not in answer
    head = answer.partition(b"\r\n\r\n")[0].lower()
    assert b"x-zlo" not in head
    assert not re.search(rb"\r\nlocation:\s*(?:[a-z]+:|//|/\\)", head), head


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("path", ["/", "/livereload.js?token={token}"])
def test_another_name_for_this_machine_is_refused(server: Server, host: str, path: str) -> None:
    status, answer = ask(server, request(server, path, host=host))
    assert status in (0, 400, 403)
    _is_nothing(answer)
    assert server.token.encode() not in answer


@pytest.mark.parametrize("origin", ORIGINS)
def test_the_page_of_another_site_reads_nothing(server: Server, origin: str) -> None:
    for path in ("/", "/livereload.js?token={token}"):
        status, answer = ask(server, request(server, path, f"Origin: {origin}"))
        assert status in (400, 403)
        assert server.token.encode() not in answer


@pytest.mark.parametrize(("who", "mode", "to"), FETCHES)
def test_the_page_of_another_site_holds_nothing_of_ours(server: Server, who: str, mode: str, to: str) -> None:
    """Scripts, pictures and frames ask without an Origin; the browser says who wants them."""
    lines = (f"Sec-Fetch-Site: {who}", f"Sec-Fetch-Mode: {mode}", f"Sec-Fetch-Dest: {to}")
    for path in ("/", "/livereload.js?token={token}", "/assets/plain.txt"):
        assert 403 == ask(server, request(server, path, *lines))[0]


@pytest.mark.parametrize("path", PATHS)
def test_nothing_but_the_site_is_given_out(server: Server, path: str) -> None:
    status, answer = ask(server, request(server, path))
    assert status in (0, 301, 400, 403, 404) or path.startswith("/?")
    _is_nothing(answer)


@pytest.mark.parametrize("method", METHODS)
def test_pages_are_only_read(server: Server, method: str) -> None:
    for path in ("/", "/livereload.js?token={token}", "/livereload?token={token}"):
        status, answer = ask(server, request(server, path, method=method))
        assert status in (0, 400, 403, 405, 501), answer
        _is_nothing(answer)


@pytest.mark.parametrize(
    "lines",
    [
        ("X: " + "a" * 20_000,), tuple(f"X-{n}: a" for n in range(5_000)), ("Content-Length: 999999999",),
        ("Content-Length: -1",), ("Content-Length: 5", "Content-Length: 6"), ("Transfer-Encoding: chunked", "Content-Length: 5"),
        ("Host: primjer.invalid",), ("X\x00: a",), ("Range: bytes=" + "0-1," * 3_000 + "1-2",),
    ],
    ids=lambda lines: lines[0][:24],
)  # fmt: skip
def test_a_request_that_no_browser_makes_does_no_harm(server: Server, lines: tuple[str, ...]) -> None:
    status, answer = ask(server, request(server, "/", *lines))
    assert status in (0, 200, 206, 400, 403, 413, 431)
    assert len(answer) < 200_000
    assert 200 == ask(server, request(server))[0]


def test_a_long_address_does_no_harm(server: Server) -> None:
    assert ask(server, request(server, "/" + "a" * 100_000))[0] in (0, 400, 414, 431)
    assert 404 == ask(server, request(server, "/" + "a" * 10_000))[0]
    assert 200 == ask(server, request(server))[0]


# --- the socket ----------------------------------------------------------------------------------

UPGRADE = ("Upgrade: websocket", "Connection: Upgrade", f"Sec-WebSocket-Key: {KEY}", "Sec-WebSocket-Version: 13")
OURS = "Origin: http://127.0.0.1:{port}"


def socket_status(server: Server, path: str, *lines: str) -> int:
    head = request(server, path, *UPGRADE, *lines).replace(b"Connection: close\r\n", b"")
    return ask(server, head)[0]


def test_our_own_page_is_let_in(server: Server) -> None:
    assert 101 == socket_status(server, "/livereload?token={token}", OURS)
    assert 101 == socket_status(server, "/livereload?token={token}", OURS.replace("127.0.0.1", "localhost"))


@pytest.mark.parametrize(
    "path", ["/livereload", "/livereload?token=", "/livereload?token=x", "/livereload?token={token}x", "/livereload?Token={token}"]
)
def test_who_does_not_know_the_token_is_not(server: Server, path: str) -> None:
    assert 403 == socket_status(server, path, OURS)


@pytest.mark.parametrize("origin", ORIGINS)
def test_a_foreign_page_is_not_even_with_the_token(server: Server, origin: str) -> None:
    assert 403 == socket_status(server, "/livereload?token={token}", f"Origin: {origin}")


def test_who_names_no_origin_is_not(server: Server) -> None:
    assert 403 == socket_status(server, "/livereload?token={token}")


@pytest.mark.parametrize("message", [b"", b"{", b"[]", b"7", b'"x"', b"{}", b"\xff\xfe", b'{"command": 1}', b"a" * 30_000])
def test_a_foolish_message_does_no_harm(server: Server, message: bytes) -> None:
    head = request(server, "/livereload?token={token}", *UPGRADE, OURS).replace(b"Connection: close\r\n", b"")
    size = bytes([0x80 | len(message)]) if len(message) < 126 else b"\xfe" + len(message).to_bytes(2, "big")
    ask(server, head + b"\x81" + size + b"\0\0\0\0" + message)
    assert 200 == ask(server, request(server))[0]


def test_the_token_is_another_each_time(server: Server, tmp_path: Path) -> None:
    with serving(small(tmp_path / "project"), tmp_path / "said.txt") as url:
        other = script_of(wait_for(url, "Пронађите помоћ и подршку")).partition("=")[2]
    assert other != server.token
    assert len(other) >= 22  # 128 bits


def test_what_was_asked_for_is_written_into_no_terminal(server: Server) -> None:
    """The last of this module: by now a great deal was asked."""
    ask(server, b"GET /\x1b[2Jzlo\x07 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    said = server.said.read_bytes()
    assert b"zlo" not in said
    assert b"\x1b" not in said
    assert b"Traceback" not in said
    assert "200" not in get(f"http://127.0.0.1:{server.port}/nema")
