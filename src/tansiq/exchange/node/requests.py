"""HTTP requests signed by the node key (RFC 9421), bound to the agency that they are for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from http_message_signatures import (
    HTTPMessageSigner,
    HTTPMessageVerifier,
    HTTPSignatureAlgorithm,
    HTTPSignatureKeyResolver,
    InvalidSignature,
)
from http_message_signatures.exceptions import HTTPMessageSignaturesException

from tansiq.exchange.agencies import Agency
from tansiq.exchange.cards import public_keys
from tansiq.exchange.errors import BadSignature, ClockSkew, UnknownKey
from tansiq.ledger import NodeKey, PublicKey

TOLERANCE: Final = timedelta(minutes=5)
COVERED: Final = ("@method", "@path", "@query")
NONCE_SIZE: Final = 16
_LABEL: Final = "tansiq"
_ANY_HOST: Final = "https://node.invalid"


@dataclass(slots=True)
class Message:
    """A request: its `method`, its `target` (path and query), its `headers` and its `body`."""

    method: str
    target: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def url(self) -> str:
        """The target as an absolute URL; the host is not signed, the recipient's id is."""
        return _ANY_HOST + self.target


class Ed25519(HTTPSignatureAlgorithm):
    """Ed25519 by libsodium, as everywhere else in the house."""

    algorithm_id = "ed25519"

    def __init__(self, public_key: PublicKey | None = None, private_key: NodeKey | None = None) -> None:
        self._public, self._private = public_key, private_key

    def sign(self, message: bytes) -> bytes:
        """Return the signature over `message`. Raises `BadSignature` without a signing key."""
        if self._private is None:
            raise BadSignature(why="no signing key")
        return self._private.sign(message)

    def verify(self, signature: bytes, message: bytes) -> None:
        """Accept `signature`. Raises `WrongSignature`, or `BadSignature` without a verifying key."""
        if self._public is None:
            raise BadSignature(why="no verifying key")
        self._public.verify(message, signature)


class _OneKey(HTTPSignatureKeyResolver):
    def __init__(self, key: NodeKey) -> None:
        self._key = key

    def resolve_private_key(self, key_id: str) -> NodeKey:
        del key_id
        return self._key


class _KnownKeys(HTTPSignatureKeyResolver):
    def __init__(self, known: Callable[[str], Agency | None]) -> None:
        self._known = known

    def resolve_public_key(self, key_id: str) -> PublicKey:
        agency_id, _, key_hash = key_id.partition("#")
        agency = self._known(agency_id)
        for key in public_keys(agency)[:1] if agency else ():
            if key.key_hash.hex() == key_hash:
                return key
        raise UnknownKey(key=key_id[:100])


class _Verifier(HTTPMessageVerifier):
    """The library's verifier by a clock that is handed in."""

    def __init__(self, known: Callable[[str], Agency | None], now: datetime) -> None:
        super().__init__(signature_algorithm=Ed25519, key_resolver=_KnownKeys(known))
        self._now = now

    def validate_created_and_expires(self, sig_input: Any, max_age: timedelta | None = None) -> None:  # noqa: ANN401 - the library's type
        del max_age
        created = sig_input.params.get("created")
        if type(created) is not int:
            raise InvalidSignature("no time of signing")
        if abs(self._now.timestamp() - created) > TOLERANCE.total_seconds():
            raise ClockSkew(self._now)


def sign_request(
    message: Message, *, key: NodeKey, by: str, to: str, now: datetime, random_bytes: Callable[[int], bytes]
) -> dict[str, str]:
    """Return the headers with which agency `by` signs `message` for agency `to` (RFC 9421, RFC 9530)."""
    signed = Message(message.method, message.target, dict(message.headers), message.body)
    signer = HTTPMessageSigner(signature_algorithm=Ed25519, key_resolver=_OneKey(key))
    signer.sign(
        signed,
        key_id=f"{by}#{key.public.key_hash.hex()}",
        created=now,
        nonce=random_bytes(NONCE_SIZE).hex(),
        label=_LABEL,
        tag=to,
        covered_component_ids=COVERED,
        body=message.body or None,
    )
    return signed.headers


def verify_request(
    message: Message, *, home: str, known: Callable[[str], Agency | None], now: datetime
) -> str:
    """Return the id of the agency that signed `message` for agency `home`.

    `known` looks an agency up by its id.

    Raises `ClockSkew` when it was signed over 5 minutes from `now`, `UnknownKey`, or `BadSignature` for all
    else.
    """
    try:
        results = _Verifier(known, now).verify(
            message, max_age=None, expect_tag=home, require_components=COVERED, body=message.body
        )
    except HTTPMessageSignaturesException as error:
        if isinstance(error.__cause__, UnknownKey):
            raise error.__cause__ from error
        raise BadSignature(why=str(error)) from error
    if len(results) != 1:
        raise BadSignature(why="more than one signature")
    return str(results[0].parameters["keyid"]).partition("#")[0]


def server_time(about: Mapping[str, str]) -> datetime:
    """Read the server's time from the JSON of a refusal. Raises `BadSignature` when there is none."""
    try:
        return datetime.fromisoformat(about["now"]).astimezone(UTC)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise BadSignature(why="a clock-skew without the server's time") from error
