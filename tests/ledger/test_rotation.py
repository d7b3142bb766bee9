import msgspec
import pytest

from tansiq.ledger import (
    Body,
    Kind,
    LedgerError,
    Malformed,
    NodeKey,
    Rotation,
    WrongSignature,
    rotate,
    seal_body,
    verify_rotation,
)
from tests.ledger.cast import HOME, HOME_KEY, NOW, OUTSIDER, OUTSIDER_KEY, body, flips

NEW = NodeKey(HOME_KEY.name, bytes(32))
BODY = rotate(HOME, HOME_KEY, NEW, NOW)


def changed(**fields: object) -> Body:
    rotation = msgspec.json.decode(BODY.payload, type=Rotation)
    payload = msgspec.json.encode(msgspec.structs.replace(rotation, **fields))
    return seal_body(Kind.KEY, payload, HOME_KEY, by=HOME)


def test_a_rotation_hands_over_to_the_new_key() -> None:
    assert verify_rotation(Body.decode(BODY.encode()), HOME_KEY.public) == NEW.public


def test_the_new_key_takes_the_name_of_the_old_one() -> None:
    elsewhere = rotate(HOME, HOME_KEY, NodeKey("other", bytes(32)), NOW)
    assert verify_rotation(elsewhere, HOME_KEY.public).name == HOME_KEY.name


def test_attack_a_rotation_that_the_new_key_did_not_sign() -> None:
    with pytest.raises(WrongSignature):
        verify_rotation(changed(new=OUTSIDER_KEY.public.raw), HOME_KEY.public)


def test_attack_a_rotation_that_the_old_key_did_not_sign() -> None:
    with pytest.raises(WrongSignature):
        verify_rotation(rotate(HOME, OUTSIDER_KEY, NEW, NOW), HOME_KEY.public)


@pytest.mark.parametrize("fields", [{"by": OUTSIDER}, {"old": OUTSIDER_KEY.public.raw}, {"at": 1}])
def test_attack_a_rotation_of_something_else(fields: dict[str, object]) -> None:
    with pytest.raises(WrongSignature):
        verify_rotation(changed(**fields), HOME_KEY.public)


def test_attack_a_new_key_of_small_order() -> None:
    with pytest.raises(Malformed):
        verify_rotation(changed(new=b"\x01" + bytes(31)), HOME_KEY.public)


def test_attack_a_rotation_replayed_after_the_key_has_changed() -> None:
    with pytest.raises(WrongSignature):
        verify_rotation(BODY, NEW.public)


def test_a_key_is_not_replaced_by_itself() -> None:
    with pytest.raises(Malformed):
        rotate(HOME, HOME_KEY, HOME_KEY, NOW)


def test_a_body_of_another_kind_is_no_rotation() -> None:
    with pytest.raises(Malformed):
        verify_rotation(body(1), HOME_KEY.public)


@pytest.mark.parametrize("payload", [b"", b"{}", b"null", BODY.payload + b" "])
def test_a_malformed_rotation_is_refused(payload: bytes) -> None:
    with pytest.raises(Malformed):
        verify_rotation(seal_body(Kind.KEY, payload, HOME_KEY, by=HOME), HOME_KEY.public)


def test_any_flipped_bit_of_a_rotation_is_refused() -> None:
    for attack in flips(BODY.payload):
        with pytest.raises(LedgerError):
            verify_rotation(Body(Kind.KEY, BODY.head, attack), HOME_KEY.public)
