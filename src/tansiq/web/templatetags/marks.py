"""Small marks that mean the same on every page: badges, icons, names, words in their own direction."""

from __future__ import annotations

from typing import Final

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from tansiq.web.workbench.parts import AgencyName, CircleName, Coded, Grade, Text

register = template.Library()

URGENT: Final = {"flash": "bolt", "immediate": "double", "priority": "up"}
"""The icon of each precedence above routine: they differ in shape, not in colour alone."""


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw the symbol `name` of `icons.svg`, hidden from screen readers: words stand beside it."""
    return format_html(
        '<svg class="icon icon-{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        name,
        static("icons.svg"),
        name,
    )


@register.filter
def words(text: Text) -> SafeString:
    """Write somebody's words in their own direction and language."""
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', text.lang, text.dir, text.value)


@register.filter
def bdi(value: str) -> SafeString:
    """Keep an identifier or a name apart from the direction of the text around it."""
    return format_html("<bdi>{}</bdi>", value)


@register.filter
def agency(name: AgencyName) -> SafeString:
    """Write an agency's name after its country code."""
    return format_html(
        '<span class="agency"><abbr class="country">{}</abbr> <bdi>{}</bdi></span>', name.country, name.name
    )


@register.filter
def names(many: tuple[AgencyName | CircleName | Coded, ...]) -> SafeString:
    """Write names or labels as a list in a line, with the reader's comma."""
    comma = pgettext("between names in a list", ", ")
    return format_html_join(comma, "<bdi>{}</bdi>", ((_name(one),) for one in many))


@register.simple_tag
def tlp(code: str) -> SafeString:
    """Show a TLP 2.0 label, in FIRST's colours on black."""
    return _protocol("TLP", code)


@register.simple_tag
def pap(code: str) -> SafeString:
    """Show a PAP label, in the colours of the TLP level of the same name."""
    return _protocol("PAP", code)


@register.simple_tag
def grade(grading: Grade) -> SafeString:
    """Show a grading such as A2, with what both letters mean as its accessible name."""
    return format_html(
        '<span class="grade" title="{0}"><span aria-hidden="true"><b>{1}</b>{2}</span>'
        '<span class="unseen">{1}{2}: {0}</span></span>',
        f"{grading.source.label} · {grading.information.label}",
        grading.source.code,
        grading.information.code,
    )


@register.simple_tag
def precedence(level: Coded | None) -> SafeString:
    """Show a precedence above routine; routine and none show nothing."""
    if level is None or level.code not in URGENT:
        return SafeString("")
    return format_html(
        '<span class="precedence precedence-{}">{} {}</span>',
        level.code,
        icon(URGENT[level.code]),
        level.label,
    )


@register.filter
def paragraphs(text: str) -> SafeString:
    """Write each line of `text` that says something as a paragraph."""
    return format_html_join("\n", "<p>{}</p>", ((line,) for line in text.splitlines() if line.strip()))


def _protocol(name: str, code: str) -> SafeString:
    return format_html(
        '<span class="tlp tlp-{}" dir="ltr">{}:{}</span>', code.replace("+", "-"), name, code.upper()
    )


def _name(one: AgencyName | CircleName | Coded) -> str:
    return one.label if isinstance(one, Coded) else one.name
