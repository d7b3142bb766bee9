"""Real programs beside the tests: a PostgreSQL of their own, a browser, Go."""
