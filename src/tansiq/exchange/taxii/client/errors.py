"""What can go wrong with a foreign TAXII server; each error names the `url` that was asked."""

from __future__ import annotations

from datetime import datetime

from tansiq.exchange.errors import ExchangeError


class Foreign(ExchangeError):
    """The root: a foreign server did not do what was asked at `url`."""

    code = "foreign"

    def __init__(self, url: str) -> None:
        super().__init__(url=url[:500])


class BadForeignUrl(Foreign):
    """The address is none that a foreign server may have: https, or http on this very machine."""

    code = "bad-foreign-url"


class ForeignAway(Foreign):
    """The server did not answer, or its answer broke off."""

    code = "foreign-away"


class ForeignUntrusted(Foreign):
    """The server's certificate is not one that this machine trusts."""

    code = "foreign-untrusted"


class ForeignSlow(Foreign):
    """The answer did not end in time."""

    code = "foreign-slow"


class ForeignTooLarge(Foreign):
    """The answer is larger than is taken in at once."""

    code = "foreign-too-large"


class ForeignElsewhere(Foreign):
    """The server sends us to another one, which nobody here has named."""

    code = "foreign-elsewhere"


class ForeignDenied(Foreign):
    """The server does not accept the name and password, or the token (401)."""

    code = "foreign-denied"


class ForeignForbidden(Foreign):
    """The account there may not do this (403)."""

    code = "foreign-forbidden"


class ForeignMissing(Foreign):
    """Nothing is found at the address (404)."""

    code = "foreign-missing"


class ForeignBusy(Foreign):
    """The server asks to wait (429, 503), perhaps `until` a moment of its choice."""

    code = "foreign-busy"

    def __init__(self, url: str, until: datetime | None = None) -> None:
        super().__init__(url)
        self.until = until


class ForeignFailed(Foreign):
    """The server answered with another error."""

    code = "foreign-failed"


class ForeignUnreadable(Foreign):
    """What came back is no TAXII 2.1."""

    code = "foreign-unreadable"


class ForeignCircling(Foreign):
    """The server says that there is more, without end or without a way to it."""

    code = "foreign-circling"


class ForeignPending(Foreign):
    """The server took the objects and still does not say what became of them."""

    code = "foreign-pending"


class ForeignChoice(Foreign):
    """Several collections are offered and none, or more than one, was meant; `known` lists their titles."""

    code = "foreign-choice"

    def __init__(self, url: str, known: str) -> None:
        super().__init__(url)
        self.about["known"] = known


class ForeignOvertaken(Foreign):
    """Another process got further with the same source, or somebody removed it; nothing is kept twice."""

    code = "foreign-overtaken"
