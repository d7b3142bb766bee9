"""Takes the pictures in docs/images/ of the demonstration's own pages, with Debian's Chromium."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PORT = 8471
NODES = {"ar": ("atlas", "mariam", 0), "fr": ("tenere", "issa", 1), "en": ("volta", "ama", 2)}
PAGES = {
    "today": "/",
    "inbox": "/inbox",
    "reports": "/reports",
    "write": "/write",
    "partners": "/partners",
}
WIDE = ViewportSize(width=1440, height=900)
NARROW = ViewportSize(width=390, height=844)
PATIENCE = 300


def main() -> None:
    """Start the demonstration in a folder of its own and photograph its pages in each language."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        _demo(Path(folder)) as passwords,
        sync_playwright() as driver,
    ):
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        for lang, (key, user, offset) in NODES.items():
            _photograph(browser, f"http://127.0.0.1:{PORT + offset}", user, passwords[key], lang)
        browser.close()


@contextmanager
def _demo(home: Path) -> Iterator[dict[str, str]]:
    command = [sys.executable, "-m", "tansiq.cli", "demo", "--home", str(home / "demo"), "--port", str(PORT)]
    running = subprocess.Popen(command)
    try:
        end = time.monotonic() + PATIENCE
        while not (home / "demo" / "ready").exists():
            if running.poll() is not None or time.monotonic() > end:
                raise SystemExit("the demonstration did not start")
            time.sleep(0.5)
        yield json.loads((home / "demo" / "passwords.json").read_text("utf-8"))
    finally:
        running.terminate()
        running.wait(timeout=30)


def _photograph(browser: Browser, base: str, user: str, password: str, lang: str) -> None:
    context = browser.new_context(viewport=WIDE, locale=lang)
    page = context.new_page()
    page.goto(f"{base}/login/")
    page.screenshot(path=IMAGES / f"login-{lang}.png")
    page.fill("input[name=username]", user)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/login" not in url)
    for name, path in PAGES.items():
        _shoot(page, f"{base}{path}", f"{name}-{lang}")
    _report(page, base, lang)
    page.set_viewport_size(NARROW)
    _shoot(page, f"{base}/inbox", f"inbox-{lang}-phone")
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(WIDE)
    _shoot(page, f"{base}/", f"today-{lang}-dark")
    context.close()


def _report(page: Page, base: str, lang: str) -> None:
    page.goto(f"{base}/reports")
    page.locator("main a[href*='--']").first.click()
    page.wait_for_load_state()
    page.screenshot(path=IMAGES / f"report-{lang}.png")


def _shoot(page: Page, url: str, name: str) -> None:
    answer = page.goto(url)
    if answer is None or not answer.ok:
        raise SystemExit(f"{url}: {answer.status if answer else 'no answer'}")
    page.screenshot(path=IMAGES / f"{name}.png")


if __name__ == "__main__":
    main()
