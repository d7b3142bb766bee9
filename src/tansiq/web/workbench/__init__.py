"""The pages people work in.

One folder a page, its context contract in `context.py`, its templates beside it.
"""
