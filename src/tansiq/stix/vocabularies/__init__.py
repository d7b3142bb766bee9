"""Controlled terms with labels in Arabic, French and English, one table a list."""

from tansiq.stix.vocabularies.table import Code, Vocabulary, get, names

__all__ = ["Code", "Vocabulary", "get", "names"]
