import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.ledger import (
    LedgerError,
    Malformed,
    Note,
    Signature,
    WrongSignature,
    open_note,
    parse_note,
    parse_vkey,
)
from tansiq.ledger.notes import MAX_NOTE
from tests.ledger.cast import HOME_KEY, OUTSIDER_KEY, flips
from tests.ledger.test_keys import C2SP_VKEY, GO_VKEY

GO_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n\n"
    "— PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
).encode()
C2SP_NOTE = (
    "This is an example message.\n\n— example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
).encode()
# C2SP signed-note, the example before its sections; its key is not published.
POEM = (
    "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n\n"
    "— quasimodo.example/salvatore "
    "NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n"
).encode()
LINE = "— name AAAAAAA="


def signed(text: str) -> Note:
    raw = HOME_KEY.sign(text.encode())
    return Note(text, (Signature(HOME_KEY.name, HOME_KEY.public.key_hash, raw),))


@pytest.mark.parametrize(("vkey", "data"), [(GO_VKEY, GO_NOTE), (C2SP_VKEY, C2SP_NOTE)])
def test_published_notes_open_and_are_written_back(vkey: str, data: bytes) -> None:
    assert open_note(data, [parse_vkey(vkey)]).encode() == data


def test_empty_lines_belong_to_the_text() -> None:
    note = parse_note(POEM)
    assert note.text.endswith("sole:\n\ned è subito sera.\n")
    assert note.signatures[0].name == "quasimodo.example/salvatore"
    assert note.encode() == POEM


@given(st.text(st.characters(min_codepoint=0x20, exclude_categories=["Cs"]) | st.just("\n"), max_size=60))
def test_whatever_was_signed_opens(text: str) -> None:
    note = signed(text + "\n")
    assert open_note(note.encode(), [HOME_KEY.public]) == note


def test_unknown_signers_are_ignored() -> None:
    ours = signed("text\n")
    theirs = Signature("other", b"1234", bytes(64))
    both = Note("text\n", (theirs, *ours.signatures, theirs))
    assert open_note(both.encode(), [HOME_KEY.public]) == ours


def test_a_known_name_with_another_key_id_is_an_unknown_signer() -> None:
    note = Note("text\n", (Signature(HOME_KEY.name, b"1234", bytes(64)),))
    with pytest.raises(WrongSignature, match="no known key"):
        open_note(note.encode(), [HOME_KEY.public])


def test_one_bad_line_of_a_known_signer_condemns_the_note() -> None:
    bad = Signature(OUTSIDER_KEY.name, OUTSIDER_KEY.public.key_hash, bytes(64))
    note = Note("text\n", (*signed("text\n").signatures, bad))
    with pytest.raises(WrongSignature):
        open_note(note.encode(), [HOME_KEY.public, OUTSIDER_KEY.public])


def test_the_first_line_of_a_signer_counts() -> None:
    (good,) = signed("text\n").signatures
    bad = Signature(good.name, good.key_hash, bytes(64))
    assert open_note(Note("text\n", (good, bad)).encode(), [HOME_KEY.public]).signatures == (good,)
    with pytest.raises(WrongSignature):
        open_note(Note("text\n", (bad, good)).encode(), [HOME_KEY.public])


def test_a_signature_moved_to_another_text_is_refused() -> None:
    moved = Note("other\n", signed("text\n").signatures)
    with pytest.raises(WrongSignature):
        open_note(moved.encode(), [HOME_KEY.public])


def test_nobody_known_opens_nothing() -> None:
    with pytest.raises(WrongSignature):
        open_note(GO_NOTE, [])


def test_two_known_keys_that_cannot_be_told_apart_are_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="share"):
        open_note(GO_NOTE, [parse_vkey(GO_VKEY)] * 2)


def test_any_flipped_bit_is_noticed_or_changes_nothing() -> None:
    original = signed("text\nof a note\n")
    for attack in flips(original.encode()):
        try:
            opened = open_note(attack, [HOME_KEY.public])
        except LedgerError:
            continue
        assert opened == original


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b"\n\n",
        b"text",
        b"text\n",
        b"text\n\n",
        f"text\n{LINE}\n".encode(),
        f"text\n\n{LINE}".encode(),
        f"text\n\n{LINE}\n\n".encode(),
        f"text\n\n{LINE}\nrest\n".encode(),
        f"text\n\n{LINE} \n".encode(),
        f"te\rxt\n\n{LINE}\n".encode(),
        f"te\x00xt\n\n{LINE}\n".encode(),
        f"te\txt\n\n{LINE}\n".encode(),
        f"text\n\n{LINE}\n".encode().replace(b"t", b"\xff"),
        f"text\n\n{LINE}\n".encode().replace(b"t", b"\xed\xa0\x80"),
        b"text\n\n- name AAAAAAA=\n",
        "text\n\n—name AAAAAAA=\n".encode(),
        "text\n\n—  AAAAAAA=\n".encode(),
        "text\n\n— na+me AAAAAAA=\n".encode(),
        "text\n\n— na\u00a0me AAAAAAA=\n".encode(),
        "text\n\n— name\n".encode(),
        "text\n\n— name \n".encode(),
        "text\n\n— name AAAAAA==\n".encode(),
        "text\n\n— name AAAAAAB=\n".encode(),
        "text\n\n— name AAAAAAA\n".encode(),
        f"text\n\n{(LINE + chr(10)) * 101}".encode(),
        b"x" * MAX_NOTE + f"\n\n{LINE}\n".encode(),
    ],
)
def test_a_malformed_note_is_refused(data: bytes) -> None:
    with pytest.raises(Malformed):
        parse_note(data)


@given(st.binary(max_size=120))
def test_no_bytes_crash_the_parser(data: bytes) -> None:
    try:
        assert parse_note(data).encode() == data
    except Malformed:
        return
