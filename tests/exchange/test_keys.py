import pytest
from pyrage import decrypt, encrypt
from pyrage.x25519 import Identity, Recipient

from tansiq.exchange import make_keyring
from tansiq.ledger import Malformed, generate
from tests.exchange.cast import HOME, chance
from tests.exchange.seal import SEAL


def test_a_keyring_is_made_of_three_different_keys() -> None:
    keyring = make_keyring(HOME, chance(1), SEAL)
    assert keyring.node.public.raw != keyring.receipt.public.raw
    assert keyring.signers == (keyring.node,)
    assert make_keyring(HOME, chance(1), SEAL) == keyring
    assert keyring.seal == SEAL


def test_what_is_sealed_to_the_recipient_opens_with_the_seal() -> None:
    keyring = make_keyring(HOME, chance(1), SEAL)
    sealed = encrypt(b"for home", [Recipient.from_str(keyring.recipient)])
    assert decrypt(sealed, [Identity.from_str(keyring.seal)]) == b"for home"


def test_a_retired_key_still_signs_after_the_new_one() -> None:
    keyring = make_keyring(HOME, chance(1), SEAL)
    rotated = keyring.rotated(generate(keyring.node.name, chance(2)))
    assert rotated.signers == (rotated.node, keyring.node)


def test_no_secret_is_shown() -> None:
    keyring = make_keyring(HOME, chance(1), SEAL)
    assert "AGE-SECRET" not in repr(keyring)
    assert repr(keyring.node.seed) not in repr(keyring)


def test_only_an_agency_has_keys() -> None:
    with pytest.raises(Malformed):
        make_keyring("indicator--00000001-0000-4000-8000-000000000000", chance(1), SEAL)
