"""What was refused, recalled or erased must be in no place where a thief of the disk would look."""

from pathlib import Path

import pytest
from django.db import connections

from tansiq.ledger import Kind
from tansiq.store import SqlStore
from tests.exchange.cast import MEMBER, Cast, Node, body_of, dressed, note, to

CANARY = "zerzura canary of tessalit"


def found(node: Node) -> list[str]:
    """Name the files of the database in which the canary stands."""
    assert isinstance(node.store, SqlStore)
    while not node.store.scrub():
        pass
    database = Path(connections[node.store.alias].settings_dict["NAME"])
    files = database.parent.glob(f"{database.name}*")
    return [path.name for path in files if CANARY.encode() in path.read_bytes()]


def test_the_canary_is_seen_where_it_may_be(durable_cast: Cast) -> None:
    durable_cast.home.tell(note(CANARY), to=to(MEMBER))
    durable_cast.member.pull(durable_cast.home)
    assert found(durable_cast.member)


@pytest.mark.parametrize("spoil", [b"", b"}"])
def test_content_that_was_refused_is_not_kept_as_evidence(durable_cast: Cast, spoil: bytes) -> None:
    """Refused for its unknown marking, or because it cannot be read."""
    home, member = durable_cast.home, durable_cast.member
    home.say(member, Kind.OBJECT, dressed(home, note(CANARY)).raw + spoil)
    assert member.pull(home).refused == 1
    assert member.alarms()
    assert found(member) == []


def test_content_that_a_relay_must_not_pass_on_does_not_stay(durable_cast: Cast) -> None:
    home, member, outsider = durable_cast.nodes
    home.tell(note(CANARY), to=to(MEMBER))
    for index in range(2):
        member.append(outsider, body_of(home, member, index).encode())
    assert outsider.pull(member).refused == 1
    assert found(outsider) == []


def test_a_recalled_object_leaves_nothing_in_any_file(durable_cast: Cast) -> None:
    home, member = durable_cast.home, durable_cast.member
    [report] = home.tell(note(CANARY), to=to(MEMBER))
    member.pull(home)
    home.recall(report)
    assert member.pull(home).withdrawn
    assert found(member) == []
