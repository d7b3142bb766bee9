"""Need to know over TAXII: whatever an outsider may not see, it cannot notice (DESIGN, invariant 6)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tansiq import desk
from tansiq.release import Audience
from tansiq.web.taxii import Taxii
from tansiq.wiring import OPERATOR, new_uuid, taxii
from tests.exchange import cast
from tests.web.served import Served
from tests.web.taxii.asking import ROOT, Reply, Tool, envelope, indicator, tool

UNKNOWN = "11111111-1111-4111-8111-111111111111"


@dataclass
class Scene:
    """Home with a report for the member, a drawer of its own, and a tool for each reader."""

    served: Served
    home: Tool
    member: Tool
    outsider: Tool
    report: str
    drawer: str
    status: str


@pytest.fixture
def scene(app: Taxii, served: Served) -> Scene:
    node, member, outsider = served.node, served.member.agency.id, served.outsider.agency.id
    home = tool(app, node, "siem")
    drawer = taxii.add_drawer(node, "Notes", alias="notes").id
    taxii.grant(node, "siem", "notes", read=True, write=True)
    status = home.post("notes", envelope(indicator(1))).json["id"]
    return Scene(
        served,
        home,
        tool(app, node, "theirs", partner=member),
        tool(app, node, "others", partner=outsider),
        served.write("Convoy Zulu", to=cast.to(member)),
        drawer,
        status,
    )


def paths(scene: Scene) -> list[str]:
    """Every address, with every name that somebody could find or guess."""
    listed = scene.home.get(f"{ROOT}collections/").json["collections"]
    refs = [one["id"] for one in listed] + ["released", "notes", UNKNOWN]
    objects = [scene.report, str(indicator(1)["id"]), f"report--{UNKNOWN}"]
    found = ["/taxii2/", ROOT, f"{ROOT}collections/", f"{ROOT}openapi.json"]
    found += [f"{ROOT}status/{one}/" for one in (scene.status, UNKNOWN)]
    for ref in refs:
        base = f"{ROOT}collections/{ref}/"
        found += [base, f"{base}manifest/", f"{base}objects/"]
        for one in objects:
            found += [f"{base}objects/{one}/", f"{base}objects/{one}/versions/"]
    return found


def seen(reader: Tool, asked: list[str], scene: Scene) -> list[object]:
    queries = ("", "limit=1", "match[version]=all", f"match[id]={scene.report}")
    return [reader.get(path, query).told for path in asked for query in queries]


def tell_the_member(scene: Scene) -> None:
    scene.served.write("Convoy Tango", to=cast.to(scene.served.member.agency.id))


def hear_from_the_member(scene: Scene) -> None:
    scene.served.hear("A boat")


def fill_a_drawer(scene: Scene) -> None:
    scene.home.post("notes", envelope(indicator(2), indicator(1, name="Other")))


def empty_a_drawer(scene: Scene) -> None:
    assert scene.home.ask("DELETE", f"{ROOT}collections/notes/objects/{indicator(1)['id']}/").status == 200


def open_a_drawer_to_the_member(scene: Scene) -> None:
    taxii.grant(scene.served.node, "theirs", "notes", read=True, write=True)


def make_a_drawer(scene: Scene) -> None:
    taxii.add_drawer(scene.served.node, "More", alias="more")


def recall_the_report(scene: Scene) -> None:
    with scene.served.node.desk() as at:
        now = scene.served.node.now()
        desk.recall(scene.report, "inaccurate", actor=OPERATOR, now=now, desk=at)


def convene_a_circle(scene: Scene) -> None:
    names = {"en": "Coast", "fr": "Côte", "ar": "الساحل"}
    members = (scene.served.member.agency.id,)
    with scene.served.node.desk() as at:
        now = scene.served.node.now()
        desk.circles.create(names, members, actor=OPERATOR, now=now, desk=at, new_uuid=new_uuid)


@pytest.mark.parametrize(
    "change",
    [
        tell_the_member,
        hear_from_the_member,
        fill_a_drawer,
        empty_a_drawer,
        open_a_drawer_to_the_member,
        make_a_drawer,
        recall_the_report,
        convene_a_circle,
    ],
)
def test_an_outsider_does_not_notice(scene: Scene, change: Callable[[Scene], None]) -> None:
    asked = paths(scene)
    before = seen(scene.outsider, asked, scene)
    change(scene)
    assert seen(scene.outsider, asked, scene) == before
    nothing = missing(scene.outsider, f"{ROOT}collections/{UNKNOWN}/").told
    new = [path for path in paths(scene) if path not in asked]
    assert all(missing(scene.outsider, path).told == nothing for path in new)


def test_the_member_does_see_what_it_was_told(scene: Scene) -> None:
    tell_the_member(scene)
    told = [one for one in scene.member.objects("released") if one["type"] == "report"]
    assert [one["name"] for one in told] == ["Convoy Zulu", "Convoy Tango"]
    recall_the_report(scene)
    told = [one for one in scene.member.objects("released") if one["type"] == "report"]
    assert [one["name"] for one in told] == ["Convoy Tango"]


def test_the_outsider_sees_nothing_of_it(scene: Scene) -> None:
    for one in seen(scene.outsider, paths(scene), scene):
        assert "Zulu" not in str(one)
        assert "Notes" not in str(one)
        assert scene.served.member.agency.names["en"] not in str(one)


def missing(reader: Tool, path: str) -> Reply:
    reply = reader.get(path)
    assert reply.status == 404
    return reply


def test_what_may_not_be_read_is_what_does_not_exist(scene: Scene) -> None:
    for reader in (scene.outsider, scene.member):
        nothing = missing(reader, f"{ROOT}collections/{UNKNOWN}/").told
        for tail in ("", "objects/", "manifest/", f"objects/{indicator(1)['id']}/"):
            for ref in (UNKNOWN, scene.drawer, "notes"):
                assert missing(reader, f"{ROOT}collections/{ref}/{tail}").told == nothing
        posted = [reader.post(ref, envelope(indicator(3))).told for ref in ("notes", UNKNOWN)]
        assert posted == [nothing, nothing]


def test_what_one_reader_was_told_does_not_exist_for_another(scene: Scene) -> None:
    released = f"{ROOT}collections/released/objects"
    nothing = missing(scene.outsider, f"{released}/report--{UNKNOWN}/")
    assert missing(scene.outsider, f"{released}/{scene.report}/").told == nothing.told
    assert scene.member.get(f"{released}/{scene.report}/").status == 200


def test_the_status_of_a_post_is_its_senders(scene: Scene, app: Taxii) -> None:
    own = scene.home.get(f"{ROOT}status/{scene.status}/")
    assert own.status == 200
    colleague = tool(app, scene.served.node, "colleague")
    for reader in (scene.outsider, scene.member, colleague):
        nothing = missing(reader, f"{ROOT}status/{UNKNOWN}/")
        assert missing(reader, f"{ROOT}status/{scene.status}/").told == nothing.told


def test_a_drawer_opened_to_a_partner_holds_only_what_it_was_told(scene: Scene) -> None:
    taxii.grant(scene.served.node, "others", "notes", read=True, write=False)
    scene.served.write("Convoy Alpha", to=Audience())
    assert scene.outsider.objects("notes") == []
    assert scene.home.objects("notes") == [indicator(1)]


def test_only_drawers_hides_all_else(scene: Scene, app: Taxii) -> None:
    narrow = tool(app, scene.served.node, "narrow", only_drawers=True)
    taxii.grant(scene.served.node, "narrow", "notes", read=True, write=False)
    listed = narrow.get(f"{ROOT}collections/").json["collections"]
    assert [one["alias"] for one in listed] == ["notes"]
    assert (
        missing(narrow, f"{ROOT}collections/released/").told
        == missing(narrow, f"{ROOT}collections/{UNKNOWN}/").told
    )
