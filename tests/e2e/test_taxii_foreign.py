"""Foreign servers and clients: ours fetches from them and brings to them, theirs read and write ours."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.e2e.nodes import NodeProcess, eventually
from tests.peers import PASSWORD, USER, Peer, medallion, opentaxii, peer_python

TOOL, SECRET = "siem", "a very long pass phrase 7"
Objects = Sequence[dict[str, Any]]
PEERS: dict[str, Callable[[Path], AbstractContextManager[Peer]]] = {
    "medallion": lambda folder: medallion(folder, page=30),
    "opentaxii": opentaxii,
}
CLIENT = """
import json, sys
from taxii2client.v21 import ApiRoot, Collection, Server, as_pages
url, user, password, *rest = sys.argv[1:]
who = {"user": user, "password": password}
"""


def identity(number: int) -> dict[str, Any]:
    """An identity of nobody."""
    return {
        "type": "identity",
        "spec_version": "2.1",
        "id": f"identity--{UUID(int=number + (4 << 76) + (2 << 62))}",
        "created": "2026-01-01T00:00:00.000Z",
        "modified": "2026-01-01T00:00:00.000Z",
        "name": f"جهة {number}",
        "identity_class": "organization",
    }


def identities(number: int, first: int = 0) -> list[dict[str, Any]]:
    return [identity(one) for one in range(first, first + number)]


def names(objects: Objects) -> list[str]:
    return sorted(one["name"] for one in objects)


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NodeProcess]:
    """A served node that a tool may enter."""
    folder = tmp_path_factory.mktemp("alpha")
    alpha = NodeProcess(folder / "home", "Alpha", "MA")
    alpha.init()
    (folder / "ours").write_text(SECRET)
    (folder / "theirs").write_text(PASSWORD)
    alpha.ask("taxii", "account", "add", TOOL, "--password-file", str(folder / "ours"))
    alpha.start()
    yield alpha
    assert alpha.stop() == 0


@pytest.fixture
def drawer(node: NodeProcess, request: pytest.FixtureRequest) -> str:
    """The id of a new collection that the tool may read and write."""
    made = node.ask("taxii", "collection", "add", request.node.name)
    node.ask("taxii", "grant", TOOL, made["id"], "--read", "--write")
    return str(made["id"])


@pytest.fixture(params=sorted(PEERS))
def peer(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Peer]:
    """A foreign server with one empty collection."""
    with PEERS[request.param](tmp_path) as served:
        yield served


def theirs(node: NodeProcess) -> tuple[str, ...]:
    """How our node proves itself to a foreign server."""
    return ("--username", USER, "--password-file", str(node.home.parent / "theirs"))


def address(node: NodeProcess, drawer: str) -> str:
    return f"{node.url}/api/tansiq/collections/{drawer}/"


def client(script: str, url: str, *arguments: str, user: str = TOOL, password: str = SECRET) -> Any:
    """Run `script` with taxii2-client; return the JSON document that it prints."""
    return json.loads(peer_python(CLIENT + script, url, user, password, *arguments))


def give(url: str, objects: Objects, **who: str) -> Any:
    """Post `objects` to the collection at `url`; return the status."""
    script = """
status = Collection(url, **who).add_objects({"objects": json.loads(rest[0])})
print(json.dumps([status.status, status.success_count, [one["id"] for one in status.failures]]))
"""
    return client(script, url, json.dumps(objects), **who)


def held(url: str, **who: str) -> Objects:
    """Return every object of the collection at `url`, page by page."""
    script = """
