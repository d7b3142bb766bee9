"""Every step of admission, each attacked by a partner who writes into its feed whatever it likes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq import ledger
from tansiq.exchange import Inadmissible, LiveWorld, Refusal, admit
from tansiq.exchange.rosters import encode_roster
from tansiq.ledger import Kind
from tansiq.release import Membership, Roster
from tansiq.stix import StixObject, compose, parse, with_members
from tests.exchange.cast import (
    HOME,
    MEMBER,
    MINUTE,
    NOW,
    OUTSIDER,
    SAHEL,
    Cast,
    Node,
    body_of,
    dressed,
    make_cast,
    new_uuid,
    note,
    onward_to,
    to,
)


def refused(reader: Node, sender: Node) -> str:
    """Pull, see one entry refused with all that belongs to it, and return its code."""
    assert reader.pull(sender).refused == 1
    [entry] = [one for one in reader.view().feeds.arrivals(sender.id) if one.outcome == "refused"]
    assert (entry.salt, entry.object_id) == (None, None)
    [alarm] = reader.alarms(entry.code)
    assert alarm.partner == sender.id
    assert alarm.evidence
    if entry.kind is not Kind.ACK:
        sender.pull(reader)
        [answer] = sender.alarms("entry-refused")
        assert answer.about["code"] == entry.code
    return str(entry.code)


def tell_marking(cast: Cast) -> None:
    """Have the member know home's release marking."""
    cast.home.tell(note("first of all"), to=to(MEMBER))
    cast.member.pull(cast.home)


def later(obj: StixObject, minutes: int = 1, **members: object) -> StixObject:
    moment = NOW + minutes * MINUTE
    return parse(
        compose(obj.type, {**obj.data, **members, "modified": moment}, now=moment, new_uuid=new_uuid)
    )


def test_step_1_an_originator_nobody_knows_is_refused(cast: Cast) -> None:
    stranger = ledger.generate(ledger.agency_key_name(HOME), cast.home.random_bytes)
    body = ledger.seal_body(Kind.OBJECT, note().raw, stranger, by=f"identity--{new_uuid()}")
    cast.home.append(cast.member, body.encode())
    assert refused(cast.member, cast.home) == Refusal.UNKNOWN_ORIGINATOR


def test_step_1_nobody_tells_us_what_we_said_ourselves(cast: Cast) -> None:
    [report] = cast.home.tell(note(), to=to(MEMBER))
    cast.member.append(cast.home, body_of(cast.home, cast.member, 1).encode())
    assert refused(cast.home, cast.member) == Refusal.UNKNOWN_ORIGINATOR
    assert cast.home.holds(report)


def test_step_2_another_key_is_refused(cast: Cast) -> None:
    cast.home.say(cast.member, Kind.OBJECT, note().raw, by=cast.home, key=cast.outsider.keyring.node)
    assert refused(cast.member, cast.home) == Refusal.WRONG_SIGNATURE


def test_step_2_bytes_that_were_changed_are_refused(cast: Cast) -> None:
    tell_marking(cast)
    body = ledger.seal_body(Kind.OBJECT, dressed(cast.home, note()).raw, cast.home.keyring.node, by=HOME)
    cast.home.append(cast.member, replace(body, payload=body.payload.replace(b"convoy", b"camels")).encode())
    assert refused(cast.member, cast.home) == Refusal.WRONG_SIGNATURE


@pytest.mark.parametrize("payload", [b"", b"{}", b"\xff", b'{"type":"note"}', b"[" * 5000])
@pytest.mark.parametrize("kind", list(Kind))
def test_step_3_what_cannot_be_read_is_refused(cast: Cast, kind: Kind, payload: bytes) -> None:
    cast.home.say(cast.member, kind, payload)
    assert refused(cast.member, cast.home) == Refusal.MALFORMED


@pytest.mark.parametrize("body", [b"\x00", b"\x09abc", b"\x01", b"\x01\xff\xff\xff\xff", b"\x01\x02{}x"])
def test_step_3_what_is_no_body_is_refused(cast: Cast, body: bytes) -> None:
    with cast.member.store.snapshot() as tx, pytest.raises(Inadmissible) as caught:
        admit(body, HOME, tx=tx, world=LiveWorld(tx), now=NOW)
    assert caught.value.code == Refusal.MALFORMED


