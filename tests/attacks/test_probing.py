"""A partner probes whether we hold what another told us: whatever it says, our answers are the same."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq import ledger
from tansiq.exchange.dressing import marking_for
from tansiq.exchange.rosters import encode_roster
from tansiq.ledger import Kind
from tansiq.release import Membership, Roster
from tansiq.stix import StixObject, compose, parse
from tests.exchange.cast import (
    HOME,
    MEMBER,
    NAMES,
    NOW,
    OUTSIDER,
    SAHEL,
    TERMS,
    Cast,
    Node,
    dressed,
    make_cast,
    new_uuid,
    note,
    to,
)

SECRET = note("What home told the member")
ADDRESS = parse(
    compose(
        "ipv4-addr", {"value": "198.51.100.3", "id": f"ipv4-addr--{new_uuid()}"}, now=NOW, new_uuid=new_uuid
    )
)
MARKING = marking_for(TERMS.marking, HOME)
LATER = NOW + timedelta(hours=1)

Probe = tuple[Kind, Callable[[Node], bytes]]


def recall(of: StixObject) -> Probe:
    return Kind.RECALL, lambda _: ledger.encode_statement(ledger.Recall(of.id, "inaccurate", NOW))


def erase(of: StixObject) -> Probe:
    return Kind.ERASE, lambda _: ledger.encode_statement(ledger.Erase(of.id, "inaccurate", NOW))


def grant(of: StixObject, to_: str) -> Probe:
    statement = ledger.Grant(of.id, to_, OUTSIDER, ("cyber",), LATER, NOW)
    return Kind.GRANT, lambda _: ledger.encode_statement(statement)


def tell(of: StixObject, kind: Kind = Kind.OBJECT, **changes: object) -> Probe:
    members = {**of.data, "created_by_ref": OUTSIDER, **changes}
    if "created" not in of.data:
        del members["created_by_ref"]
    obj = parse(compose(of.type, members, now=NOW, new_uuid=new_uuid))
    return kind, lambda node: dressed(node, obj).raw


def bare(of: StixObject) -> Probe:
    return Kind.OBJECT, lambda _: of.raw


def marked_by_home() -> Probe:
    obj = note(object_marking_refs=[TERMS.tlp.id, MARKING.id], created_by_ref=OUTSIDER)
    return Kind.OBJECT, lambda node: dressed(node, obj).raw


def convene() -> Probe:
    roster = Roster(SAHEL, 7, OUTSIDER, NAMES, (Membership(OUTSIDER), Membership(MEMBER)))
    return Kind.ROSTER, lambda node: encode_roster(roster, node.view().agencies.known)


PROBES: Sequence[Probe] = (
    *(probe(of) for of in (SECRET, ADDRESS, MARKING) for probe in (recall, erase, bare)),
    *(grant(of, agency) for of in (SECRET, ADDRESS) for agency in (MEMBER, HOME)),
    *(tell(SECRET, content=text) for text in ("Another", "A third")),
    tell(SECRET, Kind.VERSION, modified="2026-03-01T13:00:00.000Z"),
    tell(SECRET, created="2026-02-01T13:00:00.000Z", modified="2026-02-01T13:00:00.000Z"),
    tell(ADDRESS),
    tell(ADDRESS, value="198.51.100.4"),
    marked_by_home(),
    convene(),
)


def answers(cast: Cast, probes: Sequence[Probe]) -> list[bytes | None]:
    """Have the outsider tell the member `probes`; returns all that the member tells it."""
    member, outsider = cast.member, cast.outsider
    outsider.tell(note("first of all"), to=to(MEMBER))
    for kind, payload in probes:
        outsider.say(member, kind, payload(outsider))
    member.pull(outsider)
    size = member.view().feeds.outgoing(OUTSIDER).frontier.size
    return list(member.view().feeds.slice(OUTSIDER, 0, 0, size).bodies) if size else []


@settings(max_examples=60, deadline=None)
@given(probes=st.lists(st.sampled_from(PROBES), min_size=1, max_size=6))
def test_no_probing_tells_what_another_told_us(probes: Sequence[Probe]) -> None:
    ignorant, knowing = make_cast(), make_cast()
    knowing.home.convene(MEMBER)
    knowing.home.tell(SECRET, ADDRESS, to=to(MEMBER))
    assert knowing.member.pull(knowing.home).refused == 0
    assert answers(knowing, probes) == answers(ignorant, probes)
