"""Screenshots of the real site, to be looked at: python tests/browser/shots.py OUTDIR [NAME …]

A command, not a test. Whole pages, as wide as a phone and as a desk, in both scripts, light and
dark. Names choose pages; without one all are taken.
"""

from __future__ import annotations

import base64
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).parents[1]))

import needs
from chromium import look, served, started

ROOT = Path(__file__).parents[2]
PAGES = {
    "home": "index.html",
    "organization": "organizacije/crveni-krst-gradska-organizacija-banja-luka/index.html",
    "service": "usluge/smjestaj-zrtava-nasilja-u-sigurnu-kucu/index.html",
    "document": "dokumenti/akcioni-plan-lica-sa-invaliditetom-2020-2026/index.html",
    "list": "usluge/index.html",
    "choose": "izbor/index.html",
    "figures": "slike/index.html",
    "timeline": "slike/vrijeme/index.html",
    "network": "slike/mreza/index.html",
    "map": "slike/karta/index.html",
    "booklet": "knjizica/index.html",
    "search": f"pretraga/index.html?q={quote('насиље')}",
    "404": "404.html",
}
EDITIONS = {"cyrl": "", "latn": "lat/"}
ANSWERED = """
const done = arguments[0];
const box = document.querySelector("[data-search]");
const wait = () => !box || ["done", "failed"].includes(box.dataset.searchState)
  ? done() : setTimeout(wait, 20);
wait();
"""


def main() -> None:
    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    outdir = Path(sys.argv[1])
    outdir.mkdir(parents=True, exist_ok=True)
    names = sys.argv[2:] or list(PAGES)
    unknown = set(names) - set(PAGES)
    if unknown:
        sys.exit(f"{', '.join(sorted(unknown))}: not one of {', '.join(PAGES)}")
    program, chromedriver = needs.chromium()
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        command = [sys.executable, "build.py", "--output", site, "--cache", f"{folder}/cache"]
        subprocess.run(command, cwd=ROOT, check=True)
        profile = Path(folder) / "profile"
        with served(site) as address, started(program, chromedriver, profile) as driver:
            for name in names:
                take(driver, address, name, outdir)


def take(driver: Any, address: str, name: str, outdir: Path) -> None:
    for script, prefix in EDITIONS.items():
        if name == "404" and prefix:
            continue  # one page for both scripts
        driver.get(f"{address}/{prefix}{PAGES[name]}")
        driver.execute_async_script(ANSWERED)
        for width in (360, 1280):
            for scheme in ("light", "dark"):
                look(driver, width=width, scheme=scheme)
                shot = driver.execute_cdp_cmd(
                    "Page.captureScreenshot", {"format": "png", "captureBeyondViewport": True}
                )
                file = outdir / f"{name}-{script}-{width}-{scheme}.png"
                file.write_bytes(base64.b64decode(shot["data"]))
                sys.stdout.write(f"{file}\n")


if __name__ == "__main__":
    main()
