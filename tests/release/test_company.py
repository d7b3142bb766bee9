"""What goes before an object: its creator, its extensions, its markings."""

from __future__ import annotations

from tansiq.release import Audience, Record, decide, needed_with
from tansiq.stix import TLP, StixObject, parse
from tests.release.cast import AUTHOR, HOME, MEMBER, NOW, OUTSIDER, kept, make, marked, new_id, release, world

PERMIT = release("cyber")
KIND = "property-extension"
FOR_MEMBER = Audience(agencies=frozenset({MEMBER}))
OURS = kept(marked("identity", id=HOME, grading=None))
SCHEMA = {"name": "Fuel", "schema": "https://example.org/fuel", "version": "1.0.0"}
STATEMENT = make("marking-definition", definition_type="statement", definition={"statement": "From the port"})


def told(
    obj: StixObject, *others: Record, reader: str = MEMBER, audience: Audience = FOR_MEMBER
) -> list[str]:
    record = kept(obj, audience=audience)
    seen = world(record, OURS, kept(PERMIT), *others)
    company = needed_with(record, decide(record, reader, NOW, world=seen), NOW, world=seen)
    assert all(one.reader == reader for one in company)
    return [one.value.id for one in company]


def test_creator_then_extensions_then_markings() -> None:
    fuel = kept(make("extension-definition", created_by_ref=HOME, extension_types=[KIND], **SCHEMA))
    extra = {fuel.object.id: {"extension_type": KIND, "litres": 9000}}
    obj = marked("report", TLP.AMBER, PERMIT, extensions=extra)
    assert told(obj, fuel) == [HOME, fuel.object.id, PERMIT.id]


def test_nothing_goes_with_what_is_refused() -> None:
    assert told(marked("report", TLP.AMBER, PERMIT), reader=OUTSIDER) == []


def test_markings_of_parts_go_along_and_those_of_removed_parts_do_not() -> None:
    granular = [{"marking_ref": STATEMENT.id, "selectors": ["description"]}]
    obj = marked("report", TLP.AMBER, PERMIT, description="At the well", granular_markings=granular)
    assert told(obj, kept(STATEMENT)) == [HOME, PERMIT.id, STATEMENT.id]
    record = kept(obj, audience=FOR_MEMBER, parts={STATEMENT.id: Audience()})
    seen = world(record, OURS, kept(PERMIT), kept(STATEMENT))
    company = needed_with(record, decide(record, MEMBER, NOW, world=seen), NOW, world=seen)
    assert [one.value.id for one in company] == [HOME, PERMIT.id]


def test_the_marking_of_a_marking_goes_before_it() -> None:
    permit = release("cyber", object_marking_refs=[STATEMENT.id])
    assert told(marked("report", TLP.AMBER, permit), kept(permit), kept(STATEMENT)) == [
        HOME,
        STATEMENT.id,
        permit.id,
    ]


def test_markings_that_mark_each_other_end() -> None:
    first, second = new_id("marking-definition"), new_id("marking-definition")
    one, other = (
        release("cyber", id=mine, object_marking_refs=[theirs])
        for mine, theirs in [(first, second), (second, first)]
    )
    assert sorted(told(marked("report", TLP.AMBER, one), kept(one), kept(other)))[1:] == sorted(
        [first, second]
    )


def test_what_another_agency_defined_does_not_go_along() -> None:
    obj = marked("report", TLP.AMBER, PERMIT, STATEMENT)
    assert told(obj, kept(STATEMENT, AUTHOR)) == [HOME, PERMIT.id]


def test_a_recalled_identity_does_not_go_along() -> None:
    gone = kept(OURS.object, recalled=NOW)
    assert told(marked("report", TLP.AMBER, PERMIT), gone) == [PERMIT.id]


def test_a_creator_that_the_reader_may_not_have_does_not_go_along() -> None:
    unit = kept(marked("identity", TLP.AMBER, PERMIT))
    assert told(marked("report", TLP.AMBER, PERMIT, by=unit.object.id), unit) == [PERMIT.id]


def test_a_creator_that_the_reader_may_have_does() -> None:
    unit = kept(marked("identity", TLP.AMBER, PERMIT), audience=FOR_MEMBER)
    assert told(marked("report", TLP.AMBER, PERMIT, by=unit.object.id), unit) == [unit.object.id, PERMIT.id]


def test_the_reader_is_not_told_of_itself() -> None:
    itself = kept(marked("identity", id=MEMBER, grading=None), MEMBER)
    assert told(marked("report", TLP.AMBER, PERMIT, by=MEMBER), itself) == [PERMIT.id]


def test_a_definition_that_this_node_keeps_as_its_own_goes_along() -> None:
    amber = kept(parse(TLP.AMBER.marking_definition()))
    assert told(marked("report", TLP.AMBER, PERMIT), amber) == [HOME, TLP.AMBER.id, PERMIT.id]


def test_attack_a_tower_of_markings_does_not_exhaust_the_stack() -> None:
    tower = [release("cyber")]
    for _ in range(1200):
        tower.append(release("cyber", object_marking_refs=[tower[-1].id]))
    assert told(marked("report", TLP.AMBER, tower[-1]), *map(kept, tower)) == [
        HOME,
        *(one.id for one in tower),
    ]