def test_step_3_a_first_version_told_as_a_later_one_is_refused(cast: Cast) -> None:
    tell_marking(cast)
    cast.home.say(cast.member, Kind.VERSION, dressed(cast.home, note()).raw)
    assert refused(cast.member, cast.home) == Refusal.WRONG_KIND


def test_step_4_an_object_created_by_another_agency_is_refused(cast: Cast) -> None:
    tell_marking(cast)
    cast.home.say(cast.member, Kind.OBJECT, dressed(cast.home, note(created_by_ref=OUTSIDER)).raw)
    assert refused(cast.member, cast.home) == Refusal.CREATOR_DIFFERS


def test_step_4_nobody_speaks_for_the_identity_of_another(cast: Cast) -> None:
    identity = {"id": OUTSIDER, "name": "Not they", "identity_class": "organization"}
    cast.home.say(cast.member, Kind.OBJECT, compose("identity", identity, now=NOW, new_uuid=new_uuid))
    assert refused(cast.member, cast.home) == Refusal.CREATOR_DIFFERS


def test_step_4_ones_own_identity_needs_no_terms(cast: Cast) -> None:
    identity = {"id": HOME, "name": "Agency", "identity_class": "organization"}
    cast.home.say(cast.member, Kind.OBJECT, compose("identity", identity, now=NOW, new_uuid=new_uuid))
    assert cast.member.pull(cast.home).refused == 0
    assert cast.member.holds(HOME)


def test_step_5_a_version_by_another_than_the_originator_is_refused(cast: Cast) -> None:
    obj = note()
    cast.home.tell(obj, to=to(MEMBER))
    cast.member.pull(cast.home)
    cast.outsider.tell(note(), to=to(MEMBER))
    forged = dressed(cast.outsider, later(obj, content="not so"))
    cast.outsider.say(cast.member, Kind.VERSION, forged.raw)
    assert refused(cast.member, cast.outsider) == Refusal.ORIGINATOR_DIFFERS
    record = cast.member.view().objects.record(obj.id)
    assert record is not None
    assert record.originator == HOME


def test_step_5_an_older_version_than_what_is_held_is_refused(cast: Cast) -> None:
    obj = note()
    [report] = cast.home.tell(obj, to=to(MEMBER))
    cast.home.correct(report, "corrected", NOW + 2 * MINUTE)
    cast.member.pull(cast.home)
    cast.home.say(cast.member, Kind.VERSION, dressed(cast.home, later(obj, 1)).raw)
    assert refused(cast.member, cast.home) == Refusal.VERSION_OLDER


def test_step_5_other_bytes_for_the_same_version_are_refused(cast: Cast) -> None:
    obj = note()
    cast.home.tell(obj, to=to(MEMBER))
    other = with_members(dressed(cast.home, obj).raw, {"content": "something else"})
    cast.home.say(cast.member, Kind.OBJECT, other)
    assert refused(cast.member, cast.home) == Refusal.VERSION_DIFFERS
    record = cast.member.view().objects.record(obj.id)
    assert record is not None
    assert record.object.data["content"] == "A convoy was seen"


def test_step_5_nothing_returns_after_its_recall(cast: Cast) -> None:
    [report] = cast.home.tell(note(), to=to(MEMBER))
    cast.member.pull(cast.home)
    body = body_of(cast.home, cast.member, 1).encode()
    cast.home.recall(report)
    cast.home.append(cast.member, body)
    assert refused(cast.member, cast.home) == Refusal.RECALLED
    assert not cast.member.holds(report)


def test_step_5_a_relay_that_is_late_brings_nothing_back_and_is_not_blamed(cast: Cast) -> None:
    home, member, outsider = cast.nodes
    [report] = home.tell(note(), to=to(MEMBER, OUTSIDER), terms=onward_to(OUTSIDER))
    member.pull(home)
    outsider.pull(home)
    member.share(report, OUTSIDER)
    home.recall(report)
    outsider.pull(home)
    assert outsider.pull(member).refused == 0
    assert not outsider.holds(report)


def test_step_6_a_marking_that_was_never_told_is_refused(cast: Cast) -> None:
    cast.home.say(cast.member, Kind.OBJECT, dressed(cast.home, note()).raw)
    assert refused(cast.member, cast.home) == Refusal.MARKING_UNKNOWN


