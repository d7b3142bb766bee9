"""Each page says what it must, in each language, with nothing that a strict policy would refuse."""

import re
from html.parser import HTMLParser
from typing import get_args

import pytest

from tests.web.cast import BODY, TITLES, Cast, Lang
from tests.web.rendering import render
from tests.web.samples import ERRORS, SAMPLES, Sample

LANGS: tuple[Lang, ...] = get_args(Lang)
LATIN_WORDS = re.compile(r"\b[A-Za-z]{3,}\b")
ALLOWED = {"TLP", "PAP", "STIX", "ICCS", "Tansiq", "tansiq", "partner", "invite", "invitation"}
VOID = {"meta", "link", "input", "img", "br", "use"}

pytestmark = pytest.mark.usefixtures("links")


class Page(HTMLParser):
    """What a browser would find: elements with attributes, ids, and the text that is read."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        if not {"bdi", "abbr", "title"} & set(self.open) and data.strip():
            self.text.append(data.strip())

    def every(self, name: str) -> list[str]:
        return [attributes[name] or "" for _, attributes in self.elements if name in attributes]


def samples() -> list[str]:
    return [*SAMPLES, *ERRORS]


def page(name: str, lang: Lang) -> str:
    return render(SAMPLES[name](Cast(lang)) if name in SAMPLES else Sample(name), lang)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", samples())
def test_a_page_is_well_formed_and_has_the_reader_s_direction(name: str, lang: Lang) -> None:
    found = Page(page(name, lang))
    assert found.open == []
    assert found.elements[0] == ("html", {"lang": lang, "dir": "rtl" if lang == "ar" else "ltr"})


@pytest.mark.parametrize("name", samples())
def test_a_page_has_nothing_that_the_content_policy_refuses(name: str) -> None:
    found = Page(page(name, "ar"))
    addresses = [*found.every("src"), *found.every("href"), *found.every("action")]
    assert [
        address for address in addresses if re.match(r"(?i)\s*(https?:|//|data:|javascript:)", address)
    ] == []
    assert [
        key for _, attributes in found.elements for key in attributes if key == "style" or key[:2] == "on"
    ] == []
    assert [
        attributes for tag, attributes in found.elements if tag == "script" and "src" not in attributes
    ] == []
    assert "style" not in {tag for tag, _ in found.elements}


@pytest.mark.parametrize("name", samples())
def test_ids_are_unique_and_what_refers_to_them_finds_them(name: str) -> None:
    found = Page(page(name, "en"))
    ids = found.every("id")
    assert len(ids) == len(set(ids))
    pointers = [*found.every("for"), *found.every("aria-labelledby"), *found.every("popovertarget")]
    described = [one for many in found.every("aria-describedby") for one in many.split()]
    assert {*pointers, *described} <= set(ids)


@pytest.mark.parametrize("name", samples())
def test_no_english_is_left_in_the_arabic_page(name: str) -> None:
    found = Page(page(name, "ar"))
    foreign = {"العربية", "Français", "English", *(title.value for title in TITLES)}
    said = " ".join(words for words in found.text if words not in foreign)
    assert set(LATIN_WORDS.findall(re.sub(r"TLP:[A-Z+]+|PAP:[A-Z]+", "", said))) <= ALLOWED


def test_words_keep_their_own_direction() -> None:
    arabic, french = page("inbox", "fr"), page("inbox", "ar")
    assert f'<bdi lang="ar" dir="rtl">{TITLES[0].value}</bdi>' in arabic
    assert f'<bdi lang="fr" dir="ltr">{TITLES[1].value}</bdi>' in french


def test_every_form_that_changes_something_carries_the_token() -> None:
    for name in SAMPLES:
        html = page(name, "fr")
        assert html.count('method="post"') == html.count("csrfmiddlewaretoken"), name


def test_markup_in_a_title_stays_text() -> None:
    cast = Cast("en")
    sample = SAMPLES["write_wrong"](cast)
    html = page("correct", "en").replace(BODY.value, "")
    assert "<script>" not in html
    assert sample.template == "write.html"


def test_the_filters_of_a_listing_work_without_a_script() -> None:
    html = page("inbox", "en")
    assert re.search(r'<form class="filters"[^>]* method="get"', html)
    assert '<button class="without-script">' in html


@pytest.mark.parametrize("name", ["foreign_report", "withdrawn"])
def test_a_report_of_others_offers_nothing_that_is_the_originator_s(name: str) -> None:
    html = page(name, "en")
    assert "recall" not in re.findall(r'action="([^"]*)"', html)
    assert 'id="told"' not in html
    assert "Excluded" not in html


def test_what_was_withdrawn_shows_no_title() -> None:
    html = page("withdrawn", "ar")
    assert all(title.value not in html for title in TITLES)


def test_a_wrong_field_says_so_to_everybody() -> None:
    found = Page(page("write_wrong", "en"))
    wrong = [attributes for _, attributes in found.elements if attributes.get("aria-invalid") == "true"]
    assert {field["name"] for field in wrong} == {"title", "purpose"}
    assert all(f"{field['name']}-errors" in (field["aria-describedby"] or "").split() for field in wrong)


def test_a_page_looks_again_by_itself_only_while_receipts_are_outstanding() -> None:
    assert 'hx-trigger="every 3s"' in page("own_report", "en")
    assert "hx-trigger" not in page("recalled_report", "en")


def test_the_chosen_brightness_is_set_without_a_script() -> None:
    assert 'data-theme="dark"' in render(SAMPLES["today"](Cast("ar")), "ar", theme="dark")
    assert "data-theme" not in render(SAMPLES["today"](Cast("ar")), "ar")
