"""The cheap cut out of a body agrees with the ledger's own reading."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.ledger import Body, Head, Kind
from tansiq.store.bodies import came_through, payload
from tests.store.cast import HOME

CIRCLES = st.from_regex(r"[a-z0-9][a-z0-9-]{0,40}", fullmatch=True)


def body(data: bytes, *via: str) -> bytes:
    head = Head(by=HOME, key="0a1b2c3d", sig=bytes(range(64)), via=via)
    return Body(Kind.OBJECT, head, data).encode()


@given(st.binary(max_size=300), st.lists(CIRCLES, max_size=64))
def test_the_payload_is_what_the_ledger_reads(data: bytes, via: list[str]) -> None:
    encoded = body(data, *via)
    assert payload(encoded) == Body.decode(encoded).payload == data


@pytest.mark.parametrize("size", [0, 1, 40, 63])
def test_the_payload_begins_after_a_head_of_any_length(size: int) -> None:
    encoded = body(b'{"via":["no"]}', *[f"{number:03d}" + "x" * 125 for number in range(size)])
    assert payload(encoded) == b'{"via":["no"]}'


@given(st.lists(CIRCLES, max_size=5), CIRCLES)
def test_the_circles_are_those_that_the_ledger_reads(via: list[str], other: str) -> None:
    encoded = body(b'{"via":["payload"]}', *via)
    head = Body.decode(encoded).head
    for circle in (*via, other, "via", "by", "payload", ""):
        assert came_through(encoded, circle) == (circle in head.via)
