"""A fresh office for every test of the desk."""

import pytest

from tests.desk.cast import Office
from tests.desk.cast import office as found_office


@pytest.fixture
def office() -> Office:
    """Home's node, paired with member and outsider."""
    return found_office()
