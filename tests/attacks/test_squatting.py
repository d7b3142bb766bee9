"""A partner takes an id before its owner tells it, or takes back what is not its own."""

from dataclasses import replace

from tansiq import ledger
from tansiq.desk import Filter
from tansiq.exchange import Refusal
from tansiq.exchange.dressing import marking_for
from tansiq.exchange.rosters import encode_roster
from tansiq.ledger import Kind
from tansiq.release import Membership, Roster
from tansiq.stix import Onward, ReleaseMarking, compose, parse
from tansiq.store import MemoryStore
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
    body_of,
    dressed,
    new_uuid,
    note,
    onward_to,
    to,
)
from tests.exchange.refusing import refused

ADDRESS = parse(
    compose(
        "ipv4-addr",
        {"value": "198.51.100.3", "id": f"ipv4-addr--{new_uuid()}"},
        now=NOW,
        new_uuid=new_uuid,
    )
)

LETTERS = "abcdef00-0000-4000-8000-000000000000"


def say_recall(of: str, sender: Node, reader: Node) -> None:
    sender.say(reader, Kind.RECALL, ledger.encode_statement(ledger.Recall(of, "inaccurate", NOW)))


def take_marking(sender: Node, reader: Node) -> None:
    """Tell, in one's own name, a definition by the id of the release marking that home uses."""
    marking = marking_for(TERMS.marking, HOME)
    members = {**marking.data, "created_by_ref": sender.id}
    taken = compose("marking-definition", members, now=NOW, new_uuid=new_uuid)
    sender.say(reader, Kind.OBJECT, taken)


def test_what_was_recalled_before_it_came_does_not_come_by_a_relay(durable_cast: Cast) -> None:
    home, member, outsider = durable_cast.nodes
    [report] = home.tell(note(), to=to(MEMBER), terms=onward_to(OUTSIDER))
    passed_on = [body_of(home, member, index).encode() for index in range(2)]
    say_recall(report, home, outsider)
    outsider.pull(home)
    for body in passed_on:
        member.append(outsider, body)
    outsider.pull(member)
    assert not outsider.holds(report)


def test_a_recall_by_a_stranger_to_the_object_keeps_nothing_out(durable_cast: Cast) -> None:
    home, member, outsider = durable_cast.nodes
    obj = note()
    say_recall(obj.id, outsider, member)
    member.pull(outsider)
    [report] = home.tell(obj, to=to(MEMBER))
    assert member.pull(home).refused == 0
    assert member.holds(report)
    assert member.view().objects.tombstone(report) is None


def test_an_observable_told_and_taken_back_can_still_be_told_by_others(durable_cast: Cast) -> None:
    """Its id follows from its value: whoever took it back first would blind us to it."""
    home, member, outsider = durable_cast.nodes
    outsider.tell(ADDRESS, to=to(MEMBER))
    member.pull(outsider)
    outsider.recall(ADDRESS.id)
    member.pull(outsider)
    assert not member.holds(ADDRESS.id)
    home.tell(ADDRESS, to=to(MEMBER))
    assert member.pull(home).refused == 0
    assert member.holds(ADDRESS.id)
    assert member.view().objects.tombstone(ADDRESS.id) is None
    say_recall(ADDRESS.id, outsider, member)
    member.pull(outsider)
    assert member.holds(ADDRESS.id)


def test_what_its_own_originator_took_back_stays_away(durable_cast: Cast) -> None:
    home, member, outsider = durable_cast.nodes
    home.tell(ADDRESS, to=to(MEMBER))
    member.pull(home)
    home.recall(ADDRESS.id)
    member.pull(home)
    outsider.tell(ADDRESS, to=to(MEMBER))
    member.pull(outsider)
    home.say(member, Kind.OBJECT, dressed(home, ADDRESS).raw)
    assert member.pull(home).refused == 1
    record = member.view().objects.record(ADDRESS.id)
    assert record is not None
    assert record.originator == OUTSIDER


