"""What the exchange refuses.

Each error carries a `code` for its sentence and what the reader needs to mend it.
"""

from __future__ import annotations

from datetime import datetime


class ExchangeError(Exception):
    """The root of the exchange's refusals: a `code` and safe `about` parameters for the sentence."""

    code: str = "exchange-refused"

    def __init__(self, code: str | None = None, **about: str) -> None:
        self.code = code or type(self).code
        self.about = about
        super().__init__(f"{self.code}: {about}")


class Inadmissible(ExchangeError):
    """An entry must not come in; `code` is a `Refusal`."""

    def __init__(self, code: str, **about: str) -> None:
        super().__init__(code, **about)


class BadCard(ExchangeError):
    """What an agency says of itself is not well formed."""

    code = "bad-card"


class BadAddress(ExchangeError):
    """A node's address must not be used: no TLS off loopback, no pin, or not ours to reach."""

    code = "bad-address"


class PairingRefused(ExchangeError):
    """An invitation or a reply must not be accepted; `code` says why."""

    def __init__(self, code: str, **about: str) -> None:
        super().__init__(code, **about)


class NotServed(ExchangeError):
    """Nothing is served here to this reader, whether or not there is something."""

    code = "not-served"


class FeedBehind(ExchangeError):
    """The reader holds more of the feed than this node does.

    A restored backup, which must not sign before it is mended.
    """

    code = "feed-behind"


class UnknownKey(ExchangeError):
    """The key that signed belongs to no agency known here."""

    code = "unknown-key"


class BadSignature(ExchangeError):
    """A request's signature is absent, malformed, or does not stand for the request."""

    code = "bad-signature"


class ClockSkew(ExchangeError):
    """A signed time is too far from `server_now`; sign again with that time."""

    code = "clock-skew"

    def __init__(self, server_now: datetime) -> None:
        super().__init__(now=server_now.isoformat())
        self.server_now = server_now


class Unreachable(ExchangeError):
    """The partner's node did not answer, or its answer broke off."""

    code = "unreachable"


class WrongCertificate(ExchangeError):
    """Whoever answers at the partner's address does not hold the certificate of the `pin`."""

    code = "wrong-certificate"


class RefusedByPartner(ExchangeError):
    """The partner's node answered with a refusal; `partner_code` is what it said."""

    code = "refused-by-partner"

    def __init__(self, status: int, partner_code: str) -> None:
        super().__init__(status=str(status), partner_code=partner_code)
        self.status = status
        self.partner_code = partner_code


class BrokenFeed(ExchangeError):
    """What the partner's node sent is not what its signed head promises; nothing of it was stored."""

    def __init__(self, code: str, **about: str) -> None:
        super().__init__(code, **about)


class NotOriginator(ExchangeError):
    """Only the originator may sign, version or recall an object (invariant 12)."""

    code = "not-originator"


class NotHeld(ExchangeError):
    """No such object is held here."""

    code = "not-held"


class NoEnd(ExchangeError):
    """A grant must name its purposes and its end."""

    code = "no-end"


class BadReceipt(ExchangeError):
    """A receipt is not its giver's word for a head that we signed."""

    code = "bad-receipt"


class NotNameable(ExchangeError):
    """An object's id is not in lower case, so that no recall could name it."""

    code = "not-nameable"


class BadParcel(ExchangeError):
    """A file that was carried here cannot be taken in; `code` says what it is instead."""

    def __init__(self, code: str, **about: str) -> None:
        super().__init__(code, **about)
