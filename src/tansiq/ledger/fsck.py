"""Checks a stored feed against everything that was ever signed about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, cast

from tansiq.ledger import entries
from tansiq.ledger.checkpoint import Checkpoint, Cosigner, open_checkpoint, parse_checkpoint
from tansiq.ledger.errors import LedgerError
from tansiq.ledger.keys import PublicKey
from tansiq.ledger.merkle import Frontier
from tansiq.ledger.notes import open_note

_STEP = 4096


class Damage(StrEnum):
    """What can be wrong with a stored feed."""

    ENTRY_ALTERED = "entry-altered"
    ENTRY_MISSING = "entry-missing"
    SALT_MISSING = "salt-missing"
    SALT_LEFT = "salt-left"
    ROOT_DIFFERS = "root-differs"
    NOTE_REFUSED = "note-refused"
    BEYOND_END = "beyond-end"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: a `code`, `where` (entry number or note), and `detail` for the log."""

    code: Damage
    where: str
    detail: str


class FeedView(Protocol):
    """The stored feed to check; ranges are half open, an erased entry has neither body nor salt."""

    @property
    def origin(self) -> str:
        """The origin of the feed."""

    @property
    def size(self) -> int:
        """How many entries are stored."""

    @property
    def sender_keys(self) -> Sequence[PublicKey]:
        """All keys that ever signed heads of this feed."""

    @property
    def receipt_keys(self) -> Sequence[PublicKey]:
        """All keys that ever signed receipts of this feed."""

    def leaves(self, start: int, end: int) -> Sequence[bytes]:
        """Return the stored leaf hashes."""

    def bodies(self, start: int, end: int) -> Sequence[bytes | None]:
        """Return the encoded bodies."""

    def salts(self, start: int, end: int) -> Sequence[bytes | None]:
        """Return the salts."""

    def checkpoints(self) -> Iterable[bytes]:
        """Return the signed heads, in any order."""

    def receipts(self) -> Iterable[bytes]:
        """Return the receipts, in any order."""


def check_feed(view: FeedView) -> list[Finding]:
    """Return what is wrong with the feed: nothing when every entry, head and receipt fits the others."""
    heads, findings = _signed_heads(view)
    findings += _check_heads(view, heads)
    for start in range(0, view.size, _STEP):
        findings += _check_entries(view, start, min(start + _STEP, view.size))
    return findings


def _check_entries(view: FeedView, start: int, end: int) -> list[Finding]:
    leaves, bodies, salts = view.leaves(start, end), view.bodies(start, end), view.salts(start, end)
    if not len(leaves) == len(bodies) == len(salts) == end - start:
        counts = f"{len(leaves)} leaves, {len(bodies)} bodies, {len(salts)} salts"
        return [Finding(Damage.ENTRY_MISSING, f"{start}-{end}", counts)]
    whole = None not in bodies and None not in salts
    if whole and entries.leaves(cast("Sequence[bytes]", salts), cast("Sequence[bytes]", bodies)) == list(
        leaves
    ):
        return []
    rows = zip(leaves, salts, bodies, strict=True)
    return [found for at, row in enumerate(rows, start) for found in _check_entry(at, *row)]


def _check_entry(at: int, leaf: bytes, salt: bytes | None, body: bytes | None) -> Iterator[Finding]:
    if body is None:
        if salt is not None:
            yield Finding(Damage.SALT_LEFT, f"{at}", "the entry is erased, its salt is not")
    elif salt is None:
        yield Finding(Damage.SALT_MISSING, f"{at}", "the entry cannot be proven without its salt")
    elif entries.leaf(salt, body) != leaf:
        yield Finding(Damage.ENTRY_ALTERED, f"{at}", "salt and body do not lead to the stored leaf")


def _signed_heads(view: FeedView) -> tuple[list[tuple[str, Checkpoint]], list[Finding]]:
    heads, findings = list[tuple[str, Checkpoint]](), list[Finding]()
    for kind, notes in (("checkpoint", view.checkpoints()), ("receipt", view.receipts())):
        for number, note in enumerate(notes):
            where = f"{kind} {number}"
            try:
                heads.append((where, _open(view, kind, note)))
            except LedgerError as error:
                findings.append(Finding(Damage.NOTE_REFUSED, where, str(error)))
    return heads, findings


def _open(view: FeedView, kind: str, note: bytes) -> Checkpoint:
    if kind == "checkpoint":
        return open_checkpoint(note, view.origin, view.sender_keys).checkpoint
    return parse_checkpoint(open_note(note, [Cosigner(key) for key in view.receipt_keys]).text)


def _check_heads(view: FeedView, heads: list[tuple[str, Checkpoint]]) -> Iterator[Finding]:
    frontier = Frontier.empty()
    for where, head in sorted(heads, key=lambda pair: pair[1].size):
        if head.size > view.size:
            yield Finding(Damage.BEYOND_END, where, f"signed at size {head.size}, {view.size} are stored")
            continue
        frontier = _grow(view, frontier, head.size)
        if (head.origin, head.root) != (view.origin, frontier.root()):
            detail = (
                f"{head.origin} at size {head.size}: {head.root.hex()} signed, {frontier.root().hex()} stored"
            )
            yield Finding(Damage.ROOT_DIFFERS, where, detail)


def _grow(view: FeedView, frontier: Frontier, size: int) -> Frontier:
    while frontier.size < size:
        frontier = frontier.extend(view.leaves(frontier.size, min(frontier.size + _STEP, size)))
    return frontier
