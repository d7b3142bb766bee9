"""The node that these tests knock at."""

from tests.web.served import founded, served

__all__ = ["founded", "served"]
