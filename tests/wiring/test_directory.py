"""Who is who, and how it stands with each, in the running transaction."""

from tansiq import desk
from tansiq.release import Standing
from tansiq.wiring import OPERATOR, Node, new_uuid
from tansiq.wiring.directory import Directory
from tests.wiring.nodes import Homes

NAMES = {"ar": "الساحل", "fr": "Sahel", "en": "Sahel"}


def test_a_lonely_node_knows_itself(node: Node) -> None:
    with node.snapshot() as tx:
        directory = Directory(tx)
        assert directory.home() == node.agency.id
        assert directory.names() == {node.agency.id: node.agency.names}
        assert directory.standing(node.agency.id) is None
        assert directory.rosters() == {}


def test_partners_and_their_standing_are_found(homes: Homes) -> None:
    alpha, bravo = homes.found("Alpha"), homes.found("Bravo", "ML")
    homes.pair(alpha, bravo)
    with homes.opened(alpha) as node, node.store.transaction() as tx:
        directory = Directory(tx)
        (other,) = directory.names().keys() - {node.agency.id}
        assert directory.standing(other) is Standing.ACTIVE
        directory.set_standing(other, Standing.SUSPENDED, now=node.now())
        assert directory.standing(other) is Standing.SUSPENDED


def test_circles_are_found_by_their_rosters(homes: Homes) -> None:
    alpha, bravo = homes.found("Alpha"), homes.found("Bravo", "ML")
    homes.pair(alpha, bravo)
    with homes.opened(alpha) as node:
        with node.desk() as at:
            made = desk.circles.create(
                NAMES, ["Bravo"], actor=OPERATOR, now=node.now(), desk=at, new_uuid=new_uuid
            )
        with node.snapshot() as tx:
            assert Directory(tx).rosters() == {made.circle: made}
