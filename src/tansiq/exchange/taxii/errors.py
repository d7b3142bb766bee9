"""What TAXII refuses; what may not be seen is refused as what does not exist."""

from __future__ import annotations

from tansiq.exchange.errors import ExchangeError


class NothingHere(ExchangeError):
    """No such collection, object or status for this account, whether or not there is one for another."""

    code = "nothing-here"


class MayNotRead(ExchangeError):
    """The account may write to the collection but not read from it."""

    code = "may-not-read"


class MayNotWrite(ExchangeError):
    """The account may read from the collection but not write to it."""

    code = "may-not-write"


class WholeOnly(ExchangeError):
    """What was told is taken back whole: one version by itself cannot be deleted (spec/taxii.md)."""

    code = "whole-only"


class CameOtherwise(ExchangeError):
    """An object of ours that a tool reaches for came in by another way than this drawer."""

    code = "came-otherwise"


class BadQuery(ExchangeError):
    """A `parameter` of the query cannot be used; `why` says what is wrong with it."""

    code = "bad-query"

    def __init__(self, parameter: str, why: str) -> None:
        super().__init__(parameter=parameter, why=why)


class BadEnvelope(ExchangeError):
    """What was posted is no TAXII envelope (TAXII 2.1, 3.7); `why` says what is wrong with it."""

    code = "bad-envelope"

    def __init__(self, why: str) -> None:
        super().__init__(why=why)


class SomeRefused(ExchangeError):
    """The terms of a drawer refuse a `number` of objects, so that the whole transaction was undone."""

    code = "some-refused"
