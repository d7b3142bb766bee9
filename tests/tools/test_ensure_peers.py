"""The foreign servers and clients, and that they understand each other before we come in."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.peers import Peer, medallion, opentaxii, peer_python
from tools import ensure_peers

OBJECT = {
    "type": "identity",
    "spec_version": "2.1",
    "id": "identity--5f0b2a4e-3c61-4bd8-9d1a-8b6f0c7e2a11",
    "created": "2026-01-05T08:00:00.000Z",
    "modified": "2026-01-05T08:00:00.000Z",
    "name": "بلدية غات",
    "identity_class": "organization",
}
THERE_AND_BACK = """
import json, sys
from taxii2client.v21 import Collection, Server
discovery, url, user, password, sent = sys.argv[1:]
collection = Collection(url, user=user, password=password)
assert collection.id in [
    one.id for root in Server(discovery, user=user, password=password).api_roots for one in root.collections
]
assert collection.add_objects({"objects": [json.loads(sent)]}).success_count == 1
print(json.dumps(collection.get_objects()["objects"]))
"""


@pytest.mark.parametrize("serve", [medallion, opentaxii])
def test_the_foreign_client_and_the_foreign_servers_understand_each_other(
    serve: Callable[[Path], AbstractContextManager[Peer]], tmp_path: Path
) -> None:
    with serve(tmp_path) as peer:
        said = peer_python(
            THERE_AND_BACK, peer.discovery, peer.url, peer.user, peer.password, json.dumps(OBJECT)
        )
    assert json.loads(said) == [OBJECT]


def test_what_is_installed_is_left_alone() -> None:
    stamp = ensure_peers.PEERS / ".installed"
    before = stamp.stat().st_mtime_ns
    ensure_peers.main()
    assert stamp.stat().st_mtime_ns == before


def test_a_lock_that_cannot_be_installed_is_told_with_the_installer_s_words(tmp_path: Path) -> None:
    lock = tmp_path / "some.lock"
    lock.write_text("no-hash==1\n")
    with pytest.raises(SystemExit, match="hash"):
        ensure_peers.main(lock, tmp_path / "peers")
    assert not (tmp_path / "peers" / ".installed").exists()
