from tansiq.exchange.letters import kind_of, sign, write
from tansiq.ledger import Body, Kind
from tansiq.stix import parse, with_members
from tests.exchange.cast import HOME, SAHEL, Cast, note


def test_an_object_modified_after_its_creation_is_a_version() -> None:
    first = note()
    later = parse(with_members(first.raw, {"modified": "2026-03-02T00:00:00.000Z"}))
    assert (kind_of(first), kind_of(later)) == (Kind.OBJECT, Kind.VERSION)


def test_what_is_written_verifies(cast: Cast) -> None:
    payload = note().raw
    body = Body.decode(write(Kind.OBJECT, payload, sign(Kind.OBJECT, payload, cast.home.keyring), (SAHEL,)))
    body.verify(cast.home.keyring.node.public)
    assert (body.head.by, body.head.via, body.payload) == (HOME, (SAHEL,), payload)
