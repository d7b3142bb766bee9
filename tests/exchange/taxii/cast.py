"""Home with its tools, the accounts of member and outsider, and a memory to put things in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import orjson

from tansiq.exchange import Agency
from tansiq.exchange.taxii import Account, Answer, Caller, Drawer, Right, Secrets, Wanted, micros
from tansiq.release import Membership, Roster, Snapshot, Standing, World
from tansiq.stix import StixObject
from tests.exchange.taxii.memory import HELD, Memory, Row

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
MICROS = micros(NOW)
DAY = timedelta(days=1)
HOME, MEMBER, OUTSIDER = (f"identity--{number:08x}-0000-4000-8000-000000000000" for number in (1, 2, 3))
SAHEL = "identity--00000011-0000-4000-8000-000000000000"
NAMES = {"ar": "وكالة", "fr": "Agence", "en": "Agency"}
AGENCY = Agency(HOME, NAMES, "MR", ("key",), "receipt key", "seal")
TOOL, TOOL_2 = Account("siem", None, 1), Account("tip", None, 1)
PARTNER, STRANGER = Account("member.tool", MEMBER, 1), Account("outsider.tool", OUTSIDER, 1)
DRAWER = Drawer("00000021-0000-4000-8000-000000000000", "Loose papers", 1, alias="papers")
TERMS = Drawer("00000022-0000-4000-8000-000000000000", "Told papers", 2, alias="told", terms='{"to": "all"}')
READ, WRITE, BOTH = Right(read=True, write=False), Right(read=False, write=True), Right(read=True, write=True)
WORLD = Snapshot(
    HOME,
    standings={MEMBER: Standing.ACTIVE, OUTSIDER: Standing.ACTIVE},
    circles={SAHEL: Roster(SAHEL, 1, HOME, NAMES, (Membership(HOME), Membership(MEMBER)))},
)

_numbers = count(0x1000)


def uuid() -> str:
    return f"{next(_numbers):08x}-0000-4000-8000-000000000000"


def stamp(minute: int = 0) -> str:
    return f"2026-02-01T08:{minute:02d}:00.000Z"


def stix(object_type: str = "indicator", minute: int = 0, **members: Any) -> bytes:
    """The bytes of a valid object."""
    needed: dict[str, dict[str, Any]] = {
        "indicator": {
            "pattern": "[ipv4-addr:value = '198.51.100.7']",
            "pattern_type": "stix",
            "valid_from": stamp(),
        },
        "malware": {"is_family": False},
    }
    common = {
        "type": object_type,
        "spec_version": "2.1",
        "id": f"{object_type}--{uuid()}",
        "created": stamp(),
        "modified": stamp(minute),
    }
    return orjson.dumps(common | needed[object_type] | members)


def address(value: str = "198.51.100.7", **members: Any) -> bytes:
    """The bytes of a cyber-observable, which has no version."""
    return orjson.dumps({"type": "ipv4-addr", "id": f"ipv4-addr--{uuid()}", "value": value} | members)


def id_of(raw: bytes) -> str:
    return str(orjson.loads(raw)["id"])


def envelope(*pieces: bytes) -> bytes:
    return b'{"objects":[' + b",".join(pieces) + b"]}"


def memory() -> Memory:
    """Two drawers, and the accounts of everybody without any right in them."""
    kept = Memory()
    for account in (TOOL, TOOL_2, PARTNER, STRANGER):
        kept.add(account, Secrets())
    for drawer in (DRAWER, TERMS):
        kept.drawers.create(drawer)
    return kept


def caller(kept: Memory, account: Account = TOOL, *, world: World = WORLD, now: datetime = NOW) -> Caller:
    return Caller(kept, account, home=AGENCY, world=world, now=now)


def hold(kept: Memory, raw: bytes, *, now: int = MICROS, **known: Any) -> Row:
    """Let the node hold an object."""
    return _shelve(kept, HELD, raw, now, known)


def tell(kept: Memory, reader: str, raw: bytes, *, now: int = MICROS, **known: Any) -> Row:
    """Let the feed to `reader` tell an object."""
    return _shelve(kept, reader, raw, now, known)


def lay(kept: Memory, drawer: Drawer, raw: bytes, *, now: int = MICROS) -> Row:
    """Let an object lie in a drawer."""
    return _shelve(kept, drawer.id, raw, now, {})


def _shelve(kept: Memory, shelf: str, raw: bytes, now: int, known: dict[str, Any]) -> Row:
    data = orjson.loads(raw)
    version = data.get("modified") or data.get("created") or ""
    return kept.shelf(shelf).add(data["id"], version, raw, now=now, **known)


def objects(answer: Answer) -> list[dict[str, Any]]:
    return list(orjson.loads(answer.body).get("objects", []))


def ids(answer: Answer) -> list[str]:
    return [one["id"] for one in objects(answer)]


def page(limit: int = 1_000, **narrowed: Any) -> Wanted:
    return Wanted(limit, **narrowed)


class Refusing:
    """An intake that refuses the objects whose ids it was given, and remembers whom it took."""

    def __init__(self, *refused: str) -> None:
        self.refused = refused
        self.taken: list[str] = []

    def take(
        self,
        tx: Memory,
        drawer: Drawer,
        objects: Sequence[StixObject],
        *,
        account: Account,
        now: datetime,
    ) -> Sequence[str | None]:
        assert tx is not None
        assert drawer.terms is not None
        assert account.name
        assert now == NOW
        self.taken += [one.id for one in objects]
        return ["not under these terms" if one.id in self.refused else None for one in objects]
