from datetime import UTC, datetime, timedelta

import pytest

from tansiq.ledger import (
    Checkpoint,
    Cosigner,
    Fork,
    LedgerError,
    Malformed,
    NodeKey,
    Note,
    WrongSignature,
    claimed,
    cosign,
    countersign,
    feed_origin,
    open_checkpoint,
    open_note,
    parse_checkpoint,
    parse_note,
    sign_checkpoint,
    verify_receipt,
)
from tests.ledger.cast import (
    HOME,
    HOME_KEY,
    NOW,
    ORIGIN,
    OUTSIDER,
    OUTSIDER_KEY,
    RECEIPT_KEY,
    digests,
    flips,
    head,
    note,
    other_root,
)

# C2SP tlog-checkpoint and tlog-cosignature, the examples; their keys are not published.
SOFA = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
SOFA_NOTE = (
    f"{SOFA}\n— example.com/behind-the-sofa "
    "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    "— witness.example.com/w1 "
    "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
).encode()
HEAD = head(digests(5))
SIGNED = sign_checkpoint(HEAD, HOME_KEY, NOW)


def test_the_published_checkpoint_is_read_and_written_back() -> None:
    checkpoint = parse_checkpoint(SOFA)
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert checkpoint.text == SOFA


def test_the_published_cosignature_carries_its_published_time() -> None:
    opened = parse_note(SOFA_NOTE)
    assert int.from_bytes(opened.signatures[1].raw[:8]) == 1679315147
    assert opened.encode() == SOFA_NOTE


def test_the_cosigned_message_is_the_published_one() -> None:
    at = datetime.fromtimestamp(1679315147, UTC)
    message = f"cosignature/v1\ntime 1679315147\n{SOFA}".encode()
    HOME_KEY.public.verify(message, cosign(SOFA, HOME_KEY, at).raw[8:])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "o\n1\n",
        SOFA[:-1],
        SOFA + "\n",
        SOFA + "extension\n",
        SOFA.replace("\n", "\r\n"),
        SOFA.replace("20852163", "020852163"),
        SOFA.replace("20852163", "+20852163"),
        SOFA.replace("20852163", "-1"),
        SOFA.replace("20852163", "2_0"),
        SOFA.replace("20852163", "٢٠"),
        SOFA.replace("20852163", "9223372036854775808"),
        SOFA.replace("20852163", "9" * 5000),
        SOFA.replace("example.com", "example com"),
        SOFA.replace("example.com/behind-the-sofa", ""),
        SOFA.replace("q2I=", "q2J="),
        SOFA.replace("q2I=", ""),
        SOFA.replace("CsUY", "Cs-Y"),
    ],
)
def test_a_malformed_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        parse_checkpoint(text)


def test_a_signed_head_opens_with_the_time_of_its_heartbeat() -> None:
    opened = open_checkpoint(SIGNED, ORIGIN, [OUTSIDER_KEY.public, HOME_KEY.public])
    assert (opened.checkpoint, opened.at, opened.key) == (HEAD, NOW, HOME_KEY.public)


def test_the_senders_line_stands_under_the_origin_and_the_heartbeat_under_the_agency() -> None:
    assert [line.name for line in parse_note(SIGNED).signatures] == [ORIGIN, HOME_KEY.name]


def test_an_outsiders_head_is_refused() -> None:
    with pytest.raises(WrongSignature):
        open_checkpoint(note(digests(5), OUTSIDER_KEY), ORIGIN, [HOME_KEY.public])


def test_a_head_of_another_feed_of_the_same_sender_is_refused() -> None:
    other = feed_origin(HOME, OUTSIDER)
    with pytest.raises(WrongSignature):
        open_checkpoint(note(digests(5), origin=other), ORIGIN, [HOME_KEY.public])


@pytest.mark.parametrize("missing", [0, 1])
def test_a_head_without_signature_or_without_heartbeat_is_refused(missing: int) -> None:
    whole = parse_note(SIGNED)
    kept = tuple(line for number, line in enumerate(whole.signatures) if number != missing)
    with pytest.raises(WrongSignature):
        open_checkpoint(Note(whole.text, kept).encode(), ORIGIN, [HOME_KEY.public])


def test_signature_and_heartbeat_of_two_keys_do_not_make_a_head() -> None:
    first, second = parse_note(SIGNED), parse_note(note(digests(5), OUTSIDER_KEY))
    mixed = Note(first.text, (first.signatures[0], second.signatures[1])).encode()
    with pytest.raises(WrongSignature):
        open_checkpoint(mixed, ORIGIN, [HOME_KEY.public, OUTSIDER_KEY.public])


