"""What the measures share: how large they are, whom they ask, and which objects were not yet used."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.taxii import client, corpus, servers
from bench.taxii.client import Client, Target
from tests import peers


@dataclass(frozen=True, slots=True)
class Scale:
    """How much is measured: collections of `middle` and `large` objects, the median of `rounds`."""

    middle: int = 100_000
    large: int = 1_000_000
    rounds: int = 3
    seconds: float = 4
    """How long one load by wrk lasts."""
    together: int = 10_000
    """Objects a POST where it is only to fill."""
    posted: int = 5000
    """Objects that a round posts to ours."""
    questions: int = 15
    """How often a page is asked for."""
    logins: int = 1000

    @classmethod
    def quick(cls) -> Scale:
        """Return about a hundredth of it."""
        return cls(4000, 10_000, 1, 1, 1000, 1000, 3, 20)


@dataclass
class Run:
    """A node of ours and OpenTAXII, both served, and the client that asks them."""

    scale: Scale
    folder: Path
    ours: servers.Ours
    opentaxii: Target
    client: Client
    used: int = 0
    """How many objects of the corpus went to ours."""
    used_there: int = 0
    """The same for OpenTAXII."""
    asked: int = 0
    """How many limits were given out by `fresh_limits`."""

    def bundles(self, count: int, size: int) -> list[bytes]:
        """Return `count` bundles for ours of `size` objects that it has not seen."""
        made = [corpus.bundle(self.used + number * size, size) for number in range(count)]
        self.used += count * size
        return made

    def bundles_there(self, count: int, size: int) -> list[bytes]:
        """The same for OpenTAXII."""
        made = [corpus.bundle(self.used_there + number * size, size) for number in range(count)]
        self.used_there += count * size
        return made

    def fresh_limits(self, limit: int, count: int) -> list[int]:
        """Return limits little below `limit` that were never asked with, so that no answer lies ready."""
        self.asked += count
        return [limit - self.asked + number for number in range(count)]

    def fill(self, count: int) -> float:
        """Put objects into our drawer until `count` went in; returns the seconds that the POSTs took."""
        spent = 0.0
        while self.used < count:
            size = min(self.scale.together, count - self.used)
            spent += sum(self.client.ask(client.post, self.ours.tool, self.bundles(1, size)))
        return spent


@contextmanager
def running(scale: Scale) -> Iterator[Run]:
    """Serve ours, empty, and OpenTAXII with the middle collection."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tansiq-bench-")))
        asking = Client()
        stack.callback(asking.close)
        peer = stack.enter_context(peers.opentaxii(folder))
        servers.fill_opentaxii(peer, folder, scale.middle)
        ours = stack.enter_context(servers.ours(folder))
        for target in (*ours.tools, ours.partner):
            asking.ask(client.fetch, target, ["limit=1"])  # everybody has logged in
        yield Run(scale, folder, ours, servers.of_peer(peer), asking, used_there=scale.middle)
