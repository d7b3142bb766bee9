from tansiq.exchange import LiveWorld
from tansiq.release import Record, Standing
from tansiq.stix import TLP
from tests.exchange.cast import HOME, MEMBER, NOW, SAHEL, Cast, dressed, note, to


def test_the_world_is_what_the_store_says(cast: Cast) -> None:
    cast.home.convene(MEMBER)
    [report] = cast.home.tell(note(), to=to(MEMBER))
    world = LiveWorld(cast.home.view())
    assert (world.home, world.standing(MEMBER), world.standing("identity--x")) == (
        HOME,
        Standing.ACTIVE,
        None,
    )
    assert world.rosters().keys() == {SAHEL}
    assert len(world.bases(MEMBER)) == 1
    assert world.grants(report, MEMBER) == []
    assert world.record(report) is not None


def test_the_fixed_definitions_are_known_without_being_held(cast: Cast) -> None:
    definition = LiveWorld(cast.home.view()).marking(TLP.RED.id)
    assert definition is not None
    assert definition.raw == TLP.RED.marking_definition()


def test_what_was_learnt_counts_at_once_until_it_is_forgotten(cast: Cast) -> None:
    world = LiveWorld(cast.home.view())
    record = Record(dressed(cast.home, note()), HOME, NOW)
    assert world.record(record.object.id) is None
    world.learn(record)
    assert world.record(record.object.id) is record
    world.forget()
    assert world.record(record.object.id) is None