pages = as_pages(Collection(url, **who).get_objects, per_request=20)
print(json.dumps([one for page in pages for one in page.get("objects", [])]))
"""
    found: Objects = client(script, url, **who)
    return found


def fill(peer: Peer, objects: Objects) -> None:
    assert give(peer.url, objects, user=peer.user, password=peer.password)[:2] == ["complete", len(objects)]


def test_ours_fetches_all_and_then_only_what_is_new(node: NodeProcess, drawer: str, peer: Peer) -> None:
    fill(peer, identities(70))
    pull = ("taxii", "pull", peer.discovery, "Both ways", "--into", drawer, *theirs(node))
    first = node.ask(*pull)
    assert (first["new"], first["refused"], first["done"]) == (70, [], True)
    assert names(held(address(node, drawer))) == names(identities(70))
    fill(peer, identities(5, first=70))
    assert [node.ask(*pull)["new"] for _ in range(2)] == [5, 0]
    assert names(held(address(node, drawer))) == names(identities(75))


def test_a_running_node_fetches_by_itself(node: NodeProcess, drawer: str, peer: Peer) -> None:
    pull = ("taxii", "pull", peer.url, "--into", drawer, "--every", "1h", *theirs(node))
    source = node.ask(*pull)["source"]["id"]
    fill(peer, identities(3))
    node.ask("taxii", "source", "resume", source)

    def objects() -> bool:
        sources = node.ask("taxii", "source", "list")["sources"]
        return any(one["id"] == source and one["objects"] == 3 for one in sources)

    eventually(objects, what="the clerk fetches")
    assert names(held(address(node, drawer))) == names(identities(3))
    node.ask("taxii", "source", "remove", source)


def test_a_fetch_that_is_killed_loses_and_doubles_nothing(
    node: NodeProcess, drawer: str, tmp_path: Path
) -> None:
    with medallion(tmp_path, page=5) as peer:
        fill(peer, identities(300))
        pull = ("taxii", "pull", peer.url, "--into", drawer, *theirs(node))
        running = subprocess.Popen(node.command(*pull), env=node.environment(), stdout=subprocess.DEVNULL)
        eventually(lambda: fetched(node, drawer), what="some pages come")
        running.kill()
        running.wait()
        assert 0 < fetched(node, drawer) < 300
        done = node.ask(*pull)
    assert (count(node, drawer), done["source"]["objects"]) == (300, 300)
    assert names(held(address(node, drawer))) == names(identities(300))


def fetched(node: NodeProcess, drawer: str) -> int:
    """How many objects the source of a drawer has brought, as the database says without a command."""
    with closing(sqlite3.connect(f"file:{node.home}/tansiq.sqlite?mode=ro", uri=True)) as database:
        rows = database.execute("SELECT doc, progress FROM store_source").fetchall()
    return sum(json.loads(progress).get("objects", 0) for doc, progress in rows if drawer in doc)


def count(node: NodeProcess, drawer: str) -> int:
    drawers = node.ask("taxii", "list")["collections"]
    return int(next(one["objects"] for one in drawers if one["id"] == drawer))


def test_ours_brings_all_and_then_only_what_is_new(node: NodeProcess, drawer: str, peer: Peer) -> None:
    give(address(node, drawer), identities(40))
    push = ("taxii", "push", peer.root, "--from", drawer, *theirs(node))
    first = node.ask(*push)
    assert (first["new"], first["refused"], first["done"]) == (40, [], True)
    give(address(node, drawer), identities(2, first=40))
    assert [node.ask(*push)["new"] for _ in range(2)] == [2, 0]
    there = held(peer.url, user=peer.user, password=peer.password)
    assert names(there) == names(identities(42))


def test_a_wrong_password_stops_and_keeps_nothing(node: NodeProcess, peer: Peer, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("guess")
    pull = ("taxii", "pull", peer.discovery, "--username", USER, "--password-file", str(wrong))
    refused = node.ask(*pull, code=1)
    assert refused["error"]["code"] == "FOREIGN_DENIED"
    assert all(one["url"] != peer.url for one in node.ask("taxii", "source", "list")["sources"])


def test_taxii2_client_finds_the_way_from_discovery(node: NodeProcess, drawer: str) -> None:
    script = """
