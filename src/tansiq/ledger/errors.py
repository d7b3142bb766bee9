"""What the ledger refuses, each refusal with what the reader needs to mend it."""

from __future__ import annotations

from datetime import datetime


class LedgerError(Exception):
    """Any refusal of the ledger; catch the subclasses, they say what happened."""


class Malformed(LedgerError):
    """The bytes are not a well-formed `what`; `why` names the first rule they break."""

    def __init__(self, what: str, why: str) -> None:
        super().__init__(f"malformed {what}: {why}")
        self.what = what
        self.why = why


class WrongSignature(LedgerError):
    """No valid signature of `signer` stands under the bytes."""

    def __init__(self, signer: str, why: str) -> None:
        super().__init__(f"signature of {signer}: {why}")
        self.signer = signer
        self.why = why


class ProofFailed(LedgerError):
    """A Merkle proof does not lead to the root it was offered for."""

    def __init__(self, what: str, why: str) -> None:
        super().__init__(f"{what} proof: {why}")
        self.what = what
        self.why = why


class Rollback(LedgerError):
    """The sender signed a smaller head than one it signed before; both notes are the evidence."""

    def __init__(self, origin: str, trusted: bytes, offered: bytes, sizes: tuple[int, int]) -> None:
        super().__init__(f"{origin}: offered a head of size {sizes[1]}, {sizes[0]} was signed before")
        self.origin = origin
        self.trusted = trusted
        self.offered = offered
        self.sizes = sizes


class Fork(LedgerError):
    """The sender signed two heads that cannot both be true; both notes are the evidence."""

    def __init__(self, origin: str, trusted: bytes, offered: bytes, size: int) -> None:
        super().__init__(f"{origin}: two different histories signed at size {size}")
        self.origin = origin
        self.trusted = trusted
        self.offered = offered
        self.size = size


class WrongRoot(LedgerError):
    """The entries do not lead to the signed root: damaged on the way, or a rewritten history.

    Fetch the entries again; if it persists, `prove_fork` tells which of the two it is.
    """

    def __init__(self, origin: str, trusted: bytes, offered: bytes, size: int) -> None:
        super().__init__(f"{origin}: the entries up to {size} do not lead to the signed root")
        self.origin = origin
        self.trusted = trusted
        self.offered = offered
        self.size = size


class Stale(LedgerError):
    """The sender's signed time `at` is too far from `now`: a frozen head, or a clock that is off."""

    def __init__(self, origin: str, at: datetime, now: datetime) -> None:
        relation = "ahead of" if at > now else "behind"
        super().__init__(f"{origin}: signed at {at.isoformat()}, {abs(now - at)} {relation} the local clock")
        self.origin = origin
        self.at = at
        self.now = now
