"""Admission of entries and statements, attacked by a partner who writes into its feed whatever it likes."""

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
from tests.exchange.cast import (
    HOME,
    MEMBER,
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
    to,
)
from tests.exchange.refusing import refused, tell_marking


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
