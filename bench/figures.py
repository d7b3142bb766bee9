"""What is measured, by what, and what is asked of it: the rows of the table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Measure:
    """The function `where` (module:name), which takes a size from 0 to 1, and `how` it measures."""

    where: str
    how: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a figure must reach: `at_least` or `at_most`; `share_of` names the limit to read it against."""

    at_least: float | None = None
    at_most: float | None = None
    share_of: str | None = None

    def is_met(self, measured: float) -> bool | None:
        """Return whether `measured` is enough; None where nothing is asked."""
        if self.at_least is None and self.at_most is None:
            return None
        return (self.at_least or 0) <= measured <= (float("inf") if self.at_most is None else self.at_most)

    def __str__(self) -> str:
        if self.at_least is not None:
            return f"≥ {self.at_least:,g}"
        return "" if self.at_most is None else f"≤ {self.at_most:,g}"


MEASURES: Final[Mapping[str, Measure]] = {
    "limits": Measure("bench.bench_limits:run", "one core and the disk, with nothing of ours"),
    "import-3": Measure("bench.bench_import:to_3", "import_file, one bundle of 5,000, SQLite"),
    "import-200": Measure("bench.bench_import:to_200", "import_file, one bundle of 1,500, SQLite"),
    "import-one": Measure("bench.bench_import:one_to_300", "import_file, 200 bundles of one report, SQLite"),
    "store": Measure("bench.bench_store:run", "Feeds.append_many, 700-byte bodies, SQLite"),
    "patterns": Measure("bench.bench_patterns:run", "require_pattern, one thread"),
    "release": Measure("bench.bench_release:run", "release.decide over a world in memory"),
    "ledger": Measure("bench.bench_ledger:run", "the ledger alone, in memory, one thread"),
    "sync": Measure("bench.bench_sync:backlog", "two real nodes, HTTP on loopback, 10,000 objects"),
    "cut-link": Measure("bench.bench_sync:cut_link", "two served nodes, 32 kB/s, 10 s up and 2 s down"),
    "node": Measure("bench.bench_node:run", "two served nodes, 50 reports, then a minute at rest"),
}

ASKED: Final[Mapping[str, Asked]] = {
    "import to 3 partners, objects/s": Asked(share_of="limit: sign, 1/s"),
    "import to 200 partners, objects/s": Asked(share_of="limit: sign, 1/s"),
    "import one report to 300 partners, p99 ms": Asked(at_most=50),
    "append to 200 feeds, leaves/s": Asked(at_least=100_000, share_of="limit: SQLite executemany, rows/s"),
    "one object to 300 feeds, p99 ms": Asked(at_most=50),
    "receiver verifies packs to the root, objects/s": Asked(
        at_least=300_000, share_of="limit: SHA-256 of 700 bytes, 1/s"
    ),
    "fsck of a feed in memory, entries/s": Asked(
        at_least=500_000, share_of="limit: SHA-256 of 700 bytes, 1/s"
    ),
    "fsck of a whole node, entries/s": Asked(share_of="limit: verify, 1/s"),
    "pattern of one comparison, 1/s": Asked(at_least=100_000),
    "serve, verify and admit a backlog, objects/s": Asked(share_of="limit: verify, 1/s"),
    "sync of a backlog: bytes ÷ one zstd-19": Asked(at_most=1.10),
    "idle sync, bytes": Asked(at_most=1300),
    "goodput of a cut link, share of its up-time": Asked(at_least=0.85),
    "delivery, import to stored at the partner, p99 ms": Asked(at_most=2000),
    "node at rest, MB": Asked(at_most=200),
    "first page, p50 ms": Asked(at_most=100),
}
"""What has no row here is shown for what it tells of the others."""
