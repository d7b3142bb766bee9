"""TAXII put together."""
