"""The way in: logging on."""
