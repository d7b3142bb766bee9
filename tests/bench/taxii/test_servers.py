"""The peers as the measures use them."""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bench.taxii import client, corpus, servers
from bench.taxii.client import Client, Failed, Target
from bench.taxii.load import load
from tests import peers

HELD = 250
IDS = [json.loads(made)["id"] for made in corpus.objects(0, HELD)]


@pytest.fixture(scope="module")
def opentaxii(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    folder = tmp_path_factory.mktemp("opentaxii")
    with peers.opentaxii(folder) as peer:
        servers.fill_opentaxii(peer, folder, HELD)
        yield servers.of_peer(peer)


def test_a_filled_collection_is_read_whole_page_by_page(opentaxii: Target) -> None:
    assert client.ids(opentaxii, 100) == IDS
    assert client.walk(opentaxii, 100).pages == 3


def test_what_is_filled_in_is_what_a_post_would_have_left(tmp_path: Path) -> None:
    with peers.opentaxii(tmp_path) as peer:
        posted = servers.of_peer(peer)
        client.post(posted, [corpus.bundle(0, 16)])
        by_post = b"".join(body for _, body in client.pages(posted, 100))
    (tmp_path / "opentaxii.sqlite").unlink()
    with peers.opentaxii(tmp_path) as peer:
        servers.fill_opentaxii(peer, tmp_path, 16)
        filled = b"".join(body for _, body in client.pages(servers.of_peer(peer), 100))
    assert json.loads(filled) == json.loads(by_post)


def test_a_question_is_counted_in_objects(opentaxii: Target) -> None:
    (frequent,) = client.fetch(opentaxii, ["limit=1000&match%5Btype%5D=indicator"])
    assert frequent.objects == sum(one.startswith("indicator--") for one in IDS)


def test_a_refusal_is_no_measurement(opentaxii: Target) -> None:
    with pytest.raises(Failed, match="401"):
        client.walk(replace(opentaxii, headers={"Accept": client.TAXII}), 100)
    with closing(Client()) as asking, pytest.raises(Failed, match="No objects"):
        asking.ask(client.post, opentaxii, [b"{}"])


def test_nginx_serves_the_very_same_pages(opentaxii: Target, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    files = client.copy(opentaxii, 100, pages)
    with servers.nginx(tmp_path, pages) as port:
        static = Target(port, "/{limit}/.json", "/{limit}/{next}.json", {})
        assert client.ids(static, 100) == IDS
        assert load(static, files, tmp_path, 8, 1).requests > 0
        with pytest.raises(RuntimeError, match="requests failed"):
            load(static, ["/absent"], tmp_path, 1, 1)


def test_who_polls_sees_everything_once_while_nobody_writes(opentaxii: Target, tmp_path: Path) -> None:
    (done := tmp_path / "done").touch()
    assert client.poll(opentaxii, 100, done) == IDS


def test_medallion_takes_and_gives(tmp_path: Path) -> None:
    with peers.medallion(tmp_path) as peer:
        target = servers.of_peer(peer)
        client.post_together([target, target], [corpus.bundle(0, 100), corpus.bundle(100, 100)])
        assert {*client.ids(target, 50)} == {*IDS[:200]}