def test_step_6_the_marking_of_another_originator_is_refused(cast: Cast) -> None:
    tell_marking(cast)
    cast.outsider.say(cast.member, Kind.OBJECT, dressed(cast.home, note(created_by_ref=OUTSIDER)).raw)
    assert refused(cast.member, cast.outsider) == Refusal.MARKING_FOREIGN


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (lambda data: {"object_marking_refs": data["object_marking_refs"][1:]}, Refusal.TLP_MISSING),
        (lambda data: {"object_marking_refs": data["object_marking_refs"][:1]}, Refusal.PURPOSE_MISSING),
        (lambda _: {"extensions": {}}, Refusal.GRADING_MISSING),
    ],
)
def test_step_7_terms_that_are_missing_are_missed(
    cast: Cast, change: Callable[[dict[str, list[str]]], dict[str, object]], refusal: Refusal
) -> None:
    tell_marking(cast)
    obj = dressed(cast.home, note())
    stripped = dict(obj.data) | change(dict(obj.data))
    if not stripped["extensions"]:
        del stripped["extensions"]
    cast.home.say(cast.member, Kind.OBJECT, compose("note", stripped, now=NOW, new_uuid=new_uuid))
    assert refused(cast.member, cast.home) == refusal


def test_step_8_what_may_not_go_on_is_refused_from_a_relay(cast: Cast) -> None:
    home, member, outsider = cast.nodes
    home.tell(note(), to=to(MEMBER))
    for index in range(2):
        member.append(outsider, body_of(home, member, index).encode())
    assert refused(outsider, member) == Refusal.RELAY_NOT_PERMITTED


def test_step_8_a_grant_by_the_originator_opens_the_way(cast: Cast) -> None:
    home, member, outsider = cast.nodes
    [report] = home.tell(note(), to=to(MEMBER))
    home.grant(report, OUTSIDER)
    outsider.pull(home)
    member.pull(home)
    assert member.share(report, OUTSIDER) == (OUTSIDER,)
    assert outsider.pull(member).refused == 0
    assert outsider.holds(report)


def test_a_recall_by_another_than_the_originator_is_refused(cast: Cast) -> None:
    [report] = cast.home.tell(note(), to=to(MEMBER))
    cast.member.pull(cast.home)
    payload = ledger.encode_statement(ledger.Recall(report, "inaccurate", NOW))
    cast.outsider.say(cast.member, Kind.RECALL, payload)
    assert refused(cast.member, cast.outsider) == Refusal.NOT_ORIGINATOR
    assert cast.member.holds(report)


def test_nobody_recalls_what_was_never_told_to_keep_it_out(cast: Cast) -> None:
    obj = note()
    cast.outsider.say(
        cast.member, Kind.RECALL, ledger.encode_statement(ledger.Recall(obj.id, "inaccurate", NOW))
    )
    cast.member.pull(cast.outsider)
    cast.home.tell(obj, to=to(MEMBER))
    assert cast.member.pull(cast.home).refused == 0
    assert cast.member.holds(obj.id)


def test_an_acknowledgement_in_anothers_name_is_refused(cast: Cast) -> None:
    [report] = cast.home.tell(note(), to=to(MEMBER))
    payload = ledger.encode_statement(ledger.Ack(report, "erased", OUTSIDER, NOW))
    cast.member.say(cast.home, Kind.ACK, payload)
    assert refused(cast.home, cast.member) == Refusal.NOT_ITS_AUTHOR
    assert cast.home.view().feeds.acks(report) == []


def test_an_acknowledgement_of_what_was_told_to_nobody_is_refused(cast: Cast) -> None:
    payload = ledger.encode_statement(ledger.Ack(note().id, "erased", MEMBER, NOW))
    cast.member.say(cast.home, Kind.ACK, payload)
    assert refused(cast.home, cast.member) == Refusal.NOT_TOLD


def roster(convener: Node, version: int, *agencies: str, names: str = "Sahel") -> bytes:
    members = tuple(Membership(agency) for agency in agencies)
    made = Roster(SAHEL, version, convener.id, {"ar": "الساحل", "fr": names, "en": "Sahel"}, members)
    return encode_roster(made, convener.view().agencies.known)


