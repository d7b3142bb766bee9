from hashlib import sha256

import pytest
from nacl.bindings import crypto_core_ed25519_add

from tansiq.ledger import (
    Malformed,
    NodeKey,
    PublicKey,
    SignatureType,
    WrongSignature,
    fingerprint,
    generate,
    parse_vkey,
)
from tests.ledger.cast import HOME_KEY, OUTSIDER_KEY

# golang.org/x/mod/sumdb/note, package documentation: a key pair for examples.
GO_VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
# C2SP signed-note, section "Verifier keys".
C2SP_VKEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"

ORDER = 2**252 + 27742317777372353535851937790883648493
IDENTITY = b"\x01" + bytes(31)
# y = 0 and y = -1: points of order 4 and 2; 2**255 - 18 and 2**255 - 19: their non-canonical spellings.
SMALL_ORDER = [
    IDENTITY,
    bytes(32),
    (2**255 - 20).to_bytes(32, "little"),
    (2**255 - 18).to_bytes(32, "little"),
    (2**255 - 19).to_bytes(32, "little"),
]


@pytest.mark.parametrize("text", [GO_VKEY, C2SP_VKEY])
def test_published_verifier_keys_are_read_and_written_back(text: str) -> None:
    assert parse_vkey(text).vkey() == text


def test_a_cosigner_key_is_written_with_its_own_type_and_hash() -> None:
    public = parse_vkey(GO_VKEY)
    text = public.vkey(SignatureType.COSIGNATURE)
    assert parse_vkey(text, SignatureType.COSIGNATURE) == public
    assert text != GO_VKEY
    with pytest.raises(Malformed):
        parse_vkey(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "PeterNeumann",
        GO_VKEY.replace("c74f20a3", "C74F20A3"),
        GO_VKEY.replace("c74f20a3", "c74f20a4"),
        GO_VKEY.replace("c74f20a3", " 74f20a3"),
        GO_VKEY.replace("PeterNeumann", "Peter Neumann"),
        GO_VKEY.replace("PeterNeumann", "PeterNeuman"),
        GO_VKEY.replace("+ARpc", "+AARpc"),
        GO_VKEY + "\n",
        GO_VKEY + "=",
        GO_VKEY[:-4],
    ],
)
def test_a_malformed_verifier_key_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        parse_vkey(text)


def test_a_key_signs_and_its_public_half_verifies() -> None:
    HOME_KEY.public.verify(b"text", HOME_KEY.sign(b"text"))


def test_the_signature_of_rfc_8032_test_1() -> None:
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    key = NodeKey("rfc8032", seed)
    assert key.public.raw.hex() == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert key.sign(b"").hex().startswith("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155")


@pytest.mark.parametrize("attack", [b"", bytes(63), bytes(64), bytes(65)])
def test_nonsense_for_a_signature_is_refused(attack: bytes) -> None:
    with pytest.raises(WrongSignature):
        HOME_KEY.public.verify(b"text", attack)


def test_another_keys_signature_is_refused() -> None:
    with pytest.raises(WrongSignature, match="agency"):
        HOME_KEY.public.verify(b"text", OUTSIDER_KEY.sign(b"text"))


def test_a_signature_with_its_scalar_plus_the_group_order_is_refused() -> None:
    signature = HOME_KEY.sign(b"text")
    scalar = int.from_bytes(signature[32:], "little") + ORDER
    with pytest.raises(WrongSignature):
        HOME_KEY.public.verify(b"text", signature[:32] + scalar.to_bytes(32, "little"))


@pytest.mark.parametrize("point", SMALL_ORDER)
def test_a_signature_whose_nonce_is_of_small_order_is_refused(point: bytes) -> None:
    with pytest.raises(WrongSignature):
        HOME_KEY.public.verify(b"text", point + bytes(32))


@pytest.mark.parametrize("point", SMALL_ORDER)
def test_a_public_key_of_small_order_is_refused(point: bytes) -> None:
    with pytest.raises(Malformed):
        PublicKey("weak", point)


def test_a_public_key_with_a_part_of_small_order_is_refused() -> None:
    mixed = crypto_core_ed25519_add(HOME_KEY.public.raw, SMALL_ORDER[2])
    with pytest.raises(Malformed):
        PublicKey("mixed", mixed)


@pytest.mark.parametrize("raw", [b"", bytes(31), bytes(33), b"\xff" * 32])
def test_bytes_that_are_no_point_are_refused(raw: bytes) -> None:
    with pytest.raises(Malformed):
        PublicKey("name", raw)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\n", "a\u00a0b", "a\u2028b", "a\x00", "\ud800"])
def test_a_name_that_a_note_cannot_carry_is_refused(name: str) -> None:
    with pytest.raises(Malformed):
        PublicKey(name, HOME_KEY.public.raw)


def test_a_seed_of_another_length_is_refused() -> None:
    with pytest.raises(Malformed):
        NodeKey("name", bytes(31))


def test_generating_draws_the_seed_that_it_is_given() -> None:
    assert generate("name", bytes) == NodeKey("name", bytes(32))


def test_a_key_does_not_show_its_seed() -> None:
    assert HOME_KEY.seed.hex() not in repr(HOME_KEY)
    assert repr(HOME_KEY.seed) not in repr(HOME_KEY)


def test_a_fingerprint_is_eight_groups_of_five_digits_and_stays_what_it_is() -> None:
    number = int(sha256(b"tansiq/fingerprint/1\n" + HOME_KEY.public.raw).hexdigest(), 16)
    groups = fingerprint(HOME_KEY.public).split(" ")
    assert [len(group) for group in groups] == [5] * 8
    assert int("".join(groups)) == number % 10**40


def test_a_key_has_one_fingerprint_under_all_its_names() -> None:
    assert fingerprint(HOME_KEY.public) == fingerprint(HOME_KEY.named("other").public)
    assert fingerprint(HOME_KEY.public) != fingerprint(OUTSIDER_KEY.public)
