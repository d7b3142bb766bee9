"""Small entries that would cost the node much: time, memory, or a person's attention."""

from datetime import UTC, datetime

from tansiq import ledger
from tansiq.exchange.admit import MAX_ACKS
from tansiq.exchange.alarms import MAX_STANDING
from tansiq.ledger import Kind
from tansiq.store.facts import MAX_TEXT, facts
from tests.exchange.cast import MEMBER, NOW, Cast, note, to
from tests.store.cast import record


def test_a_text_that_folds_to_eighteen_times_its_length_is_cut_before() -> None:
    """U+FDFA folds to 18 letters: 16 MB of it would take a gigabyte and half a minute."""
    folded = facts(record(text="\ufdfa" * 1_000_000)).text
    assert len(folded) <= 18 * MAX_TEXT


def test_what_stands_at_the_beginning_is_found_all_the_same() -> None:
    assert "tessalit" in facts(record(text="Tessalit " + "\ufdfa" * 1_000_000)).text


def test_a_first_version_of_the_ninth_century_does_not_stay_the_newest(durable_cast: Cast) -> None:
    """The year 900 written without its zero would sort behind 2026."""
    home = durable_cast.home
    early = "0900-01-01T00:00:00.000Z"
    [report] = home.tell(note(created=early, modified=early), to=to())
    home.correct(report, "Corrected", datetime(2026, 3, 2, tzinfo=UTC))
    held = home.view().objects.record(report)
    assert held is not None
    assert held.object.data["content"] == "Corrected"


def test_three_hundred_wrong_entries_ring_a_hundred_times(cast: Cast) -> None:
    for number in range(300):
        cast.outsider.say(cast.member, Kind.OBJECT, b"%d" % number)
    assert cast.member.pull(cast.outsider).refused == 300
    assert len(cast.member.alarms("malformed")) == MAX_STANDING
    cast.home.say(cast.member, Kind.OBJECT, b"another partner")
    cast.member.pull(cast.home)
    assert len(cast.member.alarms("malformed")) == MAX_STANDING + 1


def test_answers_without_end_for_one_object_are_not_kept(cast: Cast) -> None:
    [report] = cast.home.tell(note(), to=to(MEMBER))
    for number in range(MAX_ACKS + 50):
        ack = ledger.Ack(report, "onward", MEMBER, NOW, code=f"agency-{number}")
        cast.member.say(cast.home, Kind.ACK, ledger.encode_statement(ack))
    assert cast.home.pull(cast.member).refused == 50
    assert len(cast.home.view().feeds.acks(report)) == MAX_ACKS
