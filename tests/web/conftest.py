"""The names of the pages that templates link to."""

from collections.abc import Iterator

import pytest
from django.test import override_settings


@pytest.fixture
def links() -> Iterator[None]:
    """Let the templates find the names of pages without the views behind them."""
    with override_settings(ROOT_URLCONF="tests.web.look_urls"):
        yield