def test_a_roster_by_another_than_its_convener_is_refused(cast: Cast) -> None:
    cast.outsider.say(cast.member, Kind.ROSTER, roster(cast.home, 1, HOME, MEMBER))
    assert refused(cast.member, cast.outsider) == Refusal.NOT_CONVENER


def test_a_circle_does_not_change_its_convener(cast: Cast) -> None:
    cast.home.convene(MEMBER)
    cast.member.pull(cast.home)
    cast.outsider.say(cast.member, Kind.ROSTER, roster(cast.outsider, 2, OUTSIDER, MEMBER))
    assert refused(cast.member, cast.outsider) == Refusal.NOT_CONVENER


def test_an_older_roster_is_refused(cast: Cast) -> None:
    cast.home.convene(MEMBER, OUTSIDER, version=3)
    cast.home.say(cast.member, Kind.ROSTER, roster(cast.home, 2, HOME, MEMBER))
    assert refused(cast.member, cast.home) == Refusal.ROSTER_OLDER


def test_two_rosters_of_one_version_are_one_too_many(cast: Cast) -> None:
    cast.home.convene(MEMBER, version=3)
    cast.home.say(cast.member, Kind.ROSTER, roster(cast.home, 3, HOME, MEMBER, names="Autre"))
    assert refused(cast.member, cast.home) == Refusal.ROSTER_DIFFERS


def test_a_roster_without_us_is_refused(cast: Cast) -> None:
    cast.home.say(cast.member, Kind.ROSTER, roster(cast.home, 1, HOME, OUTSIDER))
    assert refused(cast.member, cast.home) == Refusal.NOT_A_MEMBER


def test_a_convener_does_not_replace_the_keys_of_an_agency_we_know(cast: Cast) -> None:
    with cast.home.store.transaction() as tx:
        tx.agencies.learn(replace(cast.outsider.agency, keys=(fake_key(cast),)))
    cast.home.say(cast.member, Kind.ROSTER, roster(cast.home, 1, HOME, MEMBER, OUTSIDER))
    assert cast.member.pull(cast.home).refused == 0
    assert cast.member.view().agencies.known(OUTSIDER) == cast.outsider.agency
    assert cast.member.alarm_codes() == ["roster-keys"]


def fake_key(cast: Cast) -> str:
    return ledger.generate(ledger.agency_key_name(OUTSIDER), cast.home.random_bytes).public.vkey()


def test_a_grant_by_another_than_the_originator_is_refused(cast: Cast) -> None:
    [report] = cast.home.tell(note(), to=to(MEMBER))
    cast.member.pull(cast.home)
    grant = ledger.Grant(report, OUTSIDER, OUTSIDER, ("cyber",), NOW + timedelta(days=9), NOW)
    cast.outsider.say(cast.member, Kind.GRANT, ledger.encode_statement(grant))
    assert refused(cast.member, cast.outsider) == Refusal.NOT_ORIGINATOR


def test_a_new_key_without_the_old_one_is_refused(cast: Cast) -> None:
    old, new = (
        cast.outsider.keyring.node,
        ledger.generate(ledger.agency_key_name(HOME), cast.home.random_bytes),
    )
    body = ledger.rotate(HOME, old.named(new.name), new, NOW)
    cast.home.append(cast.member, body.encode())
    assert refused(cast.member, cast.home) == Refusal.WRONG_SIGNATURE


def test_a_new_key_comes_from_its_owner_alone(cast: Cast) -> None:
    cast.home.rotate()
    cast.outsider.append(cast.member, body_of(cast.home, cast.member, 0).encode())
    assert refused(cast.member, cast.outsider) == Refusal.NOT_ITS_AUTHOR


@settings(max_examples=150, deadline=None)
@given(data=st.binary(min_size=1, max_size=300), kind=st.sampled_from(list(Kind)))
def test_no_bytes_get_in_or_get_it_down(data: bytes, kind: Kind) -> None:
    cast = make_cast()
    signed = ledger.seal_body(kind, data, cast.home.keyring.node, by=HOME).encode()
    with cast.member.store.snapshot() as tx:
        for body in (data, signed):
            with pytest.raises(Inadmissible):
                admit(body, HOME, tx=tx, world=LiveWorld(tx), now=NOW)
