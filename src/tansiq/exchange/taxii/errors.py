"""What TAXII refuses; what may not be seen is refused as what does not exist."""

from __future__ import annotations

from collections.abc import Mapping

from tansiq.exchange.errors import ExchangeError


class NotThere(ExchangeError):
    """No such collection, object or status for this account, whether or not there is one for another."""

    code = "nothing-here"


class NotReadable(ExchangeError):
    """The account may write to the collection but not read from it."""

    code = "no-read-right"


class NotWritable(ExchangeError):
    """The account may read from the collection but not write to it."""

    code = "no-write-right"


class WholeOnly(ExchangeError):
    """What was told is taken back whole: one version by itself cannot be deleted (spec/taxii.md)."""

    code = "whole-only"


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
    """The terms of a drawer refuse some objects, by place for `reasons`, so that all of them were undone."""

    code = "some-refused"

    def __init__(self, reasons: Mapping[int, str]) -> None:
        super().__init__(number=str(len(reasons)))
        self.reasons = reasons
