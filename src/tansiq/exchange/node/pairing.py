"""Pairing two agencies by an invitation, a reply, and a fingerprint that two people read to each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Annotated, Final, Literal

import msgspec

from tansiq.exchange.addresses import check_address
from tansiq.exchange.agencies import Address, Agency, Partner
from tansiq.exchange.cards import Card, card_of, public_keys, read_card
from tansiq.exchange.errors import PairingRefused
from tansiq.exchange.keys import Keyring
from tansiq.exchange.ports import Agencies, Invitation
from tansiq.ledger import LedgerError, fingerprint, parse_vkey
from tansiq.release import Basis, Standing

LIFETIME: Final = timedelta(days=7)
BASIS_YEARS: Final = 5
MAX_DOCUMENT: Final = 64 * 1024
_TAG: Final = b"tansiq/pairing/1\n"
_HELLO_TAG: Final = b"tansiq/hello/1\n"

Text = Annotated[str, msgspec.Meta(max_length=500)]
RawSignature = Annotated[bytes, msgspec.Meta(max_length=64)]


class Where(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a node answers: `url`, and `pin`, the SHA-256 of its certificate in hex."""

    url: Text | None = None
    pin: Text | None = None


class Offer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An invitation, or the reply to one: who offers, where it answers, and until when the offer stands."""

    tansiq: Literal["invitation/1", "reply/1"]
    agency: Card
    address: Where
    nonce: Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{32}\Z")]
    expires: Annotated[datetime, msgspec.Meta(tz=True)]
    to: Text | None = None
    signature: RawSignature = b""


class Hello(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An agency's word that its node answers at another address from now on."""

    by: Text
    address: Where
    at: Annotated[datetime, msgspec.Meta(tz=True)]
    signature: RawSignature = b""


@dataclass(frozen=True, slots=True)
class Accepted:
    """What accepting led to.

    The `partner`, its `fingerprint` to be read aloud, and the `reply` to hand back, if any.
    """

    partner: Agency
    fingerprint: str
    reply: bytes | None


def invite(
    agencies: Agencies,
    keyring: Keyring,
    address: Address,
    *,
    now: datetime,
    random_bytes: Callable[[int], bytes],
) -> bytes:
    """Return a signed invitation for one partner, good for 7 days, and remember its nonce."""
    nonce, expires = random_bytes(16).hex(), now + LIFETIME
    agencies.invite(Invitation(nonce, expires))
    return _signed_offer("invitation/1", agencies.home(), address, (nonce, expires, None), keyring)


def accept(
    document: bytes,
    agencies: Agencies,
    keyring: Keyring,
    address: Address,
    *,
    now: datetime,
    compared: bool = False,
) -> Accepted:
    """Accept an invitation (returns the reply to hand back) or the reply to one of ours.

    Doing it twice changes nothing. Only where two people have `compared` the fingerprint does a document
    bring another key than the one that a circle's roster gave the agency.

    Raises `PairingRefused`, `BadCard` or `BadAddress`.
    """
    offer = _open_offer(document)
    partner = read_card(offer.agency)
    told = replace(_address(offer.address), at=now)
    _check_offer(offer, partner, agencies.home(), now)
    if offer.tansiq == "reply/1":
        _use_invitation(offer, agencies, now)
    _refuse_other_keys(partner, agencies, compared=compared)
    _pair(Partner(partner, Standing.ACTIVE, check_address(told, home=address)), agencies, now)
    reply = None
    if offer.tansiq == "invitation/1":
        terms = (offer.nonce, offer.expires, partner.id)
        reply = _signed_offer("reply/1", agencies.home(), address, terms, keyring)
    return Accepted(partner, fingerprint(public_keys(partner)[0]), reply)


def _signed_offer(
    kind: Literal["invitation/1", "reply/1"],
    home: Agency,
    address: Address,
    terms: tuple[str, datetime, str | None],
    keyring: Keyring,
) -> bytes:
    nonce, expires, to = terms
    where = Where(address.url, address.pin)
    offer = Offer(kind, card_of(home), where, nonce, expires.astimezone(UTC), to)
    signature = keyring.node.sign(_TAG + msgspec.json.encode(offer))
    return msgspec.json.format(
        msgspec.json.encode(msgspec.structs.replace(offer, signature=signature)), indent=2
    )


