"""The pages people work in: one folder a page; what its template shows stands in `context.py`."""
