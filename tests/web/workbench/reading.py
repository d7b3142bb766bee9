"""Reading pages as a person does."""

from __future__ import annotations

from html import unescape
from typing import Any

from django.test import Client

LANGUAGES = ("ar", "fr", "en")
ATTACKS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "</title><script>alert(1)</script>",
    "{{ settings.SECRET_KEY }}{% load static %}",
    "javascript:alert(1)",
)
"""What must never reach a page as anything but text."""


def page(client: Client, path: str, **query: Any) -> str:
    """Return the page at `path`, which must be there."""
    answer = client.get(path, query_params=query)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def text(html: str) -> str:
    """Return a page with its entities resolved."""
    return unescape(html)


def speak(client: Client, lang: str) -> None:
    """Choose the language of the pages."""
    client.post("/language", {"language": lang})
