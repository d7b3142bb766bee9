"""Fills the templates that stand beside their pages."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.backends.django import DjangoTemplates

from tansiq.web.workbench.parts import Frame

HERE: Final = Path(__file__).resolve().parent


def render(
    request: HttpRequest, template: str, page: object, *, frame: Frame | None = None, status: int = 200
) -> HttpResponse:
    """Return `template` filled with its `page` and the `frame` around it."""
    context = {"page": page, "frame": frame}
    return HttpResponse(_engine().get_template(template).render(context, request), status=status)


@cache
def _engine() -> DjangoTemplates:
    """Return the node's template engine, which also looks beside the pages."""
    [chosen] = settings.TEMPLATES
    folders = sorted(HERE.glob("*/templates")) + sorted(HERE.glob("workbench/*/templates"))
    options = {name: value for name, value in chosen.items() if name != "BACKEND"}
    return DjangoTemplates({**options, "NAME": "pages", "DIRS": folders})
