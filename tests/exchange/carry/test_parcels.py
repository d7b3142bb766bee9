"""Parcels: sealed to one agency, opened by it alone, refused with a name for whatever else they are."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pyrage
import pytest
from pyrage.x25519 import Identity, Recipient

from tansiq.exchange import BadParcel
from tansiq.exchange.carry import Parcel, open_parcel, seal_parcel
from tansiq.exchange.carry.archive import write_archive
from tansiq.exchange.carry.parcels import MAX_PARCEL, Piece
from tests.exchange.cast import HOME, MEMBER, NOW
from tests.exchange.seal import SEAL

TO = str(Identity.from_str(SEAL).to_public())
PARCEL = Parcel(HOME, MEMBER, NOW, b"head", b"receipt", (Piece(0, 3, 256, b"one"), Piece(1, 0, 256, b"two")))
LABEL = {"format": 1, "from": HOME, "to": MEMBER, "made": "2026-03-01T12:00:00Z"}


def sealed(*files: tuple[str, bytes]) -> bytes:
    data: bytes = pyrage.encrypt(write_archive(files), [Recipient.from_str(TO)])
    return data


def refused(data: bytes, identity: str = SEAL) -> str:
    with pytest.raises(BadParcel) as error:
        open_parcel(data, identity)
    return error.value.code


def label(**changes: object) -> tuple[str, bytes]:
    return "parcel.json", msgspec.json.encode(LABEL | changes)


@pytest.mark.parametrize(
    "parcel", [PARCEL, replace(PARCEL, head=None, pieces=()), replace(PARCEL, receipt=None)]
)
def test_who_it_is_for_opens_it(parcel: Parcel) -> None:
    assert open_parcel(seal_parcel(parcel, TO), SEAL) == parcel


def test_nobody_on_the_way_sees_anything() -> None:
    data = seal_parcel(PARCEL, TO)
    assert b"receipt" not in data
    assert HOME.encode() not in data
    assert refused(data, str(Identity.generate())) == "parcel-for-another"


def test_what_it_is_instead_has_a_name() -> None:
    data = seal_parcel(PARCEL, TO)
    assert refused(b"holiday pictures") == "not-a-parcel"
    assert refused(b"") == "not-a-parcel"
    assert refused(data[:-1]) == "parcel-damaged"
    assert refused(data[:-9] + b"?" + data[-8:]) == "parcel-damaged"
    assert refused(bytes(MAX_PARCEL + 1)) == "parcel-too-large"


@pytest.mark.parametrize(
    "files",
    [
        [],
        [("checkpoint", b"head"), label()],
        [label(), ("checkpoint", b"1"), ("checkpoint", b"2")],
        [label(), ("pack/../../etc", b"")],
        [label(), ("unknown", b"")],
        [label(), ("pack/000.p/0-256", b"a whole pack under the name of a part")],
        [("parcel.json", b"{")],
        [("parcel.json", b"\xff")],
        [label(format=2)],
        [label(more="than that")],
        [label(made="2026-03-01T12:00:00")],
    ],
)
def test_attack_strange_contents(files: list[tuple[str, bytes]]) -> None:
    assert refused(sealed(*files)) == "parcel-damaged"
