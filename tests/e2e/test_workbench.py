"""Two liaison officers at their browsers, in Arabic, on two real nodes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, expect

from tests.e2e.nodes import PATIENCE, NodeProcess, pair

PASSWORD = "a long pass phrase 1"
WATCH = "addEventListener('securitypolicyviolation', e => console.error('CSP ' + e.violatedDirective))"
TITLE = "شاحنتان شمال أغاديز <script>alert(1)</script>"
TEXT = "غادرت شاحنتان ليلًا.\nلم يُشاهد معهما سلاح."
CORRECTED = "غادرت ثلاث شاحنات ليلًا.\nلم يُشاهد معها سلاح."


@dataclass
class Officer:
    """Somebody at the page of a node; `complaints` is what the browser had to complain about."""

    node: NodeProcess
    page: Page
    complaints: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Listen to what the browser says from now on."""
        self.page.add_init_script(WATCH)
        self.page.set_default_timeout(PATIENCE * 1000)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("response", self._response)

    def go(self, path: str) -> None:
        """Open a page of the node."""
        self.page.goto(self.node.url + path)

    def log_in(self) -> None:
        """Come in by the page that was wanted."""
        self.go("/inbox")
        self.page.fill("[name=username]", "salma")
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("form button.main")
        expect(self.page).to_have_url(f"{self.node.url}/inbox")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def _response(self, response: Response) -> None:
        if response.status >= 400 or not response.url.startswith(self.node.url):
            self.complaints.append(f"{response.status} {response.url}")


@pytest.fixture
def officers(browser: Browser, tmp_path: Path) -> Iterator[tuple[Officer, Officer]]:
    """Two officers who have logged in to two paired nodes, one of which convenes the circle "الساحل"."""
    nodes = NodeProcess(tmp_path / "a", "Alpha", "MA"), NodeProcess(tmp_path / "b", "Bravo", "ML")
    password = tmp_path / "password"
    password.write_text(PASSWORD)
    contexts = [browser.new_context(viewport={"width": 1440, "height": 900}) for _ in nodes]
    try:
        for node in nodes:
            node.init()
            node.start()
            node.ask("account", "add", "salma", "--role", "administrator", "--password-file", str(password))
        pair(*nodes, tmp_path)
        nodes[0].ask("circle", "create", "Sahel", "--name-ar", "الساحل", "--member", nodes[1].agency)
        a, b = (Officer(node, context.new_page()) for node, context in zip(nodes, contexts, strict=True))
        for officer in (a, b):
            officer.watch()
            officer.log_in()
        yield a, b
    finally:
        for context in contexts:
            context.close()
        for node in nodes:
            if node.server is not None:
                node.kill()


def write(officer: Officer) -> str:
    """Fill in the form for the circle; returns the path of the report."""
    page = officer.page
    officer.go("/write")
    page.fill("[name=title]", TITLE)
    page.fill("[name=text]", TEXT)
    page.select_option("[name=purpose]", "counter-terrorism")
    for name, value in (("source", "A"), ("information", "2"), ("tlp", "amber")):
        page.check(f"[name={name}][value='{value}']")
    page.get_by_label("الساحل").check()
    page.click(".send button")
    page.wait_for_url("**/reports/report--*")
    return page.url.removeprefix(officer.node.url)


def test_a_report_is_written_read_corrected_and_recalled(officers: tuple[Officer, Officer]) -> None:
    a, b = officers
    path = write(a)
    expect(a.page.locator("html")).to_have_attribute("dir", "rtl")
    expect(a.page.locator("h1")).to_have_text(TITLE)
    expect(a.page.locator(".receipt-done")).to_be_visible()

    b.go("/inbox")
    b.page.click(".row-link")
    expect(b.page.locator("h1")).to_have_text(TITLE)
    expect(b.page.locator("article.text")).to_contain_text("لم يُشاهد معهما سلاح.")

    a.page.click(f"a[href='{path}/correct']")
    a.page.fill("[name=text]", CORRECTED)
    a.page.click(".send button")
    expect(a.page.locator("ins").first).to_be_visible()
    expect(a.page.locator(".receipt-done")).to_be_visible()
    b.go(path)
    expect(b.page.locator("article.text")).to_contain_text("ثلاث شاحنات")

    a.page.click("summary.danger")
    a.page.select_option("[name=reason]", "inaccurate")
    a.page.click("form[action$='/recall'] button")
    expect(a.page.locator(".told .receipt-done")).to_have_count(2)
    b.go(path)
    expect(b.page.locator(".withdrawn")).to_be_visible()
    expect(b.page.locator("body")).not_to_contain_text("شاحن")
    b.go("/inbox")
    expect(b.page.locator(".row-link")).to_have_count(0)
    assert (a.complaints, b.complaints) == ([], [])


def test_every_page_opens_in_three_languages(officers: tuple[Officer, Officer]) -> None:
    a, _ = officers
    path = write(a)
    for lang, direction in (("ar", "rtl"), ("fr", "ltr"), ("en", "ltr")):
        a.page.click(f".languages [value={lang}]")
        expect(a.page.locator("html")).to_have_attribute("lang", lang)
        for page in ("/", "/inbox", "/reports", path, f"{path}/correct", "/write", "/partners"):
            a.go(page)
            expect(a.page.locator("html")).to_have_attribute("dir", direction)
            expect(a.page.locator("h1")).to_be_visible()
    assert a.complaints == []


def test_partners_are_looked_at_confirmed_suspended_and_resumed(officers: tuple[Officer, Officer]) -> None:
    a, _ = officers
    a.go("/partners")
    a.page.click(".row-link")
    a.page.click("form[action$='/confirm'] button")
    expect(a.page.locator("form[action$='/confirm']")).to_have_count(0)
    a.page.click("summary.danger")
    a.page.click("form[action$='/suspend'] button")
    expect(a.page.locator(".standing-suspended")).to_be_visible()
    a.page.click("form[action$='/resume'] button")
    expect(a.page.locator(".standing-active")).to_be_visible()
    assert a.complaints == []
