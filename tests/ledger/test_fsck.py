import pytest

from tansiq.ledger import Damage, FeedView, check_feed, countersign, feed_origin, salts, sign_checkpoint
from tests.ledger.cast import (
    HOME,
    HOME_KEY,
    NOW,
    ORIGIN,
    OUTSIDER,
    OUTSIDER_KEY,
    RECEIPT_KEY,
    SEED,
    Stored,
    digests,
    head,
    note,
    other_root,
)


def damages(view: FeedView) -> list[tuple[Damage, str]]:
    return [(finding.code, finding.where) for finding in check_feed(view)]


@pytest.mark.parametrize("count", [2, 5, 200])
def test_a_sound_feed_has_no_findings(count: int) -> None:
    assert check_feed(Stored(count)) == []


def test_an_empty_feed_is_sound() -> None:
    view = Stored(0)
    view.heads, view.answers = [note([])], []
    assert check_feed(view) == []


def test_an_erased_entry_is_sound() -> None:
    view = Stored()
    view.kept_bodies[3] = view.kept_salts[3] = None
    assert check_feed(view) == []


def test_a_changed_body_is_found() -> None:
    view = Stored()
    view.kept_bodies[3] = b"changed"
    assert damages(view) == [(Damage.ENTRY_ALTERED, "3")]


def test_a_changed_body_is_found_beside_an_erased_one() -> None:
    view = Stored()
    view.kept_bodies[1] = view.kept_salts[1] = None
    view.kept_bodies[3] = b"changed"
    assert damages(view) == [(Damage.ENTRY_ALTERED, "3")]


def test_a_changed_salt_is_found() -> None:
    view = Stored()
    view.kept_salts[3] = bytes(16)
    assert damages(view) == [(Damage.ENTRY_ALTERED, "3")]


def test_a_body_without_its_salt_is_found() -> None:
    view = Stored()
    view.kept_salts[3] = None
    assert damages(view) == [(Damage.SALT_MISSING, "3")]


def test_a_salt_left_over_from_an_erasure_is_found() -> None:
    view = Stored()
    view.kept_bodies[3] = None
    assert damages(view) == [(Damage.SALT_LEFT, "3")]


def test_a_changed_leaf_is_found_by_itself_and_by_every_head_over_it() -> None:
    view = Stored()
    view.kept_leaves[3] = bytes(32)
    roots = [(Damage.ROOT_DIFFERS, "checkpoint 1"), (Damage.ROOT_DIFFERS, "receipt 1")]
    assert damages(view) == [*roots, (Damage.ENTRY_ALTERED, "3")]


def test_an_entry_rewritten_with_its_leaf_is_found_by_the_heads() -> None:
    view = Stored()
    view.kept_bodies[0], view.kept_leaves[0] = view.kept_bodies[1], Stored().kept_leaves[1]
    view.kept_salts[0] = salts(SEED)[1]
    assert [damage for damage, _ in damages(view)] == [Damage.ROOT_DIFFERS] * 4


def test_missing_rows_are_found() -> None:
    view = Stored()
    del view.kept_bodies[4]
    assert damages(view) == [(Damage.ENTRY_MISSING, "0-5")]


def test_entries_that_were_cut_off_are_found_by_the_heads_beyond() -> None:
    view = Stored()
    view.count = 4
    assert damages(view) == [(Damage.BEYOND_END, "checkpoint 1"), (Damage.BEYOND_END, "receipt 1")]


@pytest.mark.parametrize("forged", [b"", b"garbage", note(digests(5), OUTSIDER_KEY)])
def test_a_head_that_the_sender_did_not_sign_is_found(forged: bytes) -> None:
    view = Stored()
    view.heads.append(forged)
    assert damages(view) == [(Damage.NOTE_REFUSED, "checkpoint 2")]


def test_a_second_root_for_one_size_is_found() -> None:
    view = Stored()
    view.heads.append(sign_checkpoint(other_root(head(view.kept_leaves)), HOME_KEY, NOW))
    assert damages(view) == [(Damage.ROOT_DIFFERS, "checkpoint 2")]


def test_a_receipt_for_another_history_is_found() -> None:
    view = Stored()
    view.answers.append(countersign(note(digests(5)), RECEIPT_KEY, NOW).encode())
    assert damages(view) == [(Damage.ROOT_DIFFERS, "receipt 2")]


def test_a_receipt_of_another_feed_is_found() -> None:
    view = Stored()
    foreign = note(view.kept_leaves, origin=feed_origin(HOME, OUTSIDER))
    view.answers.append(countersign(foreign, RECEIPT_KEY, NOW).encode())
    assert damages(view) == [(Damage.ROOT_DIFFERS, "receipt 2")]
    assert ORIGIN not in check_feed(view)[0].detail.split(" at ", maxsplit=1)[0]
