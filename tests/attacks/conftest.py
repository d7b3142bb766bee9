"""The cast of the exchange, home, a member of its circle, and an outsider; and home's own node, served."""

from tests.exchange.conftest import cast, durable_cast, empty_database
from tests.web.served import founded, served
from tests.web.taxii.conftest import app

__all__ = ["app", "cast", "durable_cast", "empty_database", "founded", "served"]
