"""Tansiq lets agencies share what they know, each piece as far as its originator allows, with proof of who was told what."""

__version__ = "0.1.0"
