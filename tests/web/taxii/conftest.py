"""The node that these tests knock at, and its TAXII."""

from collections.abc import Iterator

import pytest

from tansiq.web.taxii import Taxii
from tests.web.served import Served, founded, served

__all__ = ["app", "founded", "served"]


@pytest.fixture
def app(served: Served) -> Iterator[Taxii]:
    """TAXII of the served node, with threads of its own."""
    application = Taxii(lambda: served.node)
    yield application
    application.close()
