"""Readers of one class must be given the very same bytes that each would be given alone."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.exchange import LiveWorld
from tansiq.exchange.readers import Readers
from tansiq.release import Audience, Basis, Membership, Record, Roster, Standing, decide
from tansiq.stix import compose, parse
from tests.exchange.cast import HOME, NAMES, NOW, Cast, dressed, make_cast, new_uuid, note

PARTNERS = [f"identity--{number:08x}-0000-4000-8000-0000000000cc" for number in range(6)]
CIRCLES = [f"identity--{number:08x}-0000-4000-8000-0000000000dd" for number in range(2)]
some = st.frozensets(st.sampled_from(PARTNERS), max_size=3)
audiences = st.builds(Audience, some, st.frozensets(st.sampled_from(CIRCLES)), some)
stays = st.lists(
    st.builds(
        Membership,
        st.sampled_from(PARTNERS),
        st.sampled_from([None, NOW - timedelta(days=9), NOW + timedelta(days=1)]),
        st.sampled_from([None, NOW - timedelta(days=1)]),
    ),
    max_size=6,
)
purposes = st.sampled_from([None, frozenset({"counter-terrorism"}), frozenset({"arms"})])


def world(cast: Cast, memberships: list[list[Membership]], allowed: list[frozenset[str] | None]) -> LiveWorld:
    live = LiveWorld(cast.home.view())
    rosters = {
        circle: Roster(circle, 1, HOME, NAMES, tuple(members))
        for circle, members in zip(CIRCLES, memberships, strict=True)
    }
    live._rosters = rosters
    live._standings = dict.fromkeys(PARTNERS, Standing.ACTIVE)
    begun = NOW - timedelta(days=90)
    live._bases = {
        partner: [Basis(partner, "treaty", purpose, None, begun)]
        for partner, purpose in zip(PARTNERS, allowed, strict=True)
    }
    return live


@settings(max_examples=60, deadline=None)
@given(
    audience=audiences,
    inner=audiences,
    memberships=st.lists(stays, min_size=2, max_size=2),
    allowed=st.lists(purposes, min_size=6, max_size=6),
    creator=st.sampled_from([HOME, PARTNERS[0]]),
)
def test_a_class_is_decided_as_each_of_its_readers_would_be(
    audience: Audience,
    inner: Audience,
    memberships: list[list[Membership]],
    allowed: list[frozenset[str] | None],
    creator: str,
) -> None:
    cast = make_cast()
    secret = dressed(cast.home, note("secret"))
    refs = {"name": "Seen", "published": NOW, "object_refs": [secret.id, f"tool--{new_uuid()}"]}
    report = parse(compose("report", {**refs, "created_by_ref": creator}, now=NOW, new_uuid=new_uuid))
    live = world(cast, memberships, allowed)
    shared = NOW - timedelta(hours=1)
    live.learn(Record(secret, HOME, shared, inner))
    record = Record(dressed(cast.home, report), HOME, shared, audience)
    classes = Readers(PARTNERS, live).classes(record)
    assert sorted(reader for readers in classes for reader in readers) == PARTNERS
    for readers in classes:
        alone = [decide(record, reader, NOW, world=live) for reader in readers]
        assert len({(one.outcome, one.via, one.released and one.released.value.raw) for one in alone}) == 1


def test_readers_whom_nothing_tells_apart_are_one_class(cast: Cast) -> None:
    live = world(cast, [[], []], [None] * 6)
    record = Record(dressed(cast.home, note()), HOME, NOW, Audience(frozenset(PARTNERS[:4])))
    assert sorted(map(len, Readers(PARTNERS, live).classes(record))) == [2, 4]


def test_each_reader_of_a_foreign_object_is_decided_alone(cast: Cast) -> None:
    live = world(cast, [[], []], [None] * 6)
    record = Record(dressed(cast.home, note()), PARTNERS[0], NOW)
    assert Readers(PARTNERS, live).classes(record) == [(partner,) for partner in PARTNERS]


def everything_led_to(record: Record, live: LiveWorld) -> list[Record]:
    """Return `record` and every record that its references lead to, as plainly as it can be said."""
    found = {record.object.id: record}
    while more := {
        ref: one
        for holder in found.values()
        for _, ref in holder.object.refs
        if ref not in found and (one := live.record(ref))
    }:
        found |= more
    return list(found.values())


@settings(max_examples=100, deadline=None)
@given(
    links=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=8),
    opened=st.lists(audiences, min_size=6, max_size=6),
    order=st.permutations(range(6)),
    told=st.integers(0, 5),
)
def test_what_objects_lead_to_is_the_same_whichever_was_looked_at_before(
    links: list[tuple[int, int]], opened: list[Audience], order: list[int], told: int
) -> None:
    cast = make_cast()
    live = world(cast, [[], []], [None] * 6)
    ids = [f"note--{number:08x}-0000-4000-8000-0000000000ee" for number in range(6)]
    for number, audience in enumerate(opened):
        refs = [ids[to] for at, to in links if at == number] or [f"tool--{new_uuid()}"]
        originator = PARTNERS[5] if number == told else HOME
        obj = note(
            id=ids[number], object_refs=[*refs, *PARTNERS[number : number + 1 if number % 3 == 0 else number]]
        )
        live.learn(Record(obj, originator, NOW, audience))
    readers = Readers(PARTNERS, live)
    for number in order:
        record = live.record(ids[number])
        assert record is not None
        led_to, reach = everything_led_to(record, live), readers._reach_of(record)
        named = {ref for one in led_to for _, ref in one.object.refs}
        assert reach.audiences == {one.audience for one in led_to}
        assert reach.mentioned == named & set(PARTNERS)
        assert reach.ours == all(one.originator == HOME for one in led_to)