server = Server(url, **who)
root = server.default
print(json.dumps([server.title, len(server.api_roots), root.versions, [one.id for one in root.collections]]))
"""
    title, roots, versions, found = client(script, f"{node.url}/taxii2/")
    assert title
    assert (roots, versions) == (1, ["application/taxii+json;version=2.1"])
    assert drawer in found


def test_taxii2_client_reads_filters_and_pages(node: NodeProcess, drawer: str) -> None:
    url = address(node, drawer)
    later = {**identity(0), "modified": "2026-02-01T00:00:00.000Z", "name": "later"}
    assert give(url, [*identities(30), later]) == ["complete", 31, []]
    script = """
held = Collection(url, **who)
first = identity = rest[0]
print(json.dumps({
    "one": held.get_object(first)["objects"],
    "versions": held.object_versions(first)["versions"],
    "all": held.get_object(first, version="all")["objects"],
    "types": held.get_objects(type="indicator"),
    "ids": held.get_objects(id=[first])["objects"],
    "manifest": held.get_manifest()["objects"],
    "pages": [len(page.get("objects", [])) for page in as_pages(held.get_objects, per_request=12)],
    "none": held.get_objects(added_after="2999-01-01T00:00:00Z"),
}))
"""
    found = client(script, url, identity(0)["id"])
    assert found["one"] == found["ids"] == [later]
    assert found["all"] == [identity(0), later]
    assert len(found["versions"]) == 2
    assert found["types"] == found["none"] == {}
    assert {one["id"] for one in found["manifest"]} == {one["id"] for one in identities(30)}
    assert found["pages"] == [12, 12, 6]


def test_taxii2_client_writes_reads_the_status_and_deletes(node: NodeProcess, drawer: str) -> None:
    url, wrong = address(node, drawer), {**identity(3), "created": "yesterday"}
    script = """
held = Collection(url, **who)
status = held.add_objects({"objects": json.loads(rest[0])}, wait_for_completion=False)
status.refresh()
print(json.dumps([status.status, status.success_count, [one["id"] for one in status.failures]]))
"""
    posted = client(script, url, json.dumps([*identities(3), wrong]))
    assert posted == ["complete", 3, [wrong["id"]]]
    script = """
held = Collection(url, **who)
held.delete_object(rest[0])
try:
    held.get_object(rest[0])
except Exception as error:
    print(json.dumps(error.response.status_code))
"""
    assert client(script, url, identity(1)["id"]) == 404
    assert names(held(url)) == names([identity(0), identity(2)])


def test_the_stores_of_stix2_read_and_write_ours(node: NodeProcess, drawer: str) -> None:
    script = """
from stix2 import Filter, Identity, TAXIICollectionSink, TAXIICollectionSource, TAXIICollectionStore
held = Collection(url, **who)
store = TAXIICollectionStore(held)
made = Identity(name="A cell", identity_class="organization")
store.add(made)
newer = made.new_version(name="A larger cell")
TAXIICollectionSink(held).add(newer)
source = TAXIICollectionSource(held)
print(json.dumps({
    "get": source.get(made.id).name,
    "versions": sorted(one.name for one in source.all_versions(made.id)),
    "query": [one.name for one in source.query([Filter("type", "=", "identity")])],
    "other": source.query([Filter("type", "=", "indicator")]),
    "unknown": source.get("identity--00000000-0000-4000-8000-000000000009"),
}))
"""
    found = client(script, address(node, drawer))
    assert found["get"] == "A larger cell"
    assert found["versions"] == ["A cell", "A larger cell"]
    assert found["query"] == ["A larger cell"]
    assert (found["other"], found["unknown"]) == ([], None)


def test_cabby_speaks_taxii_1_and_is_told_so(node: NodeProcess) -> None:
    """Cabby is a client of TAXII 1.x, whose XML no TAXII 2.1 server answers; it gets a refusal, no crash."""
    script = """
import json, sys
from urllib.parse import urlsplit
from cabby import create_client
parts = urlsplit(sys.argv[1])
asked = create_client(parts.hostname, port=parts.port, discovery_path="/taxii2/")
asked.set_auth(username=sys.argv[2], password=sys.argv[3])
try:
    asked.discover_services()
except Exception as error:
    print(json.dumps(str(error)))
"""
    assert "405" in json.loads(peer_python(script, node.url, TOOL, SECRET))
