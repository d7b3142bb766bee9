"""`fsck`: everything that a node keeps, against everything that was ever signed about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from tansiq.exchange import Partner
from tansiq.ledger import (
    PACK_WIDTH,
    Damage,
    Finding,
    Frontier,
    LedgerError,
    PublicKey,
    check_feed,
    feed_origin,
    parse_vkey,
    salts,
)
from tansiq.store import Transaction
from tansiq.wiring.node import Node
from tansiq.wiring.proof import is_verified

STEP = 4096


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

    @contextmanager
    def reading(self, where: str) -> Iterator[None]:
        """Read in a block; what cannot be read becomes a finding, and ends the block."""
        try:
            yield
        except (LedgerError, ValueError) as unreadable:
            self.findings.append(Problem("unreadable", where, str(unreadable)))


def fsck_node(node: Node) -> Report:
    """Recompute every root, verify every signature and receipt, and every object's bytes."""
    report = Report()
    with node.snapshot() as tx:
        with report.reading("partners"):
            for partner in tx.agencies.partners():
                for way, view in (("to", _Told), ("from", _Heard)):
                    where = f"feed {way} {partner.agency.id}"
                    with report.reading(where):
                        _check_feed(where, view(tx, node, partner), report)
        _check_objects(tx, report)
    return report


def _check_feed(where: str, view: _Told | _Heard, report: Report) -> None:
    report.feeds += 1
    report.entries += view.size
    for finding in _findings(view):
        report.findings.append(Problem(finding.code.value, f"{where}, {finding.where}", finding.detail))


def _findings(view: _Told | _Heard) -> Iterable[Finding]:
    """Return what is wrong with a feed; first, whether its leaves are all there, as the frontier says."""
    grown = Frontier.empty()
    for start in range(0, view.size, STEP):
        leaves = view.leaves(start, min(start + STEP, view.size))
        grown = grown.extend(leaves)
        if grown.size != min(start + STEP, view.size):
            detail = f"{len(leaves)} leaves are kept"
            return [Finding(Damage.ENTRY_MISSING, f"{start}-{min(start + STEP, view.size)}", detail)]
    found = check_feed(view)
    if grown != view.frontier:
        found.append(Finding(Damage.ROOT_DIFFERS, "frontier", "the frontier kept is not that of the leaves"))
    return found


def _check_objects(tx: Transaction, report: Report) -> None:
    with report.reading("objects"):
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
        self.frontier = tx.feeds.outgoing(self._reader).frontier
        self.size = self.frontier.size
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
            kept = salts(part.seed, first, last) if part.seed is not None else part.salts or ()
            # A row that is gone shows as a length that the ledger does not expect.
            yield from zip(part.bodies, kept, strict=False)
            start += last - first


class _Heard:
    """What `partner` told us; bodies are kept as objects, so leaves and the head are checked here."""

    def __init__(self, tx: Transaction, node: Node, partner: Partner) -> None:
        held = tx.feeds.incoming(partner.agency.id)
        self._leaves = [arrived.leaf for arrived in tx.feeds.arrivals(partner.agency.id)]
        self._note = held.note
        self.origin = feed_origin(partner.agency.id, node.agency.id)
        self.frontier = held.frontier
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
