"""Measures what the product promises: `python -m bench [NAME …] [--json] [--quick]`."""
