"""Admission of objects, attacked by a partner who writes into its feed whatever it likes."""

from collections.abc import Callable

import pytest

from tansiq.exchange import Refusal
from tansiq.ledger import Kind
from tansiq.stix import StixObject, compose, parse, with_members
from tests.exchange.cast import (
    HOME,
    MEMBER,
    MINUTE,
    NOW,
    OUTSIDER,
    Cast,
    body_of,
    dressed,
    new_uuid,
    note,
    onward_to,
    to,
)
from tests.exchange.refusing import refused, tell_marking


def later(obj: StixObject, minutes: int = 1, **members: object) -> StixObject:
    moment = NOW + minutes * MINUTE
    return parse(
        compose(obj.type, {**obj.data, **members, "modified": moment}, now=moment, new_uuid=new_uuid)
    )


def test_step_3_a_first_version_told_as_a_later_one_is_refused(cast: Cast) -> None:
    tell_marking(cast)
    cast.home.say(cast.member, Kind.VERSION, dressed(cast.home, note()).raw)
    assert refused(cast.member, cast.home) == Refusal.WRONG_KIND


def test_step_3_an_id_that_no_recall_could_name_is_refused_and_does_not_stop_the_feed(cast: Cast) -> None:
    tell_marking(cast)
    shouting = note().raw.replace(b"-4000-8000-", b"-4AAA-8AAA-")
    cast.home.say(cast.member, Kind.OBJECT, dressed(cast.home, parse(shouting)).raw)
    [after] = cast.home.tell(note("after it"), to=to(MEMBER))
    assert refused(cast.member, cast.home) == Refusal.MALFORMED
    assert cast.member.holds(after)


def test_step_4_an_object_created_by_another_agency_is_refused(cast: Cast) -> None:
    tell_marking(cast)
    cast.home.say(cast.member, Kind.OBJECT, dressed(cast.home, note(created_by_ref=OUTSIDER)).raw)
    assert refused(cast.member, cast.home) == Refusal.CREATOR_DIFFERS


def test_step_4_nobody_speaks_for_the_identity_of_another(cast: Cast) -> None:
    identity = {"id": OUTSIDER, "name": "Not they", "identity_class": "organization"}
    false = parse(compose("identity", identity, now=NOW, new_uuid=new_uuid))
    cast.home.say(cast.member, Kind.OBJECT, dressed(cast.home, false).raw)
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
def test_steps_3_and_7_terms_that_are_missing_are_missed(
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
