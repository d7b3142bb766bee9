"""The main job between three nodes in memory, step by step."""

import pytest

from tansiq.exchange import Outbox
from tansiq.release import Outcome
from tests.exchange.cast import MEMBER, MINUTE, NOW, OUTSIDER, SAHEL, Cast, note, onward_to, to


@pytest.fixture(params=["cast", "durable_cast"], ids=["memory", "sqlite"])
def cast(request: pytest.FixtureRequest) -> Cast:
    """The cast in memory, and in SQLite."""
    chosen: Cast = request.getfixturevalue(request.param)
    return chosen


def test_a_report_arrives_is_receipted_corrected_and_erased_everywhere(cast: Cast) -> None:
    home, member, _ = cast.nodes
    home.convene(MEMBER, OUTSIDER)
    [report] = home.tell(note("first"), to=to(circles=[SAHEL], exclude=[OUTSIDER]))
    assert member.pull(home).refused == 0
    assert member.holds(report)
    [told] = [one for one in home.view().feeds.told(report) if one.reader == MEMBER]
    assert told.received is not None

    home.correct(report, "second", NOW + MINUTE)
    member.pull(home, NOW + MINUTE)
    record = member.view().objects.record(report)
    assert record is not None
    assert record.object.data["content"] == "second"

    assert home.recall(report, NOW + 2 * MINUTE) == (MEMBER,)
    assert member.pull(home, NOW + 2 * MINUTE).withdrawn
    assert not member.holds(report)
    home.pull(member, NOW + 2 * MINUTE)
    assert [(ack.by, ack.what) for ack in home.view().feeds.acks(report)] == [(MEMBER, "erased")]
    assert all(one.alarm_codes() == [] for one in cast.nodes)


def test_the_excluded_gets_no_byte_about_it(cast: Cast) -> None:
    home, _, _ = cast.nodes
    home.convene(MEMBER, OUTSIDER)
    before = home.view().feeds.outgoing(OUTSIDER).frontier
    [report] = home.tell(note(), to=to(circles=[SAHEL], exclude=[OUTSIDER]))
    home.recall(report)
    assert home.view().feeds.outgoing(OUTSIDER).frontier == before


def test_why_names_the_reason_for_each(cast: Cast) -> None:
    home, _, _ = cast.nodes
    home.convene(MEMBER, OUTSIDER)
    [report] = home.tell(note(), to=to(circles=[SAHEL], exclude=[OUTSIDER]))
    with home.store.snapshot() as tx:
        outbox = Outbox(tx, home.keyring)
        assert outbox.why(report, MEMBER, now=NOW).outcome is Outcome.WHOLE
        assert outbox.why(report, OUTSIDER, now=NOW).outcome is Outcome.NO


def test_what_may_not_go_on_does_not_go_on(cast: Cast) -> None:
    home, member, _ = cast.nodes
    [report] = home.tell(note(), to=to(MEMBER))
    member.pull(home)
    assert member.share(report, OUTSIDER) == ()


def test_a_recall_follows_through_every_hop_and_its_answers_come_back(cast: Cast) -> None:
    home, member, outsider = cast.nodes
    [report] = home.tell(note(), to=to(MEMBER), terms=onward_to(OUTSIDER))
    member.pull(home)
    assert member.share(report, OUTSIDER) == (OUTSIDER,)
    outsider.pull(member)
    assert outsider.holds(report)
    home.recall(report)
    for reader, sender in ((member, home), (outsider, member), (member, outsider), (home, member)):
        assert reader.pull(sender).refused == 0
    assert not outsider.holds(report)
    acks = {(ack.by, ack.what) for ack in home.view().feeds.acks(report)}
    assert acks == {(MEMBER, "onward"), (MEMBER, "erased"), (OUTSIDER, "erased")}
