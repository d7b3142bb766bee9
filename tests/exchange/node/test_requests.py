from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.exchange import BadSignature, ClockSkew, UnknownKey
from tansiq.exchange.node import Message, server_time, sign_request, verify_request
from tests.exchange.cast import HOME, MEMBER, NOW, OUTSIDER, Cast, Node, make_cast

MESSAGE = Message("POST", "/feeds/1/receipt?x=1", body=b"receipt")


def signed(by: Node, message: Message = MESSAGE, *, to: str = HOME, off: timedelta = timedelta(0)) -> Message:
    headers = sign_request(
        message, key=by.keyring.node, by=by.id, to=to, now=NOW + off, random_bytes=by.random_bytes
    )
    return replace(message, headers=headers)


def verify(message: Message, cast: Cast) -> str:
    return verify_request(message, home=HOME, known=cast.home.view().agencies.known, now=NOW)


@pytest.mark.parametrize(
    "message", [MESSAGE, Message("GET", "/feeds/1/checkpoint"), Message("GET", "/?a=%20&b=")]
)
def test_a_signed_request_names_its_sender(cast: Cast, message: Message) -> None:
    assert verify(signed(cast.member, message), cast) == MEMBER


@pytest.mark.parametrize(
    "change",
    [
        {"method": "PUT"},
        {"target": "/feeds/2/receipt?x=1"},
        {"target": "/feeds/1/receipt?x=2"},
        {"target": "/feeds/1/receipt"},
        {"body": b"another"},
        {"body": b""},
    ],
)
def test_a_request_that_was_changed_is_refused(cast: Cast, change: dict[str, object]) -> None:
    with pytest.raises(BadSignature):
        verify(replace(signed(cast.member), **change), cast)  # type: ignore[arg-type]


def test_a_body_slipped_in_is_refused(cast: Cast) -> None:
    message = signed(cast.member, Message("POST", "/feeds/1/receipt"))
    with pytest.raises(BadSignature):
        verify(replace(message, body=b"slipped in"), cast)


def test_a_request_for_another_agency_is_refused(cast: Cast) -> None:
    with pytest.raises(BadSignature):
        verify(signed(cast.member, to=OUTSIDER), cast)


def test_nobody_signs_for_another(cast: Cast) -> None:
    headers = sign_request(
        MESSAGE,
        key=cast.outsider.keyring.node,
        by=MEMBER,
        to=HOME,
        now=NOW,
        random_bytes=cast.outsider.random_bytes,
    )
    with pytest.raises(UnknownKey):
        verify(replace(MESSAGE, headers=headers), cast)


def test_a_receipt_key_signs_no_request(cast: Cast) -> None:
    cast.member.keyring = replace(cast.member.keyring, node=cast.member.keyring.receipt)
    with pytest.raises(UnknownKey):
        verify(signed(cast.member), cast)


def test_a_key_that_was_replaced_signs_no_more(cast: Cast) -> None:
    old = signed(cast.member)
    cast.member.rotate()
    cast.home.pull(cast.member)
    with pytest.raises(UnknownKey):
        verify(old, cast)
    assert verify(signed(cast.member), cast) == MEMBER


@pytest.mark.parametrize("minutes", [-6, 6, 2 * 24 * 60])
def test_a_clock_that_is_off_is_told_the_time(cast: Cast, minutes: int) -> None:
    with pytest.raises(ClockSkew) as skew:
        verify(signed(cast.member, off=timedelta(minutes=minutes)), cast)
    assert server_time(skew.value.about) == NOW


@pytest.mark.parametrize("minutes", [-4, 4])
def test_a_clock_may_be_a_little_off(cast: Cast, minutes: int) -> None:
    assert verify(signed(cast.member, off=timedelta(minutes=minutes)), cast) == MEMBER


@pytest.mark.parametrize("name", ["Signature", "Signature-Input", "Content-Digest"])
def test_a_header_that_is_missing_is_missed(cast: Cast, name: str) -> None:
    message = signed(cast.member)
    del message.headers[name]
    with pytest.raises(BadSignature):
        verify(message, cast)


@settings(deadline=None)
@given(
    at=st.integers(0, 10_000), name=st.sampled_from(["Signature", "Signature-Input"]), sign=st.characters()
)
def test_no_changed_header_is_accepted(at: int, name: str, sign: str) -> None:
    cast = make_cast()
    message = signed(cast.member)
    value = message.headers[name]
    message.headers[name] = value[: at % len(value)] + sign + value[at % len(value) + 1 :]
    if message.headers[name] == value:
        return
    try:
        sender = verify(message, cast)
    except (BadSignature, UnknownKey, ClockSkew):
        return
    assert sender == MEMBER  # the base64 may hold the same bytes still


@pytest.mark.parametrize("about", [{}, {"now": ""}, {"now": "tomorrow"}])
def test_a_time_that_cannot_be_read_is_refused(about: dict[str, str]) -> None:
    with pytest.raises(BadSignature):
        server_time(about)
