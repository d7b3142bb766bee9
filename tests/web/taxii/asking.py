"""Tools that ask TAXII of a node in this process, as a server hands their requests on."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import orjson
from asgiref.typing import ASGIReceiveEvent, ASGISendEvent, HTTPScope

from tansiq.web.taxii import Taxii
from tansiq.wiring import Node, taxii

TAXII: Final = "application/taxii+json;version=2.1"
ROOT: Final = "/api/tansiq/"
PASSWORD: Final = "a long pass phrase 1"


@dataclass
class Reply:
    """What came back."""

    status: int = 0
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""

    @property
    def json(self) -> Any:
        return orjson.loads(self.body)

    def header(self, name: str) -> str | None:
        found = [value for key, value in self.headers if key == name]
        return ", ".join(found) or None

    @property
    def told(self) -> tuple[int, list[tuple[str, str]], bytes]:
        """Everything that a reader can see of it."""
        return self.status, self.headers, self.body


@dataclass
class Tool:
    """Asks `app` with the headers `known`, by which an account is known."""

    app: Taxii
    known: Mapping[str, str] = field(default_factory=dict)
    address: str = "203.0.113.7"

    def get(self, path: str, query: str = "", **headers: str) -> Reply:
        return self.ask("GET", path, query, b"", **headers)

    def objects(self, ref: str, query: str = "") -> list[dict[str, Any]]:
        reply = self.get(f"{ROOT}collections/{ref}/objects/", query)
        assert reply.status == 200, reply.body
        found: list[dict[str, Any]] = reply.json.get("objects", [])
        return found

    def post(self, ref: str, body: object, **headers: str) -> Reply:
        raw = body if isinstance(body, bytes) else orjson.dumps(body)
        path = f"{ROOT}collections/{ref}/objects/"
        return self.ask("POST", path, "", raw, **{"content-type": TAXII, **headers})

    def ask(self, method: str, path: str, query: str = "", body: bytes = b"", **headers: str) -> Reply:
        return asyncio.run(self.asking(method, path, query, body, **headers))

    async def asking(
        self, method: str, path: str, query: str = "", body: bytes = b"", **headers: str
    ) -> Reply:
        spoken = {name.replace("_", "-"): value for name, value in headers.items()}
        given = {"accept": TAXII, **self.known, **spoken}
        pieces = [body[at : at + 65536] for at in range(0, len(body), 65536)] or [b""]
        return await send(self.app, scope_of(method, path, query, given, self.address), iter_receive(pieces))


def iter_receive(pieces: list[bytes]) -> Callable[[], Awaitable[ASGIReceiveEvent]]:
    """Receive `pieces` one by one, as a server would, then nothing more."""
    left = list(pieces)

    async def receive() -> ASGIReceiveEvent:
        if left:
            piece = left.pop(0)
            return {"type": "http.request", "body": piece, "more_body": bool(left)}
        return {"type": "http.disconnect"}

    return receive


async def send(app: Taxii, scope: HTTPScope, receive: Callable[[], Awaitable[ASGIReceiveEvent]]) -> Reply:
    """Hand a request to `app` as a server would; its answer must be one head and one body."""
    reply, events = Reply(), list[str]()

    async def take(event: ASGISendEvent) -> None:
        events.append(event["type"])
        if event["type"] == "http.response.start":
            reply.status = event["status"]
            reply.headers = [(name.decode(), value.decode("latin-1")) for name, value in event["headers"]]
        elif event["type"] == "http.response.body":
            reply.body = event["body"]

    await app(scope, receive, take)
    assert events == ["http.response.start", "http.response.body"]
    return reply


def scope_of(
    method: str, path: str, query: str, headers: Mapping[str, str], address: str = "203.0.113.7"
) -> HTTPScope:
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()],
        "client": (address, 1),
        "server": ("127.0.0.1", 8400),
        "state": {},
        "extensions": {},
    }


def basic(name: str, password: str = PASSWORD) -> dict[str, str]:
    return {"authorization": "Basic " + b64encode(f"{name}:{password}".encode()).decode()}


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def tool(app: Taxii, node: Node, name: str, **options: Any) -> Tool:
    """Open an account and return who asks with its token."""
    return Tool(app, bearer(taxii.add_account(node, name, **options).token))


def indicator(number: int = 1, **members: object) -> dict[str, object]:
    return {
        "type": "indicator",
        "spec_version": "2.1",
        "id": f"indicator--00000000-0000-4000-8000-{number:012d}",
        "created": "2026-03-01T12:00:00.000Z",
        "modified": "2026-03-01T12:00:00.000Z",
        "name": f"Ship {number}",
        "pattern": "[file:name = 'a.txt']",
        "pattern_type": "stix",
        "valid_from": "2026-03-01T12:00:00Z",
    } | members


def envelope(*objects: object) -> dict[str, object]:
    return {"objects": list(objects)}
