import pytest

from tansiq.web.templatetags.marks import (
    agency,
    bdi,
    grade,
    icon,
    names,
    pap,
    paragraphs,
    precedence,
    tlp,
    words,
)
from tansiq.web.workbench.parts import AgencyName, Coded, Grade, Text

HOSTILE = '"><script>alert(1)</script>'


def test_a_tlp_label_is_never_translated_nor_turned() -> None:
    assert tlp("amber+strict") == '<span class="tlp tlp-amber-strict" dir="ltr">TLP:AMBER+STRICT</span>'
    assert pap("green") == '<span class="tlp tlp-green" dir="ltr">PAP:GREEN</span>'


def test_a_grade_says_what_its_letters_mean() -> None:
    shown = grade(Grade(Coded("A", "Reliable"), Coded("2", "Probably true")))
    assert 'title="Reliable · Probably true"' in shown
    assert "A2: Reliable · Probably true" in shown


def test_routine_is_not_shouted() -> None:
    assert precedence(Coded("routine", "Routine")) == ""
    assert precedence(None) == ""
    assert "Flash" in precedence(Coded("flash", "Flash"))


def test_words_carry_their_language() -> None:
    assert words(Text("سلام", "ar")) == '<bdi lang="ar" dir="rtl">سلام</bdi>'
    assert words(Text("?", "")) == '<bdi lang="" dir="auto">?</bdi>'


def test_blank_lines_are_no_paragraphs() -> None:
    assert paragraphs("a\n\n \nb") == "<p>a</p>\n<p>b</p>"


@pytest.mark.parametrize(
    "shown",
    [
        tlp(HOSTILE),
        words(Text(HOSTILE, HOSTILE)),
        bdi(HOSTILE),
        agency(AgencyName("x", HOSTILE, HOSTILE)),
        names((AgencyName("x", HOSTILE, "MA"), Coded("y", HOSTILE))),
        grade(Grade(Coded(HOSTILE, HOSTILE), Coded(HOSTILE, HOSTILE))),
        precedence(Coded("flash", HOSTILE)),
        paragraphs(HOSTILE),
    ],
)
def test_markup_in_what_others_wrote_stays_text(shown: str) -> None:
    assert "<script" not in shown


def test_an_icon_is_hidden_from_those_who_listen() -> None:
    assert 'aria-hidden="true"' in icon("inbox")
    assert "icons.svg#inbox" in icon("inbox")
