"""A foreign server in memory, which stamps what it is given, and misbehaves when told to."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from tansiq.exchange.taxii import Direction, Progress, Source
from tansiq.exchange.taxii.client import Landed, Reply, Talk

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOST = "https://taxii.example"
ROOT = f"{HOST}/api/"
COLLECTION = "91a7b528-80eb-42ed-a74d-c6fbd5a26116"
URL = f"{ROOT}collections/{COLLECTION}/"
MEDIA = "application/taxii+json;version=2.1"


def clock() -> datetime:
    return NOW


def identity(number: int) -> bytes:
    """An object of which nothing but the number matters."""
    members = {
        "type": "identity",
        "spec_version": "2.1",
        "id": f"identity--{UUID(int=number + (4 << 76) + (2 << 62))}",
        "created": "2026-01-01T00:00:00.000Z",
        "modified": "2026-01-01T00:00:00.000Z",
        "name": f"Somebody {number}",
    }
    return json.dumps(members).encode()


@dataclass
class Server:
    """Serves one collection; `answers` may put a reply in the place of the right one."""

    page: int = 3
    rows: list[tuple[datetime, bytes]] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    answers: Callable[[str, str], Reply | None] = lambda _method, _url: None
    with_next: bool = True
    posted: list[list[bytes]] = field(default_factory=list)
    pending: int = 0
    """How often a status is said to be pending yet."""
    refuses: Sequence[str] = ()
    room: int = 100_000

    def add(self, *objects: bytes, at: datetime | None = None) -> None:
        """Take objects in, one a second."""
        for one in objects:
            last = max((stamp for stamp, _ in self.rows), default=NOW - timedelta(days=1))
            self.rows.append((at or last + timedelta(seconds=1), one))
        self.rows.sort(key=lambda row: row[0])

    def ask(self, method: str, url: str, body: bytes = b"") -> Reply:
        self.asked.append((method, url))
        found = self.answers(method, url)
        return found or self._answer(method, url, body)

    def _answer(self, method: str, url: str, body: bytes) -> Reply:
        path = urlsplit(url).path
        if method == "POST":
            return self._post(body)
        if path.endswith("/objects/"):
            return self._objects({name: values[0] for name, values in parse_qs(urlsplit(url).query).items()})
        if "/status/" in path:
            self.pending -= 1
            return reply(self._status())
        return self._about(path)

    def _about(self, path: str) -> Reply:
        collection = {"id": COLLECTION, "title": "Watch list", "can_read": True, "can_write": True}
        found: dict[str, Any] = {
            "/taxii2/": {"title": "Somewhere", "api_roots": ["/api/"]},
            "/api/": {"title": "Root", "versions": [MEDIA], "max_content_length": self.room},
            "/api/collections/": {"collections": [collection]},
            f"/api/collections/{COLLECTION}/": collection,
        }
        return reply(found[path]) if path in found else reply({"title": "Not found"}, 404)

    def _objects(self, query: dict[str, str]) -> Reply:
        start = int(query.get("next", "0"))
        after = datetime.fromisoformat(query["added_after"]) if "added_after" in query else None
        wanted = [row for row in self.rows if after is None or row[0] > after]
        rows = wanted[start : start + self.page]
        more = start + len(rows) < len(wanted)
        envelope: dict[str, Any] = {"more": more} if rows else {}
        if more and self.with_next:
            envelope["next"] = str(start + len(rows))
        body = json.dumps(envelope).encode()
        if rows:
            body = body[:-1] + b',"objects":[' + b",".join(raw for _, raw in rows) + b"]}"
        stamps = {"x-taxii-date-added-last": stamp(rows[-1][0])} if rows else {}
        return Reply(200, {"content-type": MEDIA, **stamps}, body)

    def _post(self, body: bytes) -> Reply:
        if len(body) > self.room:
            return reply({"title": "Too large"}, 413)
        self.posted.append([json.dumps(one).encode() for one in json.loads(body)["objects"]])
        return reply(self._status(), 202)

    def _status(self) -> dict[str, Any]:
        done = self.pending <= 0
        failures = [{"id": one, "message": "not today"} for one in self.refuses] if done else []
        return {
            "id": "2d086da7-4bdc-4f91-900e-d77486753710",
            "status": "complete" if done else "pending",
            "total_count": 1,
            "success_count": 1,
            "failure_count": len(failures),
            "pending_count": 0,
            "failures": failures,
        }


def stamp(at: datetime) -> str:
    return at.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def reply(document: object, status: int = 200, **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, {"content-type": MEDIA, **named}, json.dumps(document).encode())


def talk(server: Server) -> Talk:
    return Talk(server, clock)


@dataclass
class Rows:
    """The sources of one node: one of them."""

    source: Source
    progress: Progress = field(default_factory=Progress)
    gone: bool = False

    def add(self, source: Source) -> None:
        self.source = source

    def change(self, source: Source) -> None:
        self.source = source

    def remove(self, source_id: str) -> None:
        self.gone = source_id == self.source.id

    def sources(self) -> Sequence[tuple[Source, Progress]]:
        return [] if self.gone else [(self.source, self.progress)]

    def advance(self, source_id: str, progress: Progress) -> None:
        assert source_id == self.source.id
        self.progress = progress


@dataclass
class Memory:
    """A drawer and the progress of one source, kept together or not at all; a transaction of itself."""

    direction: Direction = Direction.PULL
    held: dict[bytes, int] = field(default_factory=dict)
    refused: set[bytes] = field(default_factory=set)
    fails: Callable[[], None] = lambda: None
    """Called last in every transaction: what it raises undoes it."""
    sources: Any = None
    doors: Any = None
    drawers: Any = None
    shelves: Any = None
    statuses: Any = None

    def __post_init__(self) -> None:
        self.sources = Rows(Source("the-source", URL, self.direction, "the-drawer"))

    @property
    def source(self) -> Source:
        return Source("the-source", URL, self.direction, "the-drawer")

    @property
    def progress(self) -> Progress:
        progress = self.sources.progress
        assert isinstance(progress, Progress)
        return progress

    @contextmanager
    def transaction(self) -> Iterator[Memory]:
        before = dict(self.held), self.progress
        try:
            yield self
            self.fails()
        except BaseException:
            self.held, self.sources.progress = before
            raise

    @contextmanager
    def snapshot(self) -> Iterator[Memory]:
        yield self

    def land(self, objects: Sequence[bytes], keep: Callable[[Memory, Landed], None]) -> None:
        with self.transaction() as tx:
            right = [one for one in objects if one not in self.refused]
            added = sum(one not in self.held for one in right)
            for one in right:
                self.held[one] = self.held.get(one, 0) + 1
            keep(tx, Landed(added, len(right) - added, ()))
