from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.ledger import (
    MAX_AGE,
    MAX_AHEAD,
    Checkpoint,
    Fork,
    LedgerError,
    Malformed,
    NodeKey,
    Rollback,
    Stale,
    TrustedFeed,
    WrongRoot,
    WrongSignature,
    feed_origin,
    prove_fork,
    sign_checkpoint,
)
from tests.ledger.cast import (
    HOME,
    HOME_KEY,
    NOW,
    ORIGIN,
    OUTSIDER,
    OUTSIDER_KEY,
    digests,
    flips,
    note,
    trusting,
)

KEYS = [HOME_KEY.public]
REWRITTEN = digests(9, "rewritten")


def at(size: int) -> TrustedFeed:
    return trusting().advance(note(digests(size)), digests(size), NOW)


def refuse(state: TrustedFeed, offered: bytes, leaves: list[bytes], **options: object) -> LedgerError:
    with pytest.raises(LedgerError) as caught:
        state.advance(offered, leaves, NOW, **options)  # type: ignore[arg-type]
    return caught.value


@given(st.lists(st.integers(0, 20), max_size=5))
def test_a_feed_advances_step_by_step(steps: list[int]) -> None:
    state = trusting()
    for step in steps:
        size = state.frontier.size
        whole = digests(size + step)
        state = state.advance(note(whole), whole[size:], NOW)
        assert state.frontier.size == size + step
        assert state.evidence == note(whole)


def test_the_first_head_may_be_empty() -> None:
    assert at(0).frontier.size == 0


def test_an_idle_feed_renews_its_evidence() -> None:
    later = note(digests(3), at=NOW + timedelta(hours=1))
    assert at(3).advance(later, [], NOW + timedelta(hours=1)).evidence == later


def test_attack_rollback_to_an_earlier_head() -> None:
    refusal = refuse(at(5), note(digests(3)), [])
    assert isinstance(refusal, Rollback)
    assert (refusal.trusted, refusal.offered, refusal.sizes) == (note(digests(5)), note(digests(3)), (5, 3))


def test_attack_two_heads_of_one_size() -> None:
    refusal = refuse(at(5), note(REWRITTEN[:5]), [])
    assert isinstance(refusal, Fork)
    assert (refusal.trusted, refusal.offered, refusal.size) == (note(digests(5)), note(REWRITTEN[:5]), 5)


def test_attack_a_larger_head_over_a_rewritten_history() -> None:
    refusal = refuse(at(5), note(REWRITTEN), REWRITTEN[5:])
    assert isinstance(refusal, WrongRoot)
    with pytest.raises(Fork) as proven:
        prove_fork(ORIGIN, KEYS, earlier=refusal.trusted, later=refusal.offered, leaves=REWRITTEN)
    assert (proven.value.trusted, proven.value.offered) == (note(digests(5)), note(REWRITTEN))


def test_damaged_entries_are_no_fork() -> None:
    refusal = refuse(at(5), note(digests(9)), REWRITTEN[5:])
    assert isinstance(refusal, WrongRoot)
    prove_fork(ORIGIN, KEYS, earlier=refusal.trusted, later=refusal.offered, leaves=digests(9))


@pytest.mark.parametrize("leaves", [digests(8), digests(10), REWRITTEN])
def test_nothing_is_proven_by_leaves_that_do_not_lead_to_the_head(leaves: list[bytes]) -> None:
    with pytest.raises(WrongRoot):
        prove_fork(ORIGIN, KEYS, earlier=note(digests(5)), later=note(digests(9)), leaves=leaves)


def test_nothing_is_proven_by_notes_that_the_sender_did_not_sign() -> None:
    forged = note(REWRITTEN, OUTSIDER_KEY)
    with pytest.raises(WrongSignature):
        prove_fork(ORIGIN, KEYS, earlier=note(digests(5)), later=forged, leaves=REWRITTEN)


@pytest.mark.parametrize("leaves", [[], digests(9)[5:8], digests(9)[4:], digests(9)])
def test_attack_gaps_and_repetitions(leaves: list[bytes]) -> None:
    assert isinstance(refuse(at(5), note(digests(9)), leaves), Malformed)


def test_attack_reordered_entries() -> None:
    assert isinstance(refuse(at(5), note(digests(9)), digests(9)[:4:-1]), WrongRoot)


def test_attack_a_head_signed_by_an_outsider() -> None:
    assert isinstance(refuse(at(5), note(digests(9), OUTSIDER_KEY), digests(9)[5:]), WrongSignature)


def test_attack_a_head_replayed_from_another_feed_of_the_sender() -> None:
    foreign = note(digests(9), origin=feed_origin(HOME, OUTSIDER))
    assert isinstance(refuse(at(5), foreign, digests(9)[5:]), WrongSignature)


def test_a_frozen_head_is_stale() -> None:
    old = note(digests(5), at=NOW - MAX_AGE - timedelta(seconds=1))
    refusal = refuse(at(5), old, [])
    assert isinstance(refusal, Stale)
    assert "behind the local clock" in str(refusal)


def test_a_head_carried_by_hand_may_be_old() -> None:
    old = note(digests(5), at=NOW - timedelta(days=90))
    assert trusting().advance(old, digests(5), NOW, max_age=None).frontier.size == 5


def test_a_clock_two_days_ahead_is_named_even_by_hand() -> None:
    early = note(digests(5), at=NOW + timedelta(days=2))
    refusal = refuse(trusting(), early, digests(5), max_age=None)
    assert isinstance(refusal, Stale)
    assert "2 days, 0:00:00 ahead of" in str(refusal)


def test_a_clock_a_little_ahead_is_tolerated() -> None:
    early = note(digests(5), at=NOW + MAX_AHEAD)
    assert trusting().advance(early, digests(5), NOW).frontier.size == 5


def test_a_refused_head_changes_nothing() -> None:
    state = at(5)
    refuse(state, note(REWRITTEN), REWRITTEN[5:])
    assert state == at(5)


def test_after_a_rotation_the_new_key_counts_and_the_old_one_does_not() -> None:
    new = NodeKey(HOME_KEY.name, bytes(32))
    state = at(5).with_keys(new.public)
    assert state.advance(note(digests(9), new), digests(9)[5:], NOW).frontier.size == 9
    assert isinstance(refuse(state, note(digests(9)), digests(9)[5:]), WrongSignature)


def test_a_signed_root_for_an_empty_feed_must_be_the_empty_one() -> None:
    lying = sign_checkpoint(Checkpoint(ORIGIN, 0, bytes(32)), HOME_KEY, NOW)
    assert isinstance(refuse(trusting(), lying, []), Fork)


def test_any_flipped_bit_of_a_head_is_refused_or_changes_nothing() -> None:
    for attack in flips(note(digests(5))):
        try:
            state = trusting().advance(attack, digests(5), NOW)
        except LedgerError:
            continue
        assert state.frontier == at(5).frontier
