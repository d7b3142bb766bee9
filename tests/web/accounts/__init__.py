"""Logging in and out, and what belongs to a person."""
