"""Chromium as the tests and the screenshots use it: a fresh profile, silent, alone."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from selenium import webdriver

SWITCHES = (
    "headless=new",
    "no-sandbox",
    "disable-gpu",
    "disable-background-networking",
    "disable-component-update",
    "disable-default-apps",
    "disable-dev-shm-usage",
    "disable-sync",
    "hide-scrollbars",
    "no-first-run",
)


@contextmanager
def started(program: str, chromedriver: str, profile: Path) -> Iterator[Any]:
    """A running browser that keeps its console and its requests for the asking."""
    options = webdriver.ChromeOptions()
    options.binary_location = program
    for switch in (*SWITCHES, f"user-data-dir={profile}"):
        options.add_argument(f"--{switch}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    service = webdriver.ChromeService(chromedriver)
    running = webdriver.Chrome(options=options, service=service)
    try:
        running.set_script_timeout(60)
        yield running
    finally:
        running.quit()


def look(driver: Any, *, width: int = 1280, scheme: str = "light", height: int = 900) -> None:
    """How wide the window is, and whether the reader has asked for dark pages."""
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})


def allow_scripts(driver: Any, *, allowed: bool) -> None:
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not allowed})


def unplug(driver: Any, *, unplugged: bool) -> None:
    """Takes the network away, or gives it back."""
    conditions = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    driver.execute_cdp_cmd("Network.enable", {})
    driver.execute_cdp_cmd("Network.emulateNetworkConditions", {"offline": unplugged, **conditions})


class _Quiet(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args: Any) -> None:
        pass

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """A missing page answers with the site's own, as a web server is told to do."""
        own = Path(self.directory) / "404.html"
        if code != 404 or not own.is_file():
            super().send_error(code, message, explain)
            return
        content = own.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a server on this machine that gives out the files of *folder*."""
    handler = partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def requests_of(driver: Any) -> list[str]:
    """Every address asked for since the last call, in order."""
    events = [json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]
    sent = [event["params"] for event in events if event["method"] == "Network.requestWillBeSent"]
    addresses = [params["request"]["url"] for params in sent]
    return [address for address in addresses if not address.startswith(("about:", "data:"))]
