"""Says reasons and errors in Arabic, French and English."""

from tansiq.wording.errors import NoSentence, Repeated, Unfilled, WordingError
from tansiq.wording.sentences import LANGUAGES, sentence, tables

__all__ = ["LANGUAGES", "NoSentence", "Repeated", "Unfilled", "WordingError", "sentence", "tables"]
