from dataclasses import replace

import pytest

from tansiq.exchange import NoEnd, NotHeld, NotNameable, NotOriginator, Outbox
from tansiq.exchange.taxii import Wanted
from tansiq.ledger import Kind
from tansiq.release import Grant, Record, Standing
from tansiq.stix import TLP, compose, parse
from tansiq.store.codec import micros
from tests.exchange.cast import (
    HOME,
    MEMBER,
    MINUTE,
    NOW,
    OUTSIDER,
    SAHEL,
    TERMS,
    Cast,
    body_of,
    dressed,
    new_uuid,
    note,
    to,
)


def told(cast: Cast, reader: str, object_id: str) -> list[str]:
    return [one.version for one in cast.home.view().feeds.told(object_id) if one.reader == reader]


def test_each_version_is_told_once(cast: Cast) -> None:
    [report] = cast.home.tell(note(), to=to(MEMBER))
    assert cast.home.share(report, MEMBER) == ()
    cast.home.correct(report, "corrected", NOW + MINUTE)
    assert len(told(cast, MEMBER, report)) == 2
    assert [body_of(cast.home, cast.member, index).kind for index in (1, 2)] == [Kind.OBJECT, Kind.VERSION]


def test_a_marking_is_told_once_and_before_what_it_marks(cast: Cast) -> None:
    cast.home.tell(note("one"), note("two"), to=to(MEMBER))
    types = [parse(body_of(cast.home, cast.member, index).payload).type for index in range(3)]
    assert types == ["marking-definition", "note", "note"]
    assert cast.home.view().feeds.outgoing(MEMBER).frontier.size == 3


def test_the_circle_it_came_through_goes_with_it_and_no_other(cast: Cast) -> None:
    cast.home.convene(MEMBER)
    cast.home.tell(note(), to=to(OUTSIDER, circles=[SAHEL]))
    assert body_of(cast.home, cast.member, 2).head.via == (SAHEL,)
    assert body_of(cast.home, cast.outsider, 1).head.via == ()


def test_what_is_redacted_for_a_reader_is_signed_anew(cast: Cast) -> None:
    report = parse(
        compose(
            "report",
            {
                "name": "Seen",
                "published": NOW,
                "object_refs": [(secret := note("secret")).id, f"tool--{new_uuid()}"],
            },
            now=NOW,
            new_uuid=new_uuid,
        )
    )
    cast.home.tell(secret, to=to(MEMBER))
    cast.home.tell(report, to=to(MEMBER, OUTSIDER))
    assert cast.outsider.pull(cast.home).refused == cast.member.pull(cast.home).refused == 0
    given = cast.outsider.view().objects.record(report.id)
    assert given is not None
    assert secret.id.encode() not in given.object.raw
    whole = cast.member.view().objects.record(report.id)
    assert whole is not None
    assert secret.id.encode() in whole.object.raw


def test_a_partner_that_is_suspended_is_told_nothing(cast: Cast) -> None:
    with cast.home.store.transaction() as tx:
        tx.agencies.set_standing(MEMBER, Standing.SUSPENDED, now=NOW)
    cast.home.tell(note(), to=to(MEMBER))
    assert cast.home.view().feeds.outgoing(MEMBER).frontier.size == 0


def test_bytes_for_one_reader_do_not_depend_on_another(cast: Cast) -> None:
    """Need to know: what others are told leaves no trace, not even by the id or time of a marking."""
    obj = note()
    cast.home.tell(note("for others"), to=to(OUTSIDER), now=NOW - MINUTE)
    cast.home.tell(obj, to=to(MEMBER))
    entries = [body_of(cast.home, cast.member, index).encode() for index in range(2)]
    cast.home.store = type(cast.home.store)(cast.home.random_bytes)  # type: ignore[call-arg]
    with cast.home.store.transaction() as tx:
        tx.agencies.found(cast.home.agency)
        for other in cast.nodes[1:]:
            partner = other.view().agencies.partner(HOME)
            assert partner is not None
            for basis in other.view().agencies.bases(HOME):
                tx.agencies.pair(
                    replace(partner, agency=other.agency), replace(basis, partner=other.id), now=NOW
                )
    cast.home.tell(obj, to=to(MEMBER))
    assert [body_of(cast.home, cast.member, index).encode() for index in range(2)] == entries


