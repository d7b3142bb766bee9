"""Django with the product's own settings, over a folder that belongs to the tests and goes with them."""

import atexit
import os
import secrets
import tempfile

import django


def set_up_django() -> None:
    """Let the tests of this process see no other node's folder than an empty one of their own."""
    home = tempfile.TemporaryDirectory(prefix="tansiq-home-")
    atexit.register(home.cleanup)
    os.environ["TANSIQ_HOME"] = home.name
    os.environ["TANSIQ_SECRET_KEY"] = secrets.token_urlsafe(64)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tansiq.settings"
    django.setup()
