"""The node whose pages these tests read."""

from tests.web.served import founded, served

__all__ = ["founded", "served"]
