"""What partners' nodes ask over ASGI."""
