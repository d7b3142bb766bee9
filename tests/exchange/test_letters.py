from collections.abc import Callable
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from tansiq.exchange import letters
from tansiq.exchange.letters import kind_of, sign, write
from tansiq.ledger import Body, Erase, Kind, encode_statement
from tansiq.stix import parse, with_members
from tests.exchange.cast import HOME, NOW, SAHEL, Cast, note


def test_an_object_modified_after_its_creation_is_a_version() -> None:
    first = note()
    later = parse(with_members(first.raw, {"modified": "2026-03-02T00:00:00.000Z"}))
    assert (kind_of(first), kind_of(later)) == (Kind.OBJECT, Kind.VERSION)


def test_what_is_written_verifies(cast: Cast) -> None:
    payload = note().raw
    body = Body.decode(write(Kind.OBJECT, payload, sign(Kind.OBJECT, payload, cast.home.keyring), (SAHEL,)))
    body.verify(cast.home.keyring.node.public)
    assert (body.head.by, body.head.via, body.payload) == (HOME, (SAHEL,), payload)


@given(
    st.sampled_from(["tool", "x-own", "a", "1x", "marking-definition", "t" * 63, "t" * 64, "Tool"]),
    st.uuids() | st.uuids(version=4),
    st.booleans().map(lambda upper: str.upper if upper else str),
)
def test_the_usual_id_is_one_that_a_recall_can_name(
    kind: str, number: UUID, case: Callable[[str], str]
) -> None:
    object_id = f"{kind}--{case(str(number))}"
    if letters._USUAL_ID.fullmatch(object_id):
        encode_statement(Erase(object_id, "check", NOW))
