"""Firefox as the tests use it: a fresh profile, silent, driven by its own Marionette protocol.

A message is its length in digits, a colon and JSON: ``[0, id, command, parameters]`` there,
``[1, id, error, result]`` back. The commands are those of WebDriver (W3C).
"""

from __future__ import annotations

import json
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

PATIENCE = 60  # seconds
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the name WebDriver gives to elements
QUIET = {
    "app.update.enabled": False,
    "browser.aboutConfig.showWarning": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "security.sandbox.content.level": 0,  # tests also run as root in a container
    "toolkit.telemetry.reportingpolicy.firstRun": False,
}


class Firefox:
    """A running Firefox."""

    def __init__(self, connection: socket.socket) -> None:
        self._stream = connection.makefile("rwb")
        self._number = 0
        self._message()  # a greeting
        self.ask("WebDriver:NewSession", pageLoadStrategy="normal")
        self.ask("WebDriver:SetTimeouts", script=PATIENCE * 1000)

    def ask(self, command: str, **parameters: Any) -> Any:
        """What *command* answers; AssertionError if it fails."""
        self._number += 1
        body = json.dumps([0, self._number, command, parameters]).encode()
        self._stream.write(str(len(body)).encode() + b":" + body)
        self._stream.flush()
        _, _, error, result = self._message()
        assert error is None, error
        return result.get("value", result) if isinstance(result, dict) else result

    def _message(self) -> Any:
        digits = b""
        while (digit := self._stream.read(1)) != b":":
            assert digit, "Firefox is gone"
            digits += digit
        return json.loads(self._stream.read(int(digits)))

    def go(self, address: str) -> None:
        self.ask("WebDriver:Navigate", url=address)

    def run(self, script: str, *args: Any) -> Any:
        """What the body of a function returns on the page."""
        return self.ask("WebDriver:ExecuteScript", script=script, args=list(args))

    def wait_for(self, script: str, *args: Any) -> Any:
        """The first thing that is true of what *script* returns."""
        until = time.monotonic() + PATIENCE
        while not (found := self.run(script, *args)):
            assert time.monotonic() < until, script
            time.sleep(0.02)
        return found

    def press(self, *keys: str) -> None:
        """Keys on the keyboard, one after the other; a text is typed letter by letter."""
        actions = [
            {"type": kind, "value": letter}
            for key in keys
            for letter in (key if key.isprintable() else [key])
            for kind in ("keyDown", "keyUp")
        ]
        keyboard = {"type": "key", "id": "keyboard", "actions": actions}
        self.ask("WebDriver:PerformActions", actions=[keyboard])

    @property
    def address(self) -> str:
        return str(self.ask("WebDriver:GetCurrentURL"))


@contextmanager
def started(program: str, profile: Path, *, scripts: bool = True) -> Iterator[Firefox]:
    """A Firefox with an empty *profile*; the pages' own scripts may be switched off."""
    profile.mkdir(parents=True, exist_ok=True)
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = QUIET | {"marionette.port": port, "javascript.enabled": scripts}
    lines = (
        f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in settings.items()
    )
    (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
    command = [program, "--headless", "--marionette", "--no-remote", "--profile", str(profile)]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with _connected(port) as connection:
            yield Firefox(connection)
    finally:
        running.terminate()
        with suppress(subprocess.TimeoutExpired):
            running.wait(10)
        running.kill()
        running.wait()


def _connected(port: int) -> socket.socket:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), PATIENCE)
        except ConnectionRefusedError:
            assert time.monotonic() < until, "Firefox does not answer"
            time.sleep(0.1)
