"""What can go wrong between the keyboard and the node; each error carries a `code` for its sentence."""

from __future__ import annotations


class CommandError(Exception):
    """A command that cannot be carried out: a `code` and the `about` parameters of its sentence."""

    def __init__(self, code: str, **about: str) -> None:
        super().__init__(f"{code}: {about}")
        self.code = code
        self.about = about