def _open_offer(document: bytes) -> Offer:
    """Read an offer and verify that the agency it is of has signed it with its newest key."""
    if len(document) > MAX_DOCUMENT:
        raise PairingRefused("offer-malformed", why=f"more than {MAX_DOCUMENT} bytes")
    try:
        offer = msgspec.json.decode(document, type=Offer)
        unsigned = msgspec.json.encode(msgspec.structs.replace(offer, signature=b""))
        parse_vkey(offer.agency.keys[-1]).verify(_TAG + unsigned, offer.signature)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise PairingRefused("offer-malformed", why=str(error)[:200]) from error
    except LedgerError as error:
        raise PairingRefused("offer-tampered", why=str(error)[:200]) from error
    return offer


def _check_offer(offer: Offer, partner: Agency, home: Agency, now: datetime) -> None:
    if partner.id == home.id:
        raise PairingRefused("offer-own")
    if offer.to not in {None, home.id} or (offer.tansiq == "reply/1") != (offer.to is not None):
        raise PairingRefused("offer-for-another", to=str(offer.to))
    if now >= offer.expires:
        raise PairingRefused("offer-expired", expires=offer.expires.isoformat())


def _use_invitation(offer: Offer, agencies: Agencies, now: datetime) -> None:
    invitation = agencies.invitation(offer.nonce)
    if invitation is None:
        raise PairingRefused("offer-unknown", nonce=offer.nonce)
    if invitation.used_by not in {None, offer.agency.id}:
        raise PairingRefused("offer-used", used_by=str(invitation.used_by))
    if now >= invitation.expires:
        raise PairingRefused("offer-expired", expires=invitation.expires.isoformat())
    if invitation.used_by is None:
        agencies.use_invitation(offer.nonce, offer.agency.id)


def _refuse_other_keys(offered: Agency, agencies: Agencies, *, compared: bool) -> None:
    """Never replace the key of a partner; that of an agency known from a roster only after comparing."""
    known = agencies.known(offered.id)
    if known is None or known.key in offered.keys:
        return
    if agencies.partner(offered.id) is not None or not compared:
        raise PairingRefused("offer-other-keys", agency=offered.id)


def _pair(partner: Partner, agencies: Agencies, now: datetime) -> None:
    """Pair, unless that is done."""
    paired = agencies.partner(partner.agency.id)
    if paired is None:
        agencies.learn(partner.agency)
        agencies.pair(partner, default_basis(partner.agency.id, now), now=now)
    elif paired.standing in {Standing.INVITED, Standing.LEFT}:
        agencies.set_standing(partner.agency.id, Standing.ACTIVE, now=now)


def default_basis(partner: str, now: datetime) -> Basis:
    """Return the legal basis that a pairing stands for until people enter a better one: 5 years."""
    ends = _years_later(now, BASIS_YEARS)
    return Basis(partner, f"pairing:{now.date().isoformat()}", None, None, starts=now, ends=ends)


def _years_later(moment: datetime, years: int) -> datetime:
    leap_day = (moment.month, moment.day) == (2, 29)
    return moment.replace(year=moment.year + years, day=28 if leap_day else moment.day)


def hello(keyring: Keyring, address: Address, *, now: datetime) -> bytes:
    """Return the signed statement that our node answers at `address` from `now` on."""
    statement = Hello(keyring.agency, Where(address.url, address.pin), now.astimezone(UTC))
    signature = keyring.node.sign(_HELLO_TAG + msgspec.json.encode(statement))
    return msgspec.json.encode(msgspec.structs.replace(statement, signature=signature))


def accept_hello(document: bytes, sender: str, agencies: Agencies, home: Address) -> None:
    """Take over the address that `sender`, an active partner, states.

    An older word than the last changes nothing.

    Raises `PairingRefused` or `BadAddress`.
    """
    statement, partner = _open_hello(document), agencies.partner(sender)
    if partner is None or partner.standing is not Standing.ACTIVE or statement.by != sender:
        raise PairingRefused("hello-not-a-partner", by=statement.by)
    _verify_hello(statement, partner.agency)
    if partner.address.at is None or statement.at > partner.address.at:
        told = replace(_address(statement.address), at=statement.at)
        agencies.set_address(sender, check_address(told, home=home))


def _open_hello(document: bytes) -> Hello:
    try:
        return msgspec.json.decode(document[:MAX_DOCUMENT], type=Hello)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise PairingRefused("hello-malformed", why=str(error)[:200]) from error


def _verify_hello(statement: Hello, agency: Agency) -> None:
    unsigned = _HELLO_TAG + msgspec.json.encode(msgspec.structs.replace(statement, signature=b""))
    try:
        public_keys(agency)[0].verify(unsigned, statement.signature)
    except LedgerError as error:
        raise PairingRefused("hello-tampered", by=agency.id) from error


def _address(where: Where) -> Address:
    return Address(where.url, where.pin)
