"""Tansiq lets agencies share what they know, as far as each originator allows, with proof of who was told."""

__version__ = "0.1.0"
