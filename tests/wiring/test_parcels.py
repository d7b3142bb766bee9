"""Feeds carried by hand between two nodes in their folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from tansiq.desk import Actor, NotAllowed
from tansiq.exchange import BadParcel
from tansiq.exchange.carry import Received, Taken
from tansiq.wiring import Refused, export_parcel, open_node, receive_parcels, write_volumes
from tansiq.wiring.errors import NotWritable
from tests.wiring.nodes import Homes
from tests.wiring.telling import told

READER = Actor("amina", frozenset({"analyst"}))


def test_volumes_in_any_order_bring_what_was_told(homes: Homes) -> None:
    alpha, bravo = told(homes)
    with homes.at(alpha):
        made = export_parcel(open_node(), "Bravo", start=0, volume=4096)
    with homes.at(bravo):
        (came,) = receive_parcels(open_node(), made.volumes[::-1])
    assert isinstance(came, Received)
    assert (came.taken, came.size) == (Taken.KNOWN, made.last)


def test_what_cannot_be_opened_stands_beside_what_can(homes: Homes) -> None:
    alpha, bravo = told(homes)
    with homes.at(alpha):
        made = export_parcel(open_node(), "Bravo")
    with homes.at(bravo):
        came, wrong = receive_parcels(open_node(), [b"a picture", *made.volumes])
    assert isinstance(came, Received)
    assert isinstance(wrong, Refused)
    assert wrong.error.code == "not-a-parcel"


def test_only_who_arranges_partnerships_carries_parcels(homes: Homes) -> None:
    alpha, _ = told(homes)
    with homes.at(alpha):
        node = open_node()
        with pytest.raises(NotAllowed):
            export_parcel(node, "Bravo", actor=READER)
        with pytest.raises(NotAllowed):
            receive_parcels(node, [b""], actor=READER)


def test_a_volume_that_is_missing_stops_all(homes: Homes) -> None:
    alpha, bravo = told(homes)
    with homes.at(alpha):
        made = export_parcel(open_node(), "Bravo", start=0, volume=4096)
    with homes.at(bravo), pytest.raises(BadParcel) as error:
        receive_parcels(open_node(), made.volumes[:-1] if len(made.volumes) > 1 else [made.volumes[0][:9]])
    assert error.value.code in {"volumes-missing", "not-a-parcel"}


def test_nothing_is_overwritten_and_nothing_half_written_stays(tmp_path: Path) -> None:
    (tmp_path / "parcel.002").write_bytes(b"holiday")
    with pytest.raises(NotWritable):
        write_volumes([b"one", b"two"], tmp_path / "parcel")
    assert [path.name for path in tmp_path.iterdir()] == ["parcel.002"]
    assert (tmp_path / "parcel.002").read_bytes() == b"holiday"


def test_one_file_keeps_its_name(tmp_path: Path) -> None:
    assert write_volumes([b"one"], tmp_path / "parcel") == (tmp_path / "parcel",)
