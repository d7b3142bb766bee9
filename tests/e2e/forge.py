"""What an administrator can forge with its own node's keys: `python -m tests.e2e.forge DEED READER …`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

import orjson

from tansiq.exchange import Leaving
from tansiq.ledger import Body, Kind, NodeKey, Recall, encode_statement, seal_body
from tansiq.wiring import Node, open_node


@dataclass(frozen=True)
class Forger:
    """Whoever holds the `node` of an agency and means to deceive agency `reader`."""

    node: Node
    reader: str

    def append(self, body: Body) -> None:
        """Put `body` into the feed as if the rules had allowed it."""
        with self.node.store.transaction() as tx:
            tx.feeds.append(self.reader, [Leaving(body.kind, body.encode(), None)], now=self.node.now())

    def seal(self, kind: Kind, members: Mapping[str, object], key: NodeKey | None = None) -> Body:
        """Sign an object of `members`."""
        payload = orjson.dumps(members)
        return seal_body(kind, payload, key or self.node.keyring.node, by=self.node.agency.id)

    def held(self, object_id: str) -> dict[str, object]:
        """Return the members of an object that is held."""
        with self.node.snapshot() as tx:
            record = tx.objects.record(object_id)
            assert record is not None, object_id
            return dict(orjson.loads(record.object.raw))


def wrong_key(forger: Forger, object_id: str) -> None:
    """Sign with a key that the agency never had."""
    other = NodeKey(forger.node.keyring.node.name, b"\x09" * 32)
    forger.append(forger.seal(Kind.OBJECT, forger.held(object_id) | renewed(1), other))


def wrong_signature(forger: Forger, object_id: str) -> None:
    """Change the words after signing."""
    body = forger.seal(Kind.OBJECT, forger.held(object_id) | renewed(2))
    forger.append(replace(body, payload=body.payload.replace(b"report", b"report ", 1)))


def other_creator(forger: Forger, object_id: str, agency: str) -> None:
    """Speak in the name of another agency."""
    forger.append(forger.seal(Kind.OBJECT, forger.held(object_id) | renewed(3) | {"created_by_ref": agency}))


def version_of(forger: Forger, object_id: str) -> None:
    """Issue a new version of what another agency originated."""
    later = {"modified": stamp(), "name": "Altered", "created_by_ref": forger.node.agency.id}
    forger.append(forger.seal(Kind.VERSION, forger.held(object_id) | later))


def recall_of(forger: Forger, object_id: str) -> None:
    """Recall what another agency originated."""
    statement = Recall(object=object_id, reason="inaccurate", at=datetime.now(UTC))
    payload = encode_statement(statement)
    forger.append(seal_body(Kind.RECALL, payload, forger.node.keyring.node, by=forger.node.agency.id))


def again(forger: Forger, object_id: str) -> None:
    """Tell once more what was told."""
    forger.append(forger.seal(Kind.OBJECT, forger.held(object_id)))


def other_words(forger: Forger, object_id: str) -> None:
    """Tell the same version with other words."""
    forger.append(forger.seal(Kind.OBJECT, forger.held(object_id) | {"name": "Other words"}))


def renewed(number: int) -> dict[str, object]:
    """Return an id that nobody has seen."""
    return {"id": f"report--{number:08d}-1111-4111-8111-111111111111"}


def stamp() -> str:
    """Return the present moment as STIX writes it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


DEEDS: Final[Mapping[str, Callable[..., None]]] = {
    deed.__name__: deed
    for deed in (wrong_key, wrong_signature, other_creator, version_of, recall_of, again, other_words)
}


if __name__ == "__main__":
    name, reader, *rest = sys.argv[1:]
    DEEDS[name](Forger(open_node(), reader), *rest)
