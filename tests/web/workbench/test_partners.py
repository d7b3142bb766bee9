"""Partners and circles: what is shown, who may arrange what."""

from __future__ import annotations

import pytest

from tansiq.release import Roster, Standing
from tests.exchange import cast
from tests.web.served import Served
from tests.web.workbench.reading import ATTACKS, page

PARTNER = f"/partners/{cast.MEMBER}"


def standing(served: Served) -> Standing:
    with served.node.snapshot() as tx:
        partner = tx.agencies.partner(cast.MEMBER)
        assert partner is not None
        return partner.standing


def rosters(served: Served) -> list[Roster]:
    with served.node.snapshot() as tx:
        return list(tx.circles.rosters().values())


def found_circle(served: Served, name: str = "Sahel") -> Roster:
    served.client().post("/circles", {"name_en": name, "members": [cast.MEMBER]})
    (roster,) = rosters(served)
    return roster


def test_partners_show_how_the_feeds_stand(served: Served) -> None:
    served.write(to=cast.to(cast.MEMBER))
    shown = page(served.client(), "/partners")
    assert "fingerprint not compared" in shown
    assert "without receipt" in shown


def test_a_partner_shows_its_fingerprint_and_basis(served: Served) -> None:
    shown = page(served.client(), PARTNER)
    assert 'class="fingerprint"' in shown
    assert "all purposes" in shown


def test_an_unknown_partner_is_not_there(served: Served) -> None:
    for path in (f"/partners/{cast.SAHEL}", f"/partners/{served.node.agency.id}"):
        assert served.client().get(path).status_code == 404
        assert served.client().post(f"{path}/suspend").status_code == 404


def test_a_fingerprint_is_confirmed_and_noted(served: Served) -> None:
    client = served.client()
    client.post(f"{PARTNER}/confirm")
    assert "fingerprint compared" in page(client, PARTNER)
    with served.node.snapshot() as tx:
        (line,) = tx.trail.read(cast.MEMBER, limit=10)
    assert (line.actor, line.verb) == ("salma", "partner.confirm")


def test_a_partner_is_suspended_and_resumed(served: Served) -> None:
    client = served.client()
    client.post(f"{PARTNER}/resume")
    assert standing(served) is Standing.ACTIVE
    client.post(f"{PARTNER}/suspend")
    assert standing(served) is Standing.SUSPENDED
    assert "/resume" in page(client, PARTNER)
    client.post(f"{PARTNER}/resume")
    assert standing(served) is Standing.ACTIVE


def test_a_partnership_that_ended_is_not_resumed_by_a_click(served: Served) -> None:
    with served.node.store.transaction() as tx:
        tx.agencies.set_standing(cast.MEMBER, Standing.LEFT, now=served.node.now())
    served.client().post(f"{PARTNER}/resume")
    assert standing(served) is Standing.LEFT


@pytest.mark.parametrize("act", ["confirm", "suspend", "resume"])
def test_a_supervisor_arranges_nothing(served: Served, act: str) -> None:
    client = served.client("omar")
    assert client.post(f"{PARTNER}/{act}").status_code == 403
    assert f"/{act}" not in page(client, PARTNER)


def test_a_circle_is_founded_and_its_members_are_told(served: Served) -> None:
    roster = found_circle(served)
    assert roster.names == {"ar": "Sahel", "fr": "Sahel", "en": "Sahel"}
    assert {member.agency for member in roster.members} == {served.node.agency.id, cast.MEMBER}
    served.pull(served.member, served.home)
    assert roster.circle in served.member.view().circles.rosters()
    assert "Sahel" in page(served.client(), "/partners")


def test_a_circle_needs_a_name(served: Served) -> None:
    client = served.client()
    client.post("/circles", {"name_en": " ", "members": [cast.MEMBER]})
    assert "A circle needs a name." in page(client, "/partners")
    assert rosters(served) == []


def test_members_come_and_go(served: Served) -> None:
    roster, client = found_circle(served), served.client()
    path = f"/circles/{roster.circle}"
    client.post(f"{path}/add", {"agency": cast.OUTSIDER})
    client.post(f"{path}/remove", {"agency": cast.MEMBER})
    (roster,) = rosters(served)
    now = served.node.now()
    assert {member.agency for member in roster.members if member.holds(now)} == {
        served.node.agency.id,
        cast.OUTSIDER,
    }


def test_a_new_member_sees_nothing_from_before_unless_it_shall(served: Served) -> None:
    roster, client = found_circle(served), served.client()
    object_id = served.write(to=cast.to(circles=[roster.circle]))
    client.post(f"/circles/{roster.circle}/add", {"agency": cast.OUTSIDER})
    served.pull(served.outsider, served.home)
    assert not served.outsider.holds(object_id)
    client.post(f"/circles/{roster.circle}/remove", {"agency": cast.OUTSIDER})
    client.post(f"/circles/{roster.circle}/add", {"agency": cast.OUTSIDER, "history": "1"})
    served.pull(served.outsider, served.home)
    assert served.outsider.holds(object_id)


@pytest.mark.parametrize("agency", ["", "nobody", "<script>"])
def test_nobody_cannot_join(served: Served, agency: str) -> None:
    roster = found_circle(served)
    assert served.client().post(f"/circles/{roster.circle}/add", {"agency": agency}).status_code in {302, 404}
    assert rosters(served)[0].version == roster.version


def test_a_circle_of_another_convener_stays_as_it_is(served: Served) -> None:
    theirs = served.member.convene(served.node.agency.id, now=served.node.now())
    served.pull(served.home, served.member)
    client = served.client()
    client.post(f"/circles/{theirs.circle}/add", {"agency": cast.OUTSIDER})
    assert "notice-alarm" in page(client, "/partners")
    assert rosters(served)[0].version == 1


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_name_of_a_circle_stays_text(served: Served, attack: str) -> None:
    found_circle(served, attack)
    for path in ("/partners", "/write", "/inbox"):
        shown = page(served.client(), path)
        assert attack not in shown or "<" not in attack
