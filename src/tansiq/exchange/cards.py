"""The card of an agency: what it says of itself when it pairs, as strict JSON."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Annotated

import msgspec
import pyrage

from tansiq.exchange.agencies import Agency
from tansiq.exchange.errors import BadCard
from tansiq.ledger import LedgerError, Names, PublicKey, agency_key_name, parse_vkey, receipt_key_name

MAX_KEYS = 64


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
        names=names_of(agency.names),
        country=agency.country,
        keys=agency.keys,
        receipt_key=agency.receipt_key,
        seal=agency.seal,
    )


def read_card(card: Card) -> Agency:
    """Return the agency that `card` describes.

    Raises `BadCard` when a name, a key or the recipient is malformed.
    """
    check_names(card.names)
    check_keys(card.id, card.keys, card.receipt_key)
    try:
        pyrage.x25519.Recipient.from_str(card.seal)
    except pyrage.RecipientError as error:
        raise BadCard(agency=card.id, why=str(error)) from error
    return Agency(card.id, plain(card.names), card.country, card.keys, card.receipt_key, card.seal)


def check_keys(agency: str, node_keys: Sequence[str], receipt_key: str) -> None:
    """Accept vkey texts that bear the name of `agency`.

    Raises `BadCard` when one does not, or two are the same key.
    """
    try:
        keys, receipt = [parse_vkey(key) for key in node_keys], parse_vkey(receipt_key)
        names = {key.name for key in keys}
        if names != {agency_key_name(agency)} or receipt.name != receipt_key_name(agency):
            raise BadCard(agency=agency, why="a key does not bear the agency's name")
    except LedgerError as error:
        raise BadCard(agency=agency[:64], why=str(error)) from error
    if len({key.raw for key in (*keys, receipt)}) <= len(keys):
        raise BadCard(agency=agency, why="two keys are the same")


def names_of(names: Mapping[str, str]) -> Names:
    """Return `names` by language code as they travel.

    Raises `BadCard` when one of ar, fr and en is missing.
    """
    try:
        return msgspec.convert(dict(names), Names)
    except msgspec.ValidationError as error:
        raise BadCard(why=str(error)) from error


def plain(names: Names) -> dict[str, str]:
    """Return `names` by language code."""
    return {"ar": names.ar, "fr": names.fr, "en": names.en}


def check_names(names: Names) -> None:
    """Accept names a person can read.

    Raises `BadCard` when one has control, direction or surplus white space signs.
    """
    for lang, name in plain(names).items():
        if name != name.strip() or any(
            unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for char in name
        ):
            raise BadCard(lang=lang, why="the name has signs that cannot be seen")


def public_keys(agency: Agency) -> tuple[PublicKey, ...]:
    """Return every node key that `agency` ever had, newest first."""
    return tuple(_public_key(key) for key in reversed(agency.keys))


@lru_cache(maxsize=4096)
def _public_key(vkey: str) -> PublicKey:
    return parse_vkey(vkey)
