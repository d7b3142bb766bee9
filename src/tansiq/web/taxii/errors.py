"""What TAXII over HTTP refuses: every refusal is a status, an error resource and perhaps headers."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import ClassVar, Final

import orjson

CHALLENGES: Final = (
    ("www-authenticate", 'Basic realm="TAXII", charset="UTF-8"'),
    ("www-authenticate", 'Bearer realm="TAXII"'),
)
"""What a reader may prove itself by (RFC 7617, RFC 6750)."""

Headers = tuple[tuple[str, str], ...]


class Refused(Exception):
    """A request that gets an error resource (TAXII 2.1, 3.6.1): why, in English, and its `headers`."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = "bad-request"
    description: ClassVar[str] = "The request cannot be read."

    def __init__(self, description: str = "", *, code: str = "", headers: Headers = ()) -> None:
        super().__init__(description or self.description)
        self.said = description or self.description
        self.error_code = code or self.code
        self.headers = headers


class BadRequest(Refused):
    """The request cannot be read."""


class Unauthorized(Refused):
    """Nobody proved who asks; whoever guesses does not learn which part was wrong."""

    status = 401
    code = "unauthorized"
    description = "Log in with the name and password of an account, or with its token."

    def __init__(self) -> None:
        super().__init__(headers=CHALLENGES)


class Forbidden(Refused):
    """The account is known and may not do this."""

    status = 403
    code = "forbidden"
    description = "This account may not do that."


class NotThere(Refused):
    """Nothing is here for this reader, whether or not there is something."""

    status = 404
    code = "not-found"
    description = "There is nothing at this address for this account."


class WrongMethod(Refused):
    """The address does not know this method."""

    status = 405
    code = "method-not-allowed"
    description = "This address is not made for that method; the header Allow names those that it knows."

    def __init__(self, allow: str) -> None:
        super().__init__(headers=(("allow", allow),))


class NotAcceptable(Refused):
    """The reader takes nothing that this server can give."""

    status = 406
    code = "not-acceptable"
    description = "Accept application/taxii+json;version=2.1, which is all that is spoken here."


class TooSlow(Refused):
    """The body did not come in time."""

    status = 408
    code = "too-slow"
    description = "The body of the request came too slowly; send it again."

    def __init__(self) -> None:
        super().__init__(headers=(("connection", "close"),))


class TooLarge(Refused):
    """The body is larger than the API root says that it may be."""

    status = 413
    code = "too-large"
    description = "The body is larger than the max_content_length of the API root; send it in parts."

    def __init__(self) -> None:
        super().__init__(headers=(("connection", "close"),))


class UnknownType(Refused):
    """The body is not TAXII 2.1."""

    status = 415
    code = "unsupported-media-type"
    description = "Send application/taxii+json;version=2.1."


class UnknownCoding(Refused):
    """The body is packed in a way that is not known here (RFC 9110, 12.5.3)."""

    status = 415
    code = "unsupported-coding"
    description = "Pack the body with gzip or zstd, or not at all."

    def __init__(self) -> None:
        super().__init__(headers=(("accept-encoding", "gzip, zstd"),))


class Unprocessable(Refused):
    """The body is no envelope of STIX objects (TAXII 2.1, 5.5)."""

    status = 422
    code = "bad-envelope"


class TooMany(Refused):
    """Too much at once; asking again after `wait` seconds helps."""

    status = 429
    code = "too-many-requests"
    description = "Too many requests at once, or too many wrong passwords; the header Retry-After says when."

    def __init__(self, wait: int) -> None:
        super().__init__(headers=(("retry-after", str(max(1, wait))),))


class Faulty(Refused):
    """A fault of ours; `error_id` finds it in the log."""

    status = 500
    code = "fault"
    description = "This server made a mistake, which its log tells of under the error_id."

    def __init__(self, error_id: str) -> None:
        super().__init__()
        self.error_id = error_id


class Busy(Refused):
    """The database does not answer now."""

    status = 503
    code = "unavailable"
    description = "The database cannot be reached now; ask again."

    def __init__(self) -> None:
        super().__init__(headers=(("retry-after", "5"),))


def resource(refused: Refused) -> bytes:
    """Return the error resource (TAXII 2.1, 3.6.1)."""
    members: Mapping[str, str] = {
        "title": HTTPStatus(refused.status).phrase,
        "description": refused.said,
        "error_code": refused.error_code,
        "http_status": str(refused.status),
    }
    error_id = getattr(refused, "error_id", None)
    return orjson.dumps(members if error_id is None else {**members, "error_id": error_id})
