"""The client of every measure: a plain loop over `http.client`, in a process of its own."""

from __future__ import annotations

import json
import multiprocessing
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from time import perf_counter
from typing import Any, Final, NamedTuple, ParamSpec, TypeVar

TAXII: Final = "application/taxii+json;version=2.1"
EDGE: Final = 512
"""Bytes at either end of a page among which `next` is looked for: parsing pages would measure the client."""
PATIENCE: Final = 600.0
GLANCE: Final = 0.01
"""Seconds between two questions of a client that polls."""
_NEXT: Final = re.compile(rb'"next": ?"([^"]+)"')
P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Target:
    """Objects served on loopback `port`: the paths of the `first` page and of those that follow, who asks."""

    port: int
    first: str
    following: str
    headers: Mapping[str, str]

    @classmethod
    def collection(cls, port: int, path: str, headers: Mapping[str, str]) -> Target:
        """Return the objects of the collection at `path` of a TAXII server."""
        first = f"{path}objects/?limit={{limit}}"
        return cls(port, first, f"{first}&next={{next}}", {"Accept": TAXII, **headers})

    @property
    def objects(self) -> str:
        """The path of all objects, which takes a POST and further parameters."""
        return self.first.partition("?")[0]


class Walked(NamedTuple):
    """How long a walk took, over how many pages and bytes."""

    seconds: float
    pages: int
    size: int


class Got(NamedTuple):
    """How long an answer took, and how many objects it held."""

    seconds: float
    objects: int


class Failed(RuntimeError):
    """A server did not answer as the measure needs it."""

    def __init__(self, path: str, status: int, body: bytes) -> None:
        super().__init__(path, status, body[:300])


class Client:
    """A process that asks."""

    def __init__(self) -> None:
        self._pool = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))

    def ask(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Return what `work`, a function of this module, returns there."""
        return self.begin(work, *args, **kwargs).result()

    def begin(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Begin `work` there."""
        return self._pool.submit(work, *args, **kwargs)

    def close(self) -> None:
        """End the process."""
        self._pool.shutdown()


def walk(target: Target, limit: int) -> Walked:
    """Read the whole collection at `limit` objects a page."""
    begun = perf_counter()
    sizes = [len(body) for _, body in pages(target, limit)]
    return Walked(perf_counter() - begun, len(sizes), sum(sizes))


def pages(target: Target, limit: int) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the body of each page."""
    path: str | None = target.first.format(limit=limit)
    with closing(_connect(target.port)) as line:
        while path:
            body = _get(line, path, target.headers)[1]
            yield path, body
            path = _following(body, target, limit)


def paths(target: Target, limit: int) -> list[str]:
    """Return the path of each page."""
    return [path for path, _ in pages(target, limit)]


def copy(target: Target, limit: int, folder: Path) -> list[str]:
    """Keep the pages of `target` as files named after the `next` that leads to them; returns the paths."""
    kept = []
    (folder / str(limit)).mkdir()
    for path, body in pages(target, limit):
        cursor = path.partition("next=")[2]
        kept.append(f"/{limit}/{cursor}.json")
        (folder / str(limit) / f"{cursor}.json").write_bytes(body)
    return kept


def ids(target: Target, limit: int) -> list[str]:
    """Return the id of every object as it comes."""
    return [one["id"] for _, body in pages(target, limit) for one in json.loads(body).get("objects", ())]


def added(target: Target, query: str) -> str:
    """Return when the last object that answers `query` was added."""
    with closing(_connect(target.port)) as line:
        answer, _ = _get(line, f"{target.objects}?{query}", target.headers)
        return str(answer.headers["X-TAXII-Date-Added-Last"])


def fetch(target: Target, queries: Sequence[str]) -> list[Got]:
    """Ask for the objects with each of `queries` (parameters as text)."""
    with closing(_connect(target.port)) as line:
        return [_fetched(line, f"{target.objects}?{query}", target.headers) for query in queries]


def post(target: Target, bodies: Sequence[bytes]) -> list[float]:
    """Post `bodies` one after the other; returns the seconds of each.

    Raises `Failed` when one was not wholly taken.
    """
    with closing(_connect(target.port)) as line:
        return [_posted(line, body, target) for body in bodies]


def post_together(targets: Sequence[Target], bodies: Sequence[bytes]) -> float:
    """Post `bodies` over one connection for each of `targets`, shared out; returns the seconds of it all."""
    shares = [bodies[number :: len(targets)] for number in range(len(targets))]
    with ThreadPoolExecutor(len(targets)) as pool:
        begun = perf_counter()
        list(pool.map(post, targets, shares))
        return perf_counter() - begun


def poll(target: Target, limit: int, done: Path) -> list[str]:
    """Ask again and again for what is new, by the moment of the last, until `done` exists and nothing comes.

    Returns the ids as they came, those that came twice twice.
    """
    seen: list[str] = []
    after = ""
    with closing(_connect(target.port)) as line:
        while True:
            over = done.exists()
            came, after = _news(line, target, limit, after)
            seen += came
            if over and not came:
                return seen
            time.sleep(GLANCE)


def _news(line: HTTPConnection, target: Target, limit: int, after: str) -> tuple[list[str], str]:
    """Return the ids of what was added after the moment `after`, and the moment of the last of them."""
    seen: list[str] = []
    since = f"&added_after={after}" if after else ""
    path: str | None = target.first.format(limit=limit) + since
    while path:
        answer, body = _get(line, path, target.headers)
        seen += [one["id"] for one in json.loads(body).get("objects", ())]
        after = answer.headers.get("X-TAXII-Date-Added-Last", after)
        following = _following(body, target, limit)
        path = following and following + since
    return seen, after


def _connect(port: int) -> HTTPConnection:
    return HTTPConnection("127.0.0.1", port, timeout=PATIENCE)


def _get(line: HTTPConnection, path: str, headers: Mapping[str, str]) -> tuple[HTTPResponse, bytes]:
    line.request("GET", path, headers=headers)
    answer = line.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise Failed(path, answer.status, body)
    return answer, body


def _following(body: bytes, target: Target, limit: int) -> str | None:
    found = _NEXT.search(body[:EDGE]) or _NEXT.search(body[-EDGE:])
    return found and target.following.format(limit=limit, next=found[1].decode())


def _fetched(line: HTTPConnection, path: str, headers: Mapping[str, str]) -> Got:
    begun = perf_counter()
    _, body = _get(line, path, headers)
    spent = perf_counter() - begun
    return Got(spent, len(json.loads(body).get("objects", ())))


def _posted(line: HTTPConnection, body: bytes, target: Target) -> float:
    headers = {"Content-Type": TAXII, **target.headers}
    begun = perf_counter()
    line.request("POST", target.objects, body, headers)
    answer = line.getresponse()
    said = answer.read()
    spent = perf_counter() - begun
    if answer.status != 202 or not _complete(json.loads(said)):
        raise Failed(target.objects, answer.status, said)
    return spent


def _complete(status: Mapping[str, Any]) -> bool:
    return bool(status["status"] == "complete" and status["success_count"] == status["total_count"])