def test_nobody_takes_the_release_markings_of_another_beforehand(cast: Cast) -> None:
    """Their ids can be computed by anybody; who held one would keep out all that home tells."""
    take_marking(cast.outsider, cast.member)
    assert refused(cast.member, cast.outsider) == Refusal.MARKING_FOREIGN
    [report] = cast.home.tell(note(), to=to(MEMBER))
    assert cast.member.pull(cast.home).refused == 0
    assert cast.member.holds(report)


def test_nobody_takes_our_own_release_markings_from_us(cast: Cast) -> None:
    take_marking(cast.outsider, cast.home)
    assert refused(cast.home, cast.outsider) == Refusal.MARKING_FOREIGN
    cast.home.tell(note(), to=to(MEMBER))
    assert cast.member.pull(cast.home).entries == 2


def test_the_name_of_a_known_agency_in_capitals_is_its_name(cast: Cast) -> None:
    with cast.member.store.transaction() as tx:
        tx.agencies.learn(replace(cast.home.agency, id=f"identity--{LETTERS}"))
    false = dressed(cast.outsider, note(created_by_ref=f"identity--{LETTERS.upper()}"))
    cast.outsider.say(cast.member, Kind.OBJECT, false.raw)
    assert refused(cast.member, cast.outsider) == Refusal.CREATOR_DIFFERS


def roster(convener: Node, *members: str) -> bytes:
    """A roster by home's circle id, in one's own name."""
    stays = tuple(Membership(agency) for agency in (convener.id, *members))
    return encode_roster(Roster(SAHEL, 1, convener.id, NAMES, stays), convener.view().agencies.known)


def test_nobody_convenes_the_circle_of_another_beforehand(cast: Cast) -> None:
    """Who did would be told what is for the circle, by everybody who does not know the true one."""
    cast.outsider.say(cast.member, Kind.ROSTER, roster(cast.outsider, MEMBER))
    assert refused(cast.member, cast.outsider) == Refusal.NOT_CONVENER
    cast.home.convene(MEMBER)
    assert cast.member.pull(cast.home).refused == 0
    assert cast.member.view().circles.rosters()[SAHEL].convener == HOME


def test_nobody_makes_itself_a_member_where_an_onward_rule_names_a_circle(cast: Cast) -> None:
    home, member, outsider = cast.nodes
    terms = replace(TERMS, marking=replace(TERMS.marking, onward=Onward(circles=(SAHEL,))))
    [report] = home.tell(note(), to=to(MEMBER), terms=terms)
    member.pull(home)
    outsider.say(member, Kind.ROSTER, roster(outsider, MEMBER))
    member.pull(outsider)
    assert member.share(report, OUTSIDER) == ()


def test_nobody_comes_through_a_circle_that_it_is_not_in(cast: Cast) -> None:
    home, member, outsider = cast.nodes
    home.convene(MEMBER)
    member.pull(home)
    outsider.tell(note(), to=to(MEMBER))
    false = ledger.seal_body(
        Kind.OBJECT, dressed(outsider, note()).raw, outsider.keyring.node, by=OUTSIDER, via=(SAHEL,)
    )
    outsider.append(member, false.encode())
    assert member.pull(outsider).refused == 0
    wanted = Filter(circle=SAHEL)
    assert isinstance(member.store, MemoryStore)
    with member.store.snapshot() as tx:
        assert tx.objects.count(wanted, user="") == 0
        assert tx.objects.count(replace(wanted, circle=None), user="") == 2


def test_a_grant_for_one_purpose_does_not_open_the_way_for_two(cast: Cast) -> None:
    home, member, outsider = cast.nodes
    terms = replace(TERMS, marking=ReleaseMarking(("counter-terrorism", "drugs")))
    [report] = home.tell(note(), to=to(MEMBER), terms=terms)
    home.grant(report, OUTSIDER)
    outsider.pull(home)
    for index in range(2):
        member.append(outsider, body_of(home, member, index).encode())
    assert outsider.pull(member).refused == 1
    assert not outsider.holds(report)
