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
