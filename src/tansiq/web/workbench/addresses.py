"""How objects, agencies and rows stand in addresses."""

from __future__ import annotations

from django.urls.converters import IntConverter, StringConverter


class StixId(StringConverter):
    """A STIX identifier; nothing else reaches a view."""

    regex = r"[a-z0-9-]{1,200}--[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"


class Number(IntConverter):
    """A row's number, as far as databases count."""

    regex = r"[0-9]{1,18}"
