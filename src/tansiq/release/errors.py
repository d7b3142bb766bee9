"""What can go wrong around a release."""

from __future__ import annotations


class ReleaseError(Exception):
    """Something tried to go round the decision."""


class Forged(ReleaseError):
    """Something other than the decision tried to make, copy, alter or pickle a `Released` value."""

    def __init__(self, how: str) -> None:
        super().__init__(f"a released value cannot be {how}: only decide() makes one")


class MixedReaders(ReleaseError):
    """Values released to one reader were about to be handed to another."""

    def __init__(self, wanted: str, found: str) -> None:
        super().__init__(f"released to {found}, but gathered for {wanted}")
        self.wanted = wanted
        self.found = found


class NotHome(ReleaseError):
    """What never left this agency was about to be handed to another."""

    def __init__(self, reader: str) -> None:
        super().__init__(f"{reader} is not this agency, and this never left it")
        self.reader = reader
