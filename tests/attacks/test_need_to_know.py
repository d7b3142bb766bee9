"""Side doors by which a partner would learn of others what nobody told it."""

from datetime import timedelta

from tansiq.exchange import Outbox
from tansiq.release import Membership, Roster
from tests.exchange.cast import HOME, MEMBER, NAMES, NOW, OUTSIDER, SAHEL, Cast, Node, node, pair

NEWCOMER = "identity--00000007-0000-4000-8000-000000000000"


def tell_roster(home: Node, version: int, *members: Membership) -> None:
    with home.store.transaction() as tx:
        roster = Roster(SAHEL, version, HOME, NAMES, (Membership(HOME), *members))
        Outbox(tx, home.keyring).tell_roster(roster, now=NOW)


def size(home: Node, reader: str) -> int:
    return home.view().feeds.outgoing(reader).frontier.size


def test_who_left_a_circle_does_not_learn_who_joins_it(cast: Cast) -> None:
    pair(cast.home, node(NEWCOMER, 70))
    tell_roster(cast.home, 1, Membership(MEMBER), Membership(OUTSIDER))
    gone = Membership(OUTSIDER, until=NOW)
    tell_roster(cast.home, 2, Membership(MEMBER), gone)
    assert size(cast.home, OUTSIDER) == 2
    tell_roster(cast.home, 3, Membership(MEMBER), gone, Membership(NEWCOMER))
    assert (size(cast.home, OUTSIDER), size(cast.home, MEMBER)) == (2, 3)


def test_who_will_join_is_told_the_roster(cast: Cast) -> None:
    tell_roster(cast.home, 1, Membership(MEMBER, since=NOW + timedelta(days=1)))
    assert size(cast.home, MEMBER) == 1


def test_a_roster_told_again_is_heard_by_one_alone(cast: Cast) -> None:
    """A pause in our partnership with one agency is no business of the others."""
    tell_roster(cast.home, 1, Membership(MEMBER), Membership(OUTSIDER))
    with cast.home.store.transaction() as tx:
        Outbox(tx, cast.home.keyring).repeat_roster(SAHEL, MEMBER, now=NOW)
    assert (size(cast.home, MEMBER), size(cast.home, OUTSIDER)) == (2, 1)
    assert cast.member.pull(cast.home).refused == 0
    assert cast.member.view().circles.rosters()[SAHEL].version == 1
