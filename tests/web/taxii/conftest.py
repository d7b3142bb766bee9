"""The node that these tests knock at, and its TAXII."""

from collections.abc import Iterator

import pytest
from django.test import override_settings

from tansiq.web.taxii import Taxii
from tests.web.served import Served, founded, served

__all__ = ["app", "founded", "quick_passwords", "served"]


@pytest.fixture(autouse=True)
def quick_passwords() -> Iterator[None]:
    """Hash passwords in no time: these tests count hashes, they do not weigh them."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture
def app(served: Served) -> Iterator[Taxii]:
    """TAXII of the served node, with threads of its own."""
    application = Taxii(lambda: served.node)
    yield application
    application.close()
