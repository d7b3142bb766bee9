"""The cast, fresh for every test."""

import pytest

from tests.exchange.cast import Cast, make_cast


@pytest.fixture
def cast() -> Cast:
    return make_cast()
