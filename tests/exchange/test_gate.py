import pytest

from tansiq.exchange import Gate
from tansiq.exchange.gate import BATCH
from tests.exchange.cast import HOME, MEMBER, NOW, SAHEL, Cast, body_of, note, to

LEAF = bytes(32)


def test_objects_are_written_by_the_end_with_the_circles_they_came_through(cast: Cast) -> None:
    cast.home.convene(MEMBER)
    [report] = cast.home.tell(note(), to=to(circles=[SAHEL]))
    with cast.member.store.transaction() as tx:
        gate = Gate(tx, cast.member.keyring, HOME, NOW)
        arrived = [
            gate.take(index, body_of(cast.home, cast.member, index).encode(), LEAF, b"salt")
            for index in range(3)
        ]
        assert tx.objects.record(report) is None
        gate.close()
        assert tx.objects.sender(report) == HOME
    assert [(one.outcome, one.object_id is None) for one in arrived] == [
        ("applied", True),
        ("stored", False),
        ("stored", False),
    ]


@pytest.mark.parametrize("body", [b"\x00\x00", b"\xff", b"\x01"])
def test_what_is_no_body_leaves_its_leaf_alone(cast: Cast, body: bytes) -> None:
    with cast.member.store.transaction() as tx:
        arrived = Gate(tx, cast.member.keyring, HOME, NOW).take(4, body, LEAF, b"salt")
    assert (arrived.outcome, arrived.code, arrived.leaf, arrived.salt) == ("refused", "malformed", LEAF, None)
    assert cast.member.alarm_codes() == ["malformed"]


def test_a_backlog_larger_than_a_batch_comes_in(cast: Cast) -> None:
    ids = cast.home.tell(*(note(str(number)) for number in range(BATCH + 5)), to=to(MEMBER))
    assert cast.member.pull(cast.home).entries == BATCH + 6
    assert all(cast.member.holds(one) for one in ids)
