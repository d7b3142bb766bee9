"""The card of an agency: what it says of itself when it pairs and what a roster says of each member, as strict JSON."""

from __future__ import annotations

import unicodedata
from typing import Annotated

import msgspec
import pyrage

from tansiq.exchange.agencies import Agency
from tansiq.exchange.errors import BadCard
from tansiq.ledger import LedgerError, PublicKey, agency_key_name, parse_vkey, receipt_key_name

MAX_KEYS = 64
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class Names(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A name in the three languages."""

    ar: Name
    fr: Name
    en: Name

    def plain(self) -> dict[str, str]:
        """Return the names by language code."""
        return {"ar": self.ar, "fr": self.fr, "en": self.en}


class Card(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An agency as it travels: keys are C2SP vkey texts, oldest first; `seal` is an age recipient."""

    id: str
    names: Names
    country: Annotated[str, msgspec.Meta(pattern=r"\A[A-Z]{2}\Z")]
    keys: Annotated[tuple[str, ...], msgspec.Meta(min_length=1, max_length=MAX_KEYS)]
    receipt_key: str
    seal: str


def card_of(agency: Agency) -> Card:
    """Return the card of `agency`."""
    return Card(
        id=agency.id,
        names=msgspec.convert(dict(agency.names), Names),
        country=agency.country,
        keys=agency.keys,
        receipt_key=agency.receipt_key,
        seal=agency.seal,
    )


def read_card(card: Card) -> Agency:
    """Return the agency that `card` describes. Raises `BadCard` when a name, a key or the recipient is malformed."""
    check_names(card.names)
    try:
        _check_keys(card)
        pyrage.x25519.Recipient.from_str(card.seal)
    except (LedgerError, pyrage.RecipientError) as error:
        raise BadCard(agency=card.id[:64], why=str(error)) from error
    return Agency(card.id, card.names.plain(), card.country, card.keys, card.receipt_key, card.seal)


def _check_keys(card: Card) -> None:
    node_name, receipt_name = agency_key_name(card.id), receipt_key_name(card.id)
    keys = [parse_vkey(key) for key in card.keys]
    receipt = parse_vkey(card.receipt_key)
    if any(key.name != node_name for key in keys) or receipt.name != receipt_name:
        raise BadCard(agency=card.id, why="a key does not bear the agency's name")
    if len({key.raw for key in (*keys, receipt)}) <= len(keys):
        raise BadCard(agency=card.id, why="two keys are the same")


def check_names(names: Names) -> None:
    """Accept names a person can read. Raises `BadCard` when one has control, direction or surplus white space signs."""
    for lang, name in names.plain().items():
        if name != name.strip() or any(unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for char in name):
            raise BadCard(lang=lang, why="the name has signs that cannot be seen")


def public_keys(agency: Agency) -> tuple[PublicKey, ...]:
    """Return every node key that `agency` ever had, newest first."""
    return tuple(parse_vkey(key) for key in reversed(agency.keys))
