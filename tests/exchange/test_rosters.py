import pytest

from tansiq import ledger
from tansiq.exchange import BadCard
from tansiq.exchange.rosters import encode_roster, read_roster
from tansiq.ledger import Kind
from tansiq.release import Membership, Roster
from tests.exchange.cast import HOME, MEMBER, NAMES, NOW, OUTSIDER, SAHEL, Cast, node, pair


def roster(*agencies: str) -> Roster:
    return Roster(SAHEL, 1, HOME, NAMES, tuple(Membership(agency, since=NOW) for agency in agencies))


def test_a_roster_is_read_as_it_was_written(cast: Cast) -> None:
    statement = encode_roster(roster(HOME, MEMBER), cast.home.view().agencies.known)
    read = ledger.decode_statement(Kind.ROSTER, statement)
    assert isinstance(read, ledger.Roster)
    found, members = read_roster(read)
    assert found == roster(HOME, MEMBER)
    assert [member.key for member in members] == [cast.home.agency.key, cast.member.agency.key]


def test_a_member_that_is_not_known_cannot_be_told_of(cast: Cast) -> None:
    with pytest.raises(BadCard):
        encode_roster(
            roster(f"identity--{'0' * 8}-0000-4000-8000-{'0' * 12}"), cast.home.view().agencies.known
        )


def test_members_learn_of_each_other() -> None:
    home, member, outsider = node(HOME, 1), node(MEMBER, 2), node(OUTSIDER, 3)
    pair(home, member)
    pair(home, outsider)
    home.convene(MEMBER, OUTSIDER)
    member.pull(home)
    known = member.view().agencies.known(OUTSIDER)
    assert known is not None
    assert known.keys == outsider.agency.keys
    assert member.view().agencies.partner(OUTSIDER) is None
    assert member.view().circles.rosters()[SAHEL].version == 1
