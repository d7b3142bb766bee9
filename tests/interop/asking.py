"""A TAXII client in plain HTTP, which sends exactly what a case says and hides nothing of the answer."""

from __future__ import annotations

import json
import ssl
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from email.message import Message
from http.client import HTTPConnection, HTTPSConnection
from typing import Any, Final
from urllib.parse import urlencode

TAXII: Final = "application/taxii+json;version=2.1"
STIX: Final = "application/stix+json;version=2.1"
ROOT: Final = "/api/tansiq/"
DISCOVERY: Final = "/taxii2/"
PATIENCE: Final = 60.0


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer: its `status`, `headers` and `body` as they came."""

    status: int
    headers: Message
    body: bytes

    @property
    def document(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def objects(self) -> list[Any]:
        """The `objects` of an envelope or a manifest; none where the member is absent."""
        return list(self.document.get("objects", []))

    @property
    def ids(self) -> list[str]:
        """The ids of `objects`."""
        return [one["id"] for one in self.objects]


@dataclass(frozen=True, slots=True)
class Tool:
    """Someone's TAXII client at `port` of this machine, in TLS where there is a `context`."""

    port: int
    authorization: str | None = None
    context: ssl.SSLContext | None = field(default=None, repr=False)

    def known_by(self, authorization: str | None) -> Tool:
        """Return the same client with other credentials."""
        return replace(self, authorization=authorization)

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> Reply:
        """Send one request; `headers` add to those of a well-behaved client, None takes one away."""
        sent: dict[str, str | None] = {"Accept": TAXII, "Authorization": self.authorization}
        if body is not None:
            sent["Content-Type"] = TAXII
        sent |= headers or {}
        connection = self._connection()
        try:
            connection.request(method, path, body, {name: v for name, v in sent.items() if v is not None})
            answer = connection.getresponse()
            return Reply(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def get(self, path: str, **query: str | int) -> Reply:
        """Send a GET with `query`, in which `match_type` means `match[type]`."""
        named = {_parameter(name): value for name, value in query.items()}
        return self.ask("GET", f"{path}?{urlencode(named)}" if named else path)

    def post(self, collection: str, *objects: Mapping[str, Any], **members: object) -> Reply:
        """Send `objects` in an envelope with further `members`."""
        return self.post_raw(collection, envelope([write(one) for one in objects], members))

    def post_raw(self, collection: str, body: bytes) -> Reply:
        """Send `body` as an envelope."""
        return self.ask("POST", f"{collection}objects/", body)

    def delete(self, path: str, **query: str) -> Reply:
        """Send a DELETE with `query`."""
        named = {_parameter(name): value for name, value in query.items()}
        return self.ask("DELETE", f"{path}?{urlencode(named)}" if named else path)

    def pages(self, path: str, **query: str | int) -> Iterator[Reply]:
        """Walk a resource page by page, by `next`, as long as it says that there is more."""
        page = self.get(path, **query)
        yield page
        while page.document.get("more"):
            page = self.get(path, **query, next=page.document["next"])
            yield page

    def _connection(self) -> HTTPConnection:
        if self.context is None:
            return HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        return HTTPSConnection("localhost", self.port, timeout=PATIENCE, context=self.context)


def collection_at(ref: str) -> str:
    """Return the address of a collection by its id or its alias."""
    return f"{ROOT}collections/{ref}/"


def basic(name: str, password: str) -> str:
    """Return the credentials of HTTP Basic (RFC 7617)."""
    return "Basic " + b64encode(f"{name}:{password}".encode()).decode()


def bearer(token: str) -> str:
    """Return the credentials of a bearer token (RFC 6750)."""
    return f"Bearer {token}"


def write(one: Mapping[str, Any]) -> bytes:
    """Return an object as its author writes it: with blanks, members as they stand, letters as letters."""
    return json.dumps(one, ensure_ascii=False).encode()


def envelope(raw: list[bytes], members: Mapping[str, object] | None = None) -> bytes:
    """Return an envelope around the exact bytes of objects."""
    more = b"".join(b"%s: %s, " % (write_value(name), write_value(v)) for name, v in (members or {}).items())
    return b'{%s"objects": [%s]}' % (more, b", ".join(raw))


def write_value(value: object) -> bytes:
    """Return any value as JSON."""
    return json.dumps(value, ensure_ascii=False).encode()


def _parameter(name: str) -> str:
    return f"match[{name.removeprefix('match_')}]" if name.startswith("match_") else name
