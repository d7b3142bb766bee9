"""Nodes put together as the product does it, several of them in one process."""
