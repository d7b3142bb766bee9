"""Fills templates as a view would: with a request, a language and the frame around the page."""

from typing import Literal

from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from tests.web.cast import Cast, Lang
from tests.web.samples import Sample

Theme = Literal["auto", "light", "dark"]


def render(sample: Sample, lang: Lang, *, theme: Theme = "auto") -> str:
    """Return the page as `lang` reads it."""
    request = RequestFactory().get("/")
    context = {"page": sample.page, "frame": Cast(lang).frame(sample.at, theme) if sample.at else None}
    with translation.override(lang):
        return render_to_string(sample.template, context, request)
