"""Pulling from a partner that is honest, cut off, or cheats."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.exchange import BrokenFeed, NotServed, Unreachable
from tansiq.exchange.node import pull
from tansiq.release import Standing
from tests.exchange.cast import HOME, MEMBER, NOW, SAHEL, Cast, Link, body_of, make_cast, note, to

Attack = Callable[[Link], None]


def told(cast: Cast, count: int = 3) -> list[str]:
    return [cast.home.tell(note(f"{number}"), to=to(MEMBER))[0] for number in range(count)]


def unchanged(cast: Cast, size: int) -> bool:
    incoming = cast.member.view().feeds.incoming(HOME)
    return (incoming.frontier.size, incoming.receipted) == (size, size)


def test_a_second_pull_brings_nothing_new(cast: Cast) -> None:
    told(cast)
    assert cast.member.pull(cast.home).entries == 4
    assert cast.member.pull(cast.home).entries == 0


def test_a_backlog_of_several_packs_arrives(cast: Cast) -> None:
    ids = cast.home.tell(*(note(f"{number}") for number in range(600)), to=to(MEMBER))
    assert cast.member.pull(cast.home).entries == 601
    assert all(cast.member.holds(one) for one in ids)


def test_an_entry_erased_before_it_came_is_no_obstacle(cast: Cast) -> None:
    first, second, third = told(cast)
    cast.home.recall(second)
    pulled = cast.member.pull(cast.home)
    assert (pulled.entries, pulled.refused) == (5, 0)
    assert [cast.member.holds(one) for one in (first, second, third)] == [True, False, True]
    assert [one.outcome for one in cast.member.view().feeds.arrivals(HOME)].count("erased") == 1


def test_a_receipt_that_was_lost_is_given_again(cast: Cast) -> None:
    told(cast)
    link = cast.member.link(cast.home)
    link.cut_after = 2
    with pytest.raises(Unreachable):
        cast.member.pull(cast.home)
    assert cast.member.view().feeds.incoming(HOME).frontier.size == 4
    link.repair()
    assert cast.member.pull(cast.home).receipted == 4
    receipt = cast.home.view().feeds.outgoing(MEMBER).receipt
    assert receipt is not None
    assert receipt.size == 4


def test_a_link_that_is_cut_again_and_again_carries_each_slice_once(cast: Cast) -> None:
    carried: list[bytes] = []
    ids = cast.home.tell(*(note(f"{number}") for number in range(600)), to=to(MEMBER))
    link = cast.member.link(cast.home)
    link.spoil = lambda data: (carried.append(data), data)[1]  # type: ignore[func-returns-value]
    for _ in range(2):
        link.cut_after = 2  # a head and a slice
        with pytest.raises(Unreachable):
            cast.member.pull(cast.home)
    link.cut_after = None
    assert cast.member.pull(cast.home).entries == 601
    assert len(carried) == 3
    assert all(cast.member.holds(one) for one in ids)


def test_what_was_fetched_before_the_feed_grew_is_not_fetched_again(cast: Cast) -> None:
    told(cast)
    link = cast.member.link(cast.home)
    link.cut_after = 1
    with pytest.raises(Unreachable):
        cast.member.pull(cast.home)
    told(cast, 1)
    link.repair()
    assert cast.member.pull(cast.home).entries == 5


def test_what_was_fetched_from_a_partner_that_cheats_is_forgotten(cast: Cast) -> None:
    told(cast)
    link = cast.member.link(cast.home)
    link.fork()
    with pytest.raises(BrokenFeed):
        cast.member.pull(cast.home)
    assert link.fetched.end == 0
    link.repair()
    assert cast.member.pull(cast.home).entries == 4


def test_a_receipt_that_was_lost_does_not_wait_for_news(cast: Cast) -> None:
    told(cast)
    link = cast.member.link(cast.home)
    link.cut_after = 2
    with pytest.raises(Unreachable):
        cast.member.pull(cast.home, wait=25)
    link.repair()
    cast.member.pull(cast.home, wait=25)
    assert link.waited == 0
    cast.member.pull(cast.home, wait=25)
    assert link.waited == 25


@pytest.mark.parametrize(
    ("attack", "code"),
    [
        (lambda link: link.rollback(2), "rollback"),
        (lambda link: link.fork(), "fork"),
        (lambda link: link.wrong_key(), "wrong-head-signature"),
    ],
)
def test_a_false_head_is_refused_with_its_evidence(cast: Cast, attack: Attack, code: str) -> None:
    told(cast)
    cast.member.pull(cast.home)
    attack(cast.member.link(cast.home))
    with pytest.raises(BrokenFeed) as broken:
        cast.member.pull(cast.home)
    assert broken.value.code == code
    assert unchanged(cast, 4)
    [alarm] = cast.member.alarms(code)
    assert alarm.partner == HOME
    if code != "wrong-head-signature":
        assert alarm.evidence.count(b"tansiq/feed/") > 2


@pytest.mark.parametrize(
    ("attack", "codes"),
    [
        (lambda link: link.fork(), {"wrong-root"}),
        (lambda link: link.flip_bit(400), {"wrong-root", "malformed-feed"}),
        (lambda link: link.truncate(3), {"malformed-feed"}),
        (lambda link: link.reorder(), {"wrong-root"}),
    ],
)
def test_false_entries_are_not_stored(cast: Cast, attack: Attack, codes: set[str]) -> None:
    told(cast)
    cast.member.pull(cast.home)
    later = [cast.home.tell(note(f"later {number}"), to=to(MEMBER))[0] for number in range(3)]
    attack(cast.member.link(cast.home))
    with pytest.raises(BrokenFeed) as broken:
        cast.member.pull(cast.home)
    assert broken.value.code in codes
    assert unchanged(cast, 4)
    cast.member.link(cast.home).repair()
    cast.member.pull(cast.home)
    assert all(cast.member.holds(one) for one in later)


def test_the_answer_to_another_question_is_refused(cast: Cast) -> None:
    told(cast)
    other = cast.home.server.slice(MEMBER, 0, 1, 4)
    cast.member.link(cast.home).spoil = lambda _: other
    with pytest.raises(BrokenFeed):
        cast.member.pull(cast.home)


@settings(max_examples=40, deadline=None)
@given(bit=st.integers(0, 10_000))
def test_no_flipped_bit_comes_in(bit: int) -> None:
    cast = make_cast()
    told(cast, 2)
    cast.member.link(cast.home).flip_bit(bit)
    try:
        cast.member.pull(cast.home)
    except BrokenFeed:
        assert cast.member.view().feeds.incoming(HOME).frontier.size == 0
    else:
        assert (
            cast.member.view().feeds.incoming(HOME).frontier
            == cast.home.view().feeds.outgoing(MEMBER).frontier
        )
    assert cast.member.alarm_codes() in ([], ["malformed-feed"], ["wrong-root"])


@pytest.mark.parametrize("days", [-2, 2])
def test_a_clock_two_days_off_does_not_stop_the_exchange_and_is_seen(cast: Cast, days: int) -> None:
    [report] = told(cast, 1)
    cast.member.link(cast.home).now = NOW + timedelta(days=days)
    cast.member.pull(cast.home)
    assert cast.member.holds(report)
    assert cast.member.alarm_codes() == ["stale-head" if days < 0 else "partner-clock"]


def test_a_partner_that_is_silent_for_a_day_is_seen(cast: Cast) -> None:
    cast.member.pull(cast.home)
    cast.member.link(cast.home).cut_after = 0
    with pytest.raises(Unreachable):
        cast.member.pull(cast.home, NOW + timedelta(days=2))
    assert cast.member.alarm_codes() == ["silent-partner"]


def test_nothing_is_fetched_from_a_suspended_partner(cast: Cast) -> None:
    with cast.member.store.transaction() as tx:
        tx.agencies.set_standing(HOME, Standing.SUSPENDED, now=NOW)
    with pytest.raises(NotServed):
        cast.member.pull(cast.home)


def test_a_new_key_is_learnt_from_the_feed_and_goes_on(cast: Cast) -> None:
    told(cast, 1)
    cast.member.pull(cast.home)
    cast.home.rotate()
    cast.member.pull(cast.home)
    cast.home.keyring = cast.home.retire()
    [report] = cast.home.tell(note("under the new key"), to=to(MEMBER))
    assert cast.member.pull(cast.home).refused == 0
    assert cast.member.holds(report)
    assert cast.member.alarm_codes() == ["key-changed"]


Step = tuple[str, int]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["tell", "correct", "recall", "pull", "pull back", "onward", "cut"]),
        st.integers(0, 7),
    ),
    max_size=14,
)


@settings(max_examples=30, deadline=None)
@given(steps=STEPS)
def test_any_interleaving_of_pulls_and_cuts_leads_to_the_same_state(steps: list[Step]) -> None:
    """What the readers hold in the end is what home lets them have, however the wire behaved in between."""
    cast = make_cast()
    cast.home.convene(MEMBER)
    ids: list[str] = []
    gone: set[str] = set()
    for at, (verb, number) in enumerate(steps):
        now = NOW + timedelta(seconds=at + 1)
        alive = [one for one in ids if one not in gone]
        match verb:
            case "tell":
                ids += cast.home.tell(note(f"{at}"), to=to(circles=[SAHEL]), now=now)
            case "correct" if alive:
                cast.home.correct(alive[number % len(alive)], f"corrected {at}", now)
            case "recall" if alive:
                gone.add(alive[number % len(alive)])
                cast.home.recall(alive[number % len(alive)], now)
            case "cut":
                cast.member.link(cast.home).cut_after = number % 4
                with suppress(Unreachable):
                    for _ in range(5):
                        cast.member.pull(cast.home, now)
                cast.member.link(cast.home).repair()
            case "pull":
                cast.member.pull(cast.home, now)
            case "pull back":
                cast.home.pull(cast.member, now)
    cast.member.pull(cast.home)
    cast.home.pull(cast.member)
    for one in ids:
        mine, theirs = cast.member.view().objects.record(one), cast.home.view().objects.record(one)
        assert (mine is None) == (one in gone)
        assert mine is None or (theirs is not None and mine.object == theirs.object)
    assert {one for one in gone if not cast.home.view().feeds.acks(one)} == set()
    assert cast.member.alarm_codes() == cast.home.alarm_codes() == []


def test_entries_replayed_by_their_sender_change_nothing(cast: Cast) -> None:
    told(cast, 1)
    for index in range(2):
        cast.home.append(cast.member, body_of(cast.home, cast.member, index).encode())
    pulled = cast.member.pull(cast.home)
    assert (pulled.entries, pulled.refused) == (4, 0)
    outcomes = [one.outcome for one in cast.member.view().feeds.arrivals(HOME)]
    assert outcomes == ["stored", "stored", "known", "known"]


def test_what_came_after_a_long_wait_is_dated_by_its_end(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    told(cast)
    link, moment = cast.member.link(cast.home), [NOW]
    ask = link.checkpoint

    def wait_long(*question: Any) -> bytes | None:
        moment[0] = NOW + timedelta(seconds=25)
        return ask(*question)

    monkeypatch.setattr(Link, "checkpoint", staticmethod(wait_long))
    member = cast.member
    pull(member.store, link, HOME, member.keyring, clock=lambda: moment[0], fetched=link.fetched, wait=25)
    receipt = cast.home.view().feeds.outgoing(MEMBER).receipt
    assert receipt is not None
    assert receipt.at == moment[0]
