"""Looking after a node: `fsck` over everything it keeps, and the checks before a start."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tansiq.config import read_config
from tansiq.exchange import Partner
from tansiq.ledger import PACK_WIDTH, Finding, PublicKey, check_feed, feed_origin, parse_vkey, salts
from tansiq.store import Transaction
from tansiq.wiring.errors import NoRoom
from tansiq.wiring.home import load_keyring
from tansiq.wiring.node import Node, open_node
from tansiq.wiring.proof import is_verified
from tansiq.wiring.speech import explain, language

ROOM_NEEDED = 200 * 1024 * 1024
"""Bytes of free disk below which a start is refused."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: a `code`, `where` it is, and `detail`."""

    code: str
    where: str
    detail: str


@dataclass(slots=True)
class Report:
    """What `fsck` went through, and what it found."""

    feeds: int = 0
    entries: int = 0
    objects: int = 0
    findings: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Check:
    """One check before a start: its `id`, whether it is `ok`, what was `said` and a `hint` to mend it."""

    id: str
    ok: bool
    said: str
    hint: str = ""


def fsck_node(node: Node) -> Report:
    """Recompute every root, verify every signature and receipt, and every object's bytes."""
    report = Report()
    with node.snapshot() as tx:
        for partner in tx.agencies.partners():
            for where, view in (
                (f"feed to {partner.agency.id}", _Told(tx, node, partner)),
                (f"feed from {partner.agency.id}", _Heard(tx, node, partner)),
            ):
                report.feeds += 1
                report.entries += view.size
                report.findings += (_problem(where, finding) for finding in check_feed(view))
        _check_objects(tx, report)
    return report


def _problem(where: str, finding: Finding) -> Problem:
    return Problem(finding.code.value, f"{where}, {finding.where}", finding.detail)


def _check_objects(tx: Transaction, report: Report) -> None:
    for record, signature in tx.objects.everything():
        report.objects += 1
        if not is_verified(tx, record, signature):
            where = f"{record.object.id} {record.object.version}".strip()
            detail = f"the signature of {record.originator} does not stand for the bytes kept"
            report.findings.append(Problem("object-signature", where, detail))


class _Told:
    """What we told `partner`, as the ledger checks it."""

    def __init__(self, tx: Transaction, node: Node, partner: Partner) -> None:
        self._tx = tx
        self._reader = partner.agency.id
        self.origin = feed_origin(node.agency.id, self._reader)
        self.size = tx.feeds.outgoing(self._reader).frontier.size
        own = (node.keyring.node.public, *(key.public for key in node.keyring.retired))
        self.sender_keys: Sequence[PublicKey] = own
        self.receipt_keys: Sequence[PublicKey] = (parse_vkey(partner.agency.receipt_key),)

    def leaves(self, start: int, end: int) -> Sequence[bytes]:
        """Return the stored leaf hashes."""
        return self._tx.feeds.leaves(self._reader, start, end)

    def bodies(self, start: int, end: int) -> Sequence[bytes | None]:
        """Return the encoded bodies."""
        return [body for body, _ in self._rows(start, end)]

    def salts(self, start: int, end: int) -> Sequence[bytes | None]:
        """Return the salts."""
        return [salt for _, salt in self._rows(start, end)]

    def checkpoints(self) -> Iterable[bytes]:
        """Return every head that we signed."""
        return [signed.text for signed in self._tx.feeds.heads(self._reader)]

    def receipts(self) -> Iterable[bytes]:
        """Return every receipt that came back."""
        return [signed.text for signed in self._tx.feeds.receipts(self._reader)]

    def _rows(self, start: int, end: int) -> Iterator[tuple[bytes | None, bytes | None]]:
        while start < end:
            number, first = divmod(start, PACK_WIDTH)
            last = min(PACK_WIDTH, first + end - start)
            part = self._tx.feeds.slice(self._reader, number, first, last)
            kept = salts(part.seed)[first:last] if part.seed is not None else part.salts or ()
            yield from zip(part.bodies, kept, strict=True)
            start += last - first


class _Heard:
    """What `partner` told us; bodies are kept as objects, so leaves and the head are checked here."""

    def __init__(self, tx: Transaction, node: Node, partner: Partner) -> None:
        held = tx.feeds.incoming(partner.agency.id)
        self._leaves = [arrived.leaf for arrived in tx.feeds.arrivals(partner.agency.id)]
        self._note = held.note
        self.origin = feed_origin(partner.agency.id, node.agency.id)
        self.size = held.frontier.size
        self.sender_keys: Sequence[PublicKey] = [parse_vkey(key) for key in partner.agency.keys]
        self.receipt_keys: Sequence[PublicKey] = ()

    def leaves(self, start: int, end: int) -> Sequence[bytes]:
        """Return the stored leaf hashes."""
        return self._leaves[start:end]

    def bodies(self, start: int, end: int) -> Sequence[bytes | None]:
        """Return nothing: what was told is kept as objects."""
        return [None] * (end - start)

    def salts(self, start: int, end: int) -> Sequence[bytes | None]:
        """Return nothing, as `bodies`."""
        return [None] * (end - start)

    def checkpoints(self) -> Iterable[bytes]:
        """Return the head that is held as evidence."""
        return () if self._note is None else (self._note,)

    def receipts(self) -> Iterable[bytes]:
        """Return nothing: receipts are kept by who was given them."""
        return ()


def check_node(home: Path) -> tuple[Check, ...]:
    """Return the checks before a start, in the order in which they should be mended."""
    checks: list[tuple[str, Callable[[], str]]] = [
        ("settings", lambda: _settings(home)),
        ("keys", lambda: _keys(home)),
        ("disk", lambda: _disk(home)),
        ("database", lambda: _database(home)),
    ]
    return tuple(_checked(name, check) for name, check in checks)


def _checked(name: str, check: Callable[[], str]) -> Check:
    try:
        return Check(name, ok=True, said=check())
    except Exception as error:
        explained = explain(error, language())
        if explained is None:
            raise
        return Check(name, ok=False, said=explained.sentence, hint=str(getattr(error, "hint", "")))


def _settings(home: Path) -> str:
    config = read_config({**os.environ, "TANSIQ_HOME": str(home)})
    return f"{config.host}:{config.port}, {config.url or 'no public address'}"


def _keys(home: Path) -> str:
    return load_keyring(home).agency


def _disk(home: Path) -> str:
    free = shutil.disk_usage(home).free
    if free < ROOM_NEEDED:
        raise NoRoom(free=str(free // 2**20), needed=str(ROOM_NEEDED // 2**20))
    return f"{free // 2**20} MiB free"


def _database(home: Path) -> str:
    node = open_node(home)
    return node.agency.names[language()]
