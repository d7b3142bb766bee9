"""Whoever knows our recipient seals what no node would, and lays it on the stick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import msgspec
import pytest

from tansiq.exchange import BadParcel
from tansiq.exchange.carry import Taken, open_parcel, parcels
from tests.exchange.carry.test_parcels import LABEL, label, sealed
from tests.exchange.carry.test_receiving import parcel, take, tell
from tests.exchange.cast import HOME, Cast
from tests.exchange.seal import SEAL

HEAD = ("checkpoint", b"head")
RECEIPT = ("receipt", b"receipt")


def refused(files: Sequence[tuple[str, bytes]]) -> str:
    with pytest.raises(BadParcel) as error:
        open_parcel(sealed(*files), SEAL)
    return error.value.code


@pytest.mark.parametrize(
    "files",
    [
        [HEAD, RECEIPT],
        [("pack/000", b""), HEAD],
        [HEAD, ("pack/001", b""), ("pack/000", b"")],
        [HEAD, ("pack/000", b""), ("pack/002", b"")],
        [HEAD, ("pack/000.p/0-3", b""), ("pack/000.p/4-5", b"")],
        [HEAD, ("pack/000.p/0-3", b""), ("pack/000.p/3-5", b"")],
        [HEAD, ("pack/000.p/0-3", b""), ("pack/001", b"")],
    ],
)
def test_attack_files_in_another_order_or_with_a_gap(files: list[tuple[str, bytes]]) -> None:
    assert refused([label(), *files]) == "parcel-damaged"


@pytest.mark.parametrize(
    "sender", ["a\0b", "", "identity--\U0001f600", HOME.upper(), HOME + "\n", "x" * 10**6]
)
def test_attack_a_sender_that_no_database_can_look_up(sender: str) -> None:
    assert refused([label(**{"from": sender})]) == "parcel-damaged"


def test_attack_a_label_with_room_for_more() -> None:
    assert refused([("parcel.json", msgspec.json.format(msgspec.json.encode(LABEL)))]) == "parcel-damaged"


def test_attack_more_files_than_any_feed_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parcels, "MAX_FILES", 5)
    many = [(f"pack/{number:03}", b"") for number in range(5)]
    assert refused([label(), *many]) == "parcel-damaged"
    assert len(open_parcel(sealed(label(), *many[:-1]), SEAL).pieces) == 4


def test_attack_an_old_parcel_after_the_erasure_brings_nothing_back(cast: Cast) -> None:
    (object_id,) = tell(cast)
    old = parcel(cast.home, cast.member)
    take(cast.member, old)
    assert cast.member.holds(object_id)
    cast.home.recall(object_id)
    take(cast.member, parcel(cast.home, cast.member))
    for again in (old, replace(old, receipt=None)):
        assert take(cast.member, again).taken is Taken.OLD
        assert not cast.member.holds(object_id)
