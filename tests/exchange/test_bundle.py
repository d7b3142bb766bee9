import json

import pytest

from tansiq.exchange import NotNameable, NotOriginator
from tansiq.exchange.bundle import Item, read_import
from tansiq.stix import Malformed, compose
from tests.exchange.cast import MEMBER, NOW, OUTSIDER, Cast, Node, new_uuid, note, to


def read(by: Node, *raws: bytes) -> tuple[Item, ...]:
    return read_import(b"[" + b",".join(raws) + b"]", by.view())


def test_what_may_become_ours_is_read_with_its_exact_bytes(cast: Cast) -> None:
    obj = note(created_by_ref=f"identity--{new_uuid()}")
    [item] = read(cast.home, obj.raw)
    assert item == Item(0, obj)


def test_a_wrong_object_does_not_spoil_the_others(cast: Cast) -> None:
    good, wrong = note(), json.dumps({"type": "note"}).encode()
    items = read(cast.home, good.raw, wrong, good.raw)
    assert [item.object for item in items] == [good, None, good]
    assert isinstance(items[1].refused, Malformed)


def test_the_object_of_another_agency_does_not_become_ours(cast: Cast) -> None:
    identity = compose(
        "identity",
        {"id": MEMBER, "name": "They", "identity_class": "organization"},
        now=NOW,
        new_uuid=new_uuid,
    )
    items = read(cast.home, note(created_by_ref=OUTSIDER).raw, identity)
    assert [type(item.refused) for item in items] == [NotOriginator, NotOriginator]
    assert [item.refused and getattr(item.refused, "about", {})["originator"] for item in items] == [
        OUTSIDER,
        MEMBER,
    ]


def test_what_another_agency_told_us_does_not_become_ours_even_after_its_recall(cast: Cast) -> None:
    obj = note()
    cast.home.tell(obj, to=to(MEMBER))
    cast.member.pull(cast.home)
    assert isinstance(read(cast.member, obj.raw)[0].refused, NotOriginator)
    cast.home.recall(obj.id)
    cast.member.pull(cast.home)
    assert isinstance(read(cast.member, obj.raw)[0].refused, NotOriginator)


def test_a_file_that_is_none_of_these_is_refused(cast: Cast) -> None:
    with pytest.raises(Malformed):
        read_import(b'"text"', cast.home.view())


def test_an_id_that_no_recall_could_name_does_not_become_ours(cast: Cast) -> None:
    [item] = read(cast.home, note().raw.replace(b"-4000-8000-", b"-4AAA-8AAA-"))
    assert isinstance(item.refused, NotNameable)
