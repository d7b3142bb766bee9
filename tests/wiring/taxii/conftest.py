"""The fixtures of these tests."""

from tests.wiring.fixtures import empty_database, home, homes, node

__all__ = ["empty_database", "home", "homes", "node"]