def test_nobody_authors_or_recalls_for_another(cast: Cast) -> None:
    [report] = cast.home.tell(note(), to=to(MEMBER))
    cast.member.pull(cast.home)
    with cast.member.store.transaction() as tx:
        outbox = Outbox(tx, cast.member.keyring)
        with pytest.raises(NotOriginator):
            outbox.recall(report, "inaccurate", now=NOW)
        with pytest.raises(NotOriginator):
            outbox.author([Record(note(), HOME, NOW)], now=NOW)


def test_what_could_never_be_recalled_is_not_told(cast: Cast) -> None:
    shouting = parse(note().raw.replace(b"-4000-8000-", b"-4AAA-8AAA-"))
    with pytest.raises(NotNameable):
        cast.home.tell(shouting, to=to(MEMBER))


def test_what_is_not_held_cannot_be_published_or_recalled(cast: Cast) -> None:
    with cast.home.store.transaction() as tx:
        outbox = Outbox(tx, cast.home.keyring)
        for verb in (
            lambda: outbox.publish([note().id], now=NOW),
            lambda: outbox.recall(note().id, "inaccurate", now=NOW),
            lambda: outbox.why(note().id, MEMBER, now=NOW),
        ):
            with pytest.raises(NotHeld):
                verb()


def test_a_grant_must_say_for_what_and_until_when(cast: Cast) -> None:
    [report] = cast.home.tell(note(), to=to(MEMBER))
    with cast.home.store.transaction() as tx, pytest.raises(NoEnd):
        Outbox(tx, cast.home.keyring).tell_grant(Grant(report, OUTSIDER, HOME), now=NOW)


def test_our_own_recalled_object_stays_here_marked(cast: Cast) -> None:
    [report] = cast.home.tell(note(), to=to(MEMBER))
    cast.home.recall(report)
    record = cast.home.view().objects.record(report)
    assert record is not None
    assert record.recalled == NOW
    assert cast.home.share(report, OUTSIDER) == ()


def test_dressing_writes_the_terms_once(cast: Cast) -> None:
    once = dressed(cast.home, note())
    assert dressed(cast.home, once) == once
    assert (once.created_by, once.grading) == (HOME, TERMS.grading)
    assert once.markings[0] == TLP.AMBER.id


def test_dressing_replaces_a_wider_tlp_and_keeps_other_markings(cast: Cast) -> None:
    other = dressed(cast.home, note()).markings[1]
    obj = dressed(cast.home, note(object_marking_refs=[TLP.GREEN.id, other]), replace(TERMS, tlp=TLP.RED))
    assert set(obj.markings) == {other, TLP.RED.id}


def test_dressing_leaves_definitions_as_they_are(cast: Cast) -> None:
    definition = parse(TLP.RED.marking_definition())
    assert dressed(cast.home, definition) == definition


def test_an_observable_can_be_told_too(cast: Cast) -> None:
    raw = compose("domain-name", {"value": "example.org"}, now=NOW, new_uuid=new_uuid)
    [domain] = cast.home.tell(parse(raw), to=to(MEMBER))
    assert cast.member.pull(cast.home).refused == 0
    assert cast.member.holds(domain)


def test_when_an_object_ends_is_known_to_the_feed_that_tells_it(cast: Cast) -> None:
    statement = parse(
        compose(
            "marking-definition",
            {"name": "Thanks", "definition_type": "statement", "definition": {"statement": "Thanks"}},
            now=NOW,
            new_uuid=new_uuid,
        )
    )
    later = replace(TERMS, marking=replace(TERMS.marking, retention=NOW.date()))
    cast.home.tell(statement, to=to(), terms=later)
    cast.home.tell(note(object_marking_refs=[statement.id]), to=to(MEMBER))
    lines = cast.home.view().shelves.told(MEMBER, Wanted(limit=9)).lines
    ends = {
        line.object_id.partition("--")[0]: line.expires for line in lines if line.object_id != statement.id
    }
    assert ends == {"marking-definition": None, "note": micros(TERMS.expires(NOW))}
    assert [line.expires for line in lines if line.object_id == statement.id] == [micros(later.expires(NOW))]
