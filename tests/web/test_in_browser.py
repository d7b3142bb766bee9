"""Rendered pages in a real browser: the keyboard, the filters, the policy."""

import mimetypes
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

import tansiq.web
from tansiq.web.policy import HEADERS
from tests.web.cast import Cast
from tests.web.rendering import render
from tests.web.samples import SAMPLES

STATIC = Path(tansiq.web.__file__).parent / "static"
NODE = "http://node.test"


@pytest.fixture
def inbox(page: Page, links: None) -> Page:  # noqa: ARG001 - names of pages
    """The Arabic inbox, served with the headers that the node sends."""
    html = render(SAMPLES["inbox"](Cast("ar")), "ar")

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
            route.fulfill(body=(STATIC / path.removeprefix("/static/")).read_bytes(), content_type=kind)
        else:
            route.fulfill(body=html, content_type="text/html", headers=HEADERS)

    page.route("**/*", answer)
    page.goto(f"{NODE}/inbox")
    page.wait_for_selector("html.scripted")
    return page


def test_the_question_mark_opens_the_help_and_escape_closes_it(inbox: Page) -> None:
    inbox.keyboard.press("?")
    expect(inbox.locator("#help")).to_be_visible()
    inbox.keyboard.press("Escape")
    expect(inbox.locator("#help")).to_be_hidden()


def test_an_arabic_keyboard_does_the_same(inbox: Page) -> None:
    inbox.evaluate("document.body.dispatchEvent(new KeyboardEvent('keydown', {key: '؟', bubbles: true}))")
    expect(inbox.locator("#help")).to_be_visible()
    inbox.keyboard.press("Escape")
    inbox.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'ت', code: 'KeyJ', bubbles: true}))"
    )
    expect(inbox.locator(".row-link").first).to_be_focused()


def test_two_letters_go_to_a_page(inbox: Page) -> None:
    inbox.keyboard.press("g")
    inbox.keyboard.press("p")
    inbox.wait_for_url(f"{NODE}/partners")


def test_down_and_up_move_in_the_list(inbox: Page) -> None:
    for key in "jjk":
        inbox.keyboard.press(key)
    expect(inbox.locator(".row-link").first).to_be_focused()


def test_letters_in_a_field_are_letters(inbox: Page) -> None:
    inbox.keyboard.press("/")
    inbox.keyboard.type("gp?")
    expect(inbox.locator("[data-search]")).to_have_value("gp?")
    expect(inbox.locator("#help")).to_be_hidden()


def test_shortcuts_can_be_switched_off(inbox: Page) -> None:
    inbox.keyboard.press("?")
    inbox.locator("[data-shortcuts] input").uncheck()
    inbox.keyboard.press("Escape")
    inbox.keyboard.press("?")
    expect(inbox.locator("#help")).to_be_hidden()


def test_escape_closes_the_menu_and_returns_to_its_button(inbox: Page) -> None:
    inbox.locator(".menu summary").click()
    inbox.keyboard.press("Escape")
    expect(inbox.locator(".menu .sheet")).to_be_hidden()
    expect(inbox.locator(".menu summary")).to_be_focused()


def test_typing_in_the_search_field_narrows_the_list_in_place(inbox: Page) -> None:
    inbox.evaluate("window.same = true")
    with inbox.expect_response(lambda answer: "q=Tema" in answer.url):
        inbox.locator("[data-search]").press_sequentially("Tema")
    inbox.wait_for_url("**/?q=Tema")
    assert inbox.evaluate("window.same") is True
    expect(inbox.locator("#results")).to_have_count(1)


def test_nothing_on_the_page_breaks_the_content_policy(inbox: Page) -> None:
    complaints: list[str] = []
    inbox.on("console", lambda message: complaints.append(message.text))
    inbox.reload()
    inbox.wait_for_selector("html.scripted")
    assert complaints == []


@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_no_page_is_wider_than_the_screen(inbox: Page, width: int) -> None:
    inbox.set_viewport_size({"width": width, "height": 800})
    assert inbox.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
