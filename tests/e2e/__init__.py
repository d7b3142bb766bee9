"""Whole nodes, driven as people and scripts drive them."""
