"""What bodies that are not objects say, in strict compact JSON: recall, erase, answer, roster, grant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Final, Literal

import msgspec

from tansiq.ledger.encoding import decode_exactly
from tansiq.ledger.entries import AgencyId, CircleId, Id, Kind
from tansiq.ledger.errors import Malformed

MAX_STATEMENT: Final = 1_000_000

Code = Annotated[str, msgspec.Meta(pattern=r"\A[a-z0-9][a-z0-9.-]{0,63}\Z")]
_DATE: Final = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}"
Version = Annotated[str, msgspec.Meta(pattern=rf"\A{_DATE}(\.[0-9]{{1,9}})?Z\Z")]
Moment = Annotated[datetime, msgspec.Meta(tz=True)]
Country = Annotated[str, msgspec.Meta(pattern=r"\A[A-Z]{2}\Z")]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
Text = Annotated[str, msgspec.Meta(max_length=4000)]
VerifierKey = Annotated[str, msgspec.Meta(max_length=300)]


class Recall(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The originator takes `object` back, one `version` (its `modified`) or all, for a coded `reason`."""

    object: Id
    reason: Code
    at: Moment
    version: Version | None = None
    note: Text | None = None


class Erase(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The originator asks that `object`, one `version` or all, be erased; the log keeps the hashes."""

    object: Id
    reason: Code
    at: Moment
    version: Version | None = None


class Ack(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Agency `by` says `what` it did with `object`, by `code` why, by `index` which entry it answers."""

    object: Id
    what: Literal["erased", "refused", "onward"]
    by: AgencyId
    at: Moment
    version: Version | None = None
    code: Code | None = None
    index: Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)] | None = None


class Names(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One name in Arabic, French and English."""

    ar: Name
    fr: Name
    en: Name


class MemberKeys(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The verifier keys of a member: `node` signs objects and heads, `receipt` signs receipts."""

    node: VerifierKey
    receipt: VerifierKey


class Member(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An agency in a circle, `since` and `until` when (None: from its beginning, without end)."""

    agency: AgencyId
    names: Names
    country: Country
    keys: MemberKeys
    since: Moment | None
    until: Moment | None


class Roster(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The members of a `circle` as its `convener` keeps them; the highest `version` holds."""

    circle: CircleId
    version: Annotated[int, msgspec.Meta(ge=1, le=2**53 - 1)]
    convener: AgencyId
    names: Names
    members: Annotated[tuple[Member, ...], msgspec.Meta(max_length=1000)]


class Grant(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The originator `by` permits that `object` go on to agency `to`, for `purposes`, until `expires`."""

    object: Id
    to: AgencyId
    by: AgencyId
    purposes: Annotated[tuple[Code, ...], msgspec.Meta(min_length=1, max_length=64)]
    expires: Moment
    at: Moment


Statement = Recall | Erase | Ack | Roster | Grant

_TYPES: Final[dict[Kind, type[Statement]]] = {
    Kind.RECALL: Recall,
    Kind.ERASE: Erase,
    Kind.ACK: Ack,
    Kind.ROSTER: Roster,
    Kind.GRANT: Grant,
}
_DECODERS: Final = {kind: msgspec.json.Decoder(form) for kind, form in _TYPES.items()}
_KINDS: Final = {statement: kind for kind, statement in _TYPES.items()}


def kind_of(statement: Statement) -> Kind:
    """Return the kind of the body whose payload is `statement`."""
    return _KINDS[type(statement)]


def encode_statement(statement: Statement) -> bytes:
    """Return the payload for `statement`, compact JSON. Raises `Malformed` when a field breaks its rule."""
    payload = msgspec.json.encode(statement)
    decode_statement(kind_of(statement), payload)
    return payload


def decode_statement(kind: Kind, payload: bytes) -> Statement:
    """Read the payload of a body of `kind`.

    Raises `Malformed` unless `encode_statement` would write it, and for kinds that hold no statement.
    """
    if kind not in _TYPES or len(payload) > MAX_STATEMENT:
        raise Malformed("statement", f"a body of kind {kind.name} and {len(payload)} bytes holds none")
    statement: Statement = decode_exactly(payload, _DECODERS[kind], f"{kind.name.lower()} statement")
    if any(moment.utcoffset() for moment in _moments(statement)):
        raise Malformed("statement", "a moment is not in UTC")
    return statement


def _moments(statement: Statement) -> Iterator[datetime]:
    parts = statement.members if isinstance(statement, Roster) else (statement,)
    values = (value for part in parts for value in msgspec.structs.astuple(part))
    return (value for value in values if isinstance(value, datetime))
