"""What needs servers of its own: polling beside writers, hashes of passwords, medallion."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from bench.figures import Asked
from bench.taxii import client, corpus, servers
from bench.taxii.client import Client, Target
from bench.taxii.rows import Row
from bench.taxii.run import Scale
from tests import peers
from tests.services.postgres import running_postgres

WRITERS: Final = 6
WRITTEN: Final = 960
BUNDLE: Final = 10
SMALL: Final = (500, 2000)
"""Sizes of medallion's collections: reading one takes it a time that grows with the square."""
NONE: Final = Asked(at_most=0)


def polling(scale: Scale) -> Iterator[Row]:
    """Poll beside six writers: ours on both databases, OpenTAXII on PostgreSQL."""
    del scale  # it is as small as it is
    with running_postgres() as postgres:
        for where, database in (("SQLite", None), ("PostgreSQL", postgres)):
            with ExitStack() as stack:
                folder = _folder(stack)
                url = None if database is None else stack.enter_context(database.database())
                ours = stack.enter_context(servers.ours(folder, database=url))
                yield from _polled(f"ours on {where}", ours.tool, ours.tools[1 : 1 + WRITERS], NONE)
        with ExitStack() as stack:
            folder, url = _folder(stack), stack.enter_context(postgres.database())
            peer = stack.enter_context(peers.opentaxii(folder, database=url, workers=WRITERS))
            target = servers.of_peer(peer)
            yield from _polled("OpenTAXII on PostgreSQL", target, [target] * WRITERS, Asked())


def _polled(who: str, reader: Target, writers: Sequence[Target], asked: Asked) -> Iterator[Row]:
    with tempfile.TemporaryDirectory(prefix="tansiq-bench-") as folder, ExitStack() as stack:
        asking, writing = Client(), Client()
        stack.callback(asking.close)
        stack.callback(writing.close)
        done = Path(folder) / "done"
        polled = asking.begin(client.poll, reader, 100, done)
        bodies = [corpus.bundle(at, BUNDLE) for at in range(0, WRITTEN, BUNDLE)]
        writing.ask(client.post_together, writers, bodies)
        done.touch()
        seen = Counter(polled.result())
    written = {json.loads(made)["id"] for made in corpus.objects(0, WRITTEN)}
    what = f"polling beside {WRITERS} writers, {who}"
    yield Row(f"{what}: lost", f"of {WRITTEN}", len(written - seen.keys()), asked=asked)
    yield Row(f"{what}: repeated", f"of {WRITTEN}", seen.total() - len(seen), asked=asked)


def hashes(scale: Scale) -> Iterator[Row]:
    """Count the slow hashes of passwords over many requests by HTTP Basic."""
    with ExitStack() as stack:
        asking, folder = Client(), _folder(stack)
        stack.callback(asking.close)
        noted = folder / "hashes"
        extra = {"PYTHONPATH": str(servers.COUNTING), "HASHES_NOTED": str(noted)}
        ours = stack.enter_context(servers.ours(folder, extra=extra))
        asking.ask(client.fetch, ours.tools[1], ["limit=1"])  # comes by token, and finds all prepared
        noted.write_bytes(b"")
        asking.ask(client.fetch, ours.tool, ["limit=1"] * scale.logins)
        counted = len(noted.read_bytes())
    if counted == 0:
        raise RuntimeError("not even the first request was seen to be hashed")
    what = f"hashes of passwords in {scale.logins:,} requests by Basic"
    yield Row(what, "hashes", counted, asked=Asked(at_most=1))


def medallion(scale: Scale) -> Iterator[Row]:
    """Read small collections of medallion and the same of ours."""
    for size in SMALL if scale.rounds > 1 else SMALL[:1]:
        with ExitStack() as stack:
            asking, folder = Client(), _folder(stack)
            stack.callback(asking.close)
            theirs = servers.of_peer(stack.enter_context(peers.medallion(folder)))
            ours = stack.enter_context(servers.ours(folder)).tool
            for target in (ours, theirs):
                asking.ask(client.post, target, [corpus.bundle(at, 500) for at in range(0, size, 500)])
            rates = [size / asking.ask(client.walk, target, 1000).seconds for target in (ours, theirs)]
        yield Row(f"GET {size:,} at 1,000 a page", "objects/s", rates[0], "medallion", rates[1])


def _folder(stack: ExitStack) -> Path:
    return Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tansiq-bench-")))
