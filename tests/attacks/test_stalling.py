"""One entry that no store can keep must not stop the feed behind it."""

import orjson
import pytest

from tansiq.ledger import Kind
from tansiq.stix import Flaw, Malformed, parse
from tests.exchange.cast import MEMBER, Cast, note, to

FINE = f"2026-03-01T12:00:00.{'1' * 60}Z"
LONG = {
    "a type of 300 letters": {"type": "x-" + "a" * 300, "id": f"x-{'a' * 300}--{note().id[-36:]}"},
    "a version of 80 letters": {"created": FINE, "modified": FINE},
    "a language of 80 letters": {"lang": "-".join(["ar", *["abcdefgh"] * 9])},
}


def hostile(name: str) -> bytes:
    return orjson.dumps({**note().data, **LONG[name]})


@pytest.mark.parametrize("name", LONG)
def test_what_no_column_can_hold_is_no_object(name: str) -> None:
    with pytest.raises(Malformed) as refused:
        parse(hostile(name))
    assert refused.value.code in {Flaw.IDENTIFIER, Flaw.TIMESTAMP, Flaw.RULE}


@pytest.mark.parametrize("name", LONG)
def test_the_feed_goes_on_behind_what_no_column_can_hold(durable_cast: Cast, name: str) -> None:
    home, member = durable_cast.home, durable_cast.member
    home.say(member, Kind.OBJECT, hostile(name))
    [report] = home.tell(note(), to=to(MEMBER))
    assert member.pull(home).refused == 1
    assert member.holds(report)


def test_the_longest_names_that_are_allowed_are_kept(durable_cast: Cast) -> None:
    home, member = durable_cast.home, durable_cast.member
    [report] = home.tell(note(lang="-".join(["ar", *["abcdefgh"] * 3])), to=to(MEMBER))
    assert member.pull(home).refused == 0
    assert member.holds(report)
