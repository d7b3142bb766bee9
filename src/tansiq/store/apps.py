"""Registers the tables with Django."""

from __future__ import annotations

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """The app "store"."""

    name = "tansiq.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"
