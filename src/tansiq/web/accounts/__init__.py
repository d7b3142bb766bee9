"""Logging in and out, passwords, language and brightness: what belongs to a person rather than to a page."""
