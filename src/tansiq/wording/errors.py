"""What goes wrong when a sentence is looked for."""

from __future__ import annotations


class WordingError(LookupError):
    """The base of every error of this room."""


class NoSentence(WordingError):
    """There is no sentence for `code` in the language `lang`."""

    def __init__(self, code: str, lang: str) -> None:
        super().__init__(f"no sentence for {code!r} in {lang!r}; add one to src/tansiq/wording/")
        self.code = code
        self.lang = lang


class Unfilled(WordingError):
    """The sentence for `code` needs `missing`, which was not given."""

    def __init__(self, code: str, missing: str) -> None:
        super().__init__(f"the sentence for {code!r} needs {{{missing}}}")
        self.code = code
        self.missing = missing


class Repeated(WordingError):
    """Two tables both have sentences for `codes`."""

    def __init__(self, codes: frozenset[str]) -> None:
        super().__init__(f"worded twice: {', '.join(sorted(codes))}")
        self.codes = codes