def test_a_heartbeat_with_another_time_is_refused() -> None:
    later = NOW + timedelta(days=1)
    first, second = parse_note(SIGNED), cosign(HEAD.text, HOME_KEY, later)
    moved = Note(first.text, (first.signatures[0], second)).encode()
    assert open_checkpoint(moved, ORIGIN, [HOME_KEY.public]).at == later
    forged = moved.replace(second.line.encode(), second.line.replace("AAAA", "AAAB", 1).encode())
    with pytest.raises(LedgerError):
        open_checkpoint(forged, ORIGIN, [HOME_KEY.public])


def test_during_a_rotation_both_keys_sign_and_either_opens() -> None:
    new = NodeKey(HOME_KEY.name, bytes(32))
    data = sign_checkpoint(HEAD, new, NOW, HOME_KEY)
    for key in (new, HOME_KEY):
        assert open_checkpoint(data, ORIGIN, [key.public]).checkpoint == HEAD


def test_any_flipped_bit_of_a_head_is_noticed_or_changes_nothing() -> None:
    for attack in flips(SIGNED):
        try:
            opened = open_checkpoint(attack, ORIGIN, [HOME_KEY.public])
        except LedgerError:
            continue
        assert (opened.checkpoint, opened.at) == (HEAD, NOW)


def test_a_cosignature_of_another_length_is_refused() -> None:
    with pytest.raises(Malformed):
        Cosigner(HOME_KEY.public).verify(b"text", bytes(71))


@pytest.mark.parametrize(("size", "root"), [(-1, bytes(32)), (2**63, bytes(32)), (1, bytes(31))])
def test_a_checkpoint_out_of_range_is_not_made(size: int, root: bytes) -> None:
    with pytest.raises(Malformed):
        Checkpoint(ORIGIN, size, root)


def test_a_receipt_comes_back_verified() -> None:
    receipt = countersign(SIGNED, RECEIPT_KEY, NOW)
    assert verify_receipt(receipt.encode(), RECEIPT_KEY.public, HEAD) == receipt
    assert (receipt.origin, receipt.size, receipt.root, receipt.at) == (ORIGIN, 5, HEAD.root, NOW)


def test_a_receipts_line_can_be_added_to_the_senders_note() -> None:
    joined = SIGNED + countersign(SIGNED, RECEIPT_KEY, NOW).line.encode()
    assert len(open_note(joined, [Cosigner(HOME_KEY.public), Cosigner(RECEIPT_KEY.public)]).signatures) == 2


def test_a_receipt_by_another_key_is_refused() -> None:
    receipt = countersign(SIGNED, OUTSIDER_KEY, NOW)
    with pytest.raises(WrongSignature):
        verify_receipt(receipt.encode(), RECEIPT_KEY.public, HEAD)


def test_a_heartbeat_is_no_receipt() -> None:
    with pytest.raises(WrongSignature):
        verify_receipt(SIGNED, RECEIPT_KEY.public, HEAD)


@pytest.mark.parametrize("other", [head(digests(4)), head(digests(5), feed_origin(HOME, OUTSIDER))])
def test_a_receipt_for_another_head_is_refused(other: Checkpoint) -> None:
    receipt = countersign(sign_checkpoint(other, HOME_KEY, NOW), RECEIPT_KEY, NOW)
    with pytest.raises(WrongSignature):
        verify_receipt(receipt.encode(), RECEIPT_KEY.public, HEAD)


def test_a_receipt_for_another_history_is_a_fork_with_evidence() -> None:
    receipt = countersign(sign_checkpoint(other_root(HEAD), HOME_KEY, NOW), RECEIPT_KEY, NOW).encode()
    with pytest.raises(Fork) as caught:
        verify_receipt(receipt, RECEIPT_KEY.public, HEAD)
    assert (caught.value.offered, caught.value.size) == (receipt, 5)


def test_what_a_note_claims_is_read_without_belief() -> None:
    assert claimed(note(digests(5), OUTSIDER_KEY)) == HEAD


def test_a_note_that_is_no_checkpoint_gets_no_receipt() -> None:
    letter = Note("hello\n", parse_note(SIGNED).signatures).encode()
    with pytest.raises(Malformed):
        countersign(letter, RECEIPT_KEY, NOW)
