"""The cast of the exchange: home, a member of its circle, and an outsider who is paired with both."""

from tests.exchange.conftest import cast, durable_cast, empty_database

__all__ = ["cast", "durable_cast", "empty_database"]
