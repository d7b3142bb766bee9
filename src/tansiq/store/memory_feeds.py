"""The logs in memory: what this agency told each partner, and what each partner told it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from tansiq.exchange import Ack, Arrived, Incoming, Leaving, Outgoing, Signed, Slice, Told
from tansiq.ledger import Frontier, leaves
from tansiq.store.codec import micros, moment
from tansiq.store.errors import ForkRefused, Gap, NotCommitted
from tansiq.store.memory_state import Out, Sent, State
from tansiq.store.packs import CONTENT, WIDTH, Pack, draw, require_within


class MemoryFeeds:
    """Feeds, receipts and acknowledgements."""

    def __init__(self, state: State, random_bytes: Callable[[int], bytes]) -> None:
        self._state = state
        self._random_bytes = random_bytes
        self._grown: set[str] = set()

    def outgoing(self, receiver: str) -> Outgoing:
        """Return how much `receiver` was told, with the newest signed head and receipt."""
        out = self._out(receiver)
        return Outgoing(receiver, out.frontier, _newest(out.signed), _newest(out.receipts))

    def append(self, receiver: str, entries: Sequence[Leaving], *, now: datetime) -> Frontier:
        """Append `entries` to the feed to `receiver`; returns its new frontier."""
        if not entries:
            return self._out(receiver).frontier
        return self.append_many({receiver: entries}, now=now)[receiver]

    def append_many(
        self, entries: Mapping[str, Sequence[Leaving]], *, now: datetime
    ) -> Mapping[str, Frontier]:
        """Append to several feeds at once, entries of one a microsecond apart; returns the new frontiers."""
        for receiver, leaving in entries.items():
            self._append(receiver, leaving, micros(now))
        return {receiver: self._out(receiver).frontier for receiver in entries}

    def sign(self, receiver: str, signed: Signed) -> None:
        """Keep the head that was signed, in the place of an earlier one of the same size and root.

        Raises `ForkRefused` unless size and root are those of the committed feed, `NotCommitted` when it
        grew in this transaction.
        """
        if receiver in self._grown:
            raise NotCommitted(receiver)
        out = self._out(receiver)
        held = out.frontier.root()
        if (signed.size, signed.root) != (out.frontier.size, held):
            raise ForkRefused(receiver, signed.size, held=held, offered=signed.root)
        others = tuple(known for known in out.signed if known.size != signed.size)
        self._state.outgoing[receiver] = replace(out, signed=(*others, signed))

    def head(self, receiver: str, size: int) -> Signed | None:
        """Return the head that we signed of the feed to `receiver` at `size`, if we did."""
        return next((one for one in self._out(receiver).signed if one.size == size), None)

    def slice(self, receiver: str, number: int, first: int, last: int) -> Slice:
        """Return entries `first` until `last` of pack `number`. Raises `NotThere` beyond the feed."""
        out = self._out(receiver)
        require_within(receiver, number, first, last, out.frontier.size)
        sent = out.sent[number * WIDTH + first : number * WIDTH + last]
        pack = out.packs[number]
        bodies, sealed = tuple(one.body for one in sent), tuple(one.leaf for one in sent)
        return Slice(number, first, bodies, sealed, pack.seed, pack.remaining(first, bodies))

    def leaves(self, receiver: str, first: int = 0, last: int | None = None) -> Sequence[bytes]:
        """Return the leaf hashes of entries `first` to `last` (exclusive) of the feed to `receiver`."""
        return [sent.leaf for sent in self._out(receiver).sent[first:last]]

    def receipt(self, receiver: str, receipt: Signed) -> None:
        """Keep the first receipt for a size. Raises `ForkRefused` unless we signed that size and root."""
        out = self._out(receiver)
        signed = self.head(receiver, receipt.size)
        held = None if signed is None else signed.root
        if held != receipt.root:
            raise ForkRefused(receiver, receipt.size, held=held, offered=receipt.root)
        if all(known.size != receipt.size for known in out.receipts):
            self._state.outgoing[receiver] = replace(out, receipts=(*out.receipts, receipt))

    def heads(self, receiver: str) -> Sequence[Signed]:
        """Return every head that we signed of the feed to `receiver`, by size."""
        return sorted(self._out(receiver).signed, key=lambda signed: signed.size)

    def receipts(self, receiver: str) -> Sequence[Signed]:
        """Return every receipt that `receiver` gave, by size."""
        return sorted(self._out(receiver).receipts, key=lambda signed: signed.size)

    def appended_at(self, receiver: str, index: int) -> datetime | None:
        """Return when entry `index` of the feed to `receiver` was appended, None beyond the feed."""
        sent = self._out(receiver).sent
        return moment(sent[index].at) if index < len(sent) else None

    def told(self, object_id: str) -> Sequence[Told]:
        """Return every entry about the object, in every feed, in order of time."""
        told = (self._told(receiver, index) for receiver, index in self._state.told.get(object_id, ()))
        return sorted(told, key=lambda one: (one.at, one.reader, one.index))

    def informed(self, object_id: str) -> frozenset[tuple[str, str]]:
        """Return every reader that was told the object, with the version that it was told."""
        return frozenset((one.reader, one.version) for one in self.told(object_id) if one.kind in CONTENT)

    def told_to(self, receiver: str, object_id: str, version: str | None = None) -> bool:
        """Return whether `receiver` was ever told the object, in that version if one is named."""
        return any(
            told.reader == receiver and told.kind in CONTENT and version in {None, told.version}
            for told in self.told(object_id)
        )

    def untell(self, object_id: str) -> Sequence[str]:
        """Destroy bodies and salts of all entries that carry the object; returns who was told it, sorted."""
        erased: dict[str, list[int]] = {}
        for receiver, index in self._state.told.get(object_id, ()):
            if self._out(receiver).sent[index].leaving.kind in CONTENT:
                erased.setdefault(receiver, []).append(index)
        for receiver, indexes in erased.items():
            self._erase(receiver, indexes)
        return sorted(erased)

    def incoming(self, sender: str) -> Incoming:
        """Return how far this node has received what `sender` tells it."""
        return self._state.incoming.get(sender, Incoming(sender, Frontier.empty(), None, None, 0))

    def arrived(
        self, sender: str, entries: Sequence[Arrived], frontier: Frontier, note: bytes, *, now: datetime
    ) -> None:
        """Keep verified `entries` of `sender` and the head `note` that proves them.

        Raises `Gap` unless they lead from the frontier that is held to `frontier`.
        """
        held = self.incoming(sender)
        if held.frontier.extend(entry.leaf for entry in entries) != frontier:
            raise Gap(sender, held=held.frontier.size, offered=frontier.size)
        self._state.arrivals[sender] = (*self._state.arrivals.get(sender, ()), *entries)
        self._state.incoming[sender] = replace(held, frontier=frontier, note=note, contact=now)

    def arrivals(self, sender: str, first: int = 0) -> Iterator[Arrived]:
        """Yield the entries from `sender`, from number `first` on."""
        yield from self._state.arrivals.get(sender, ())[first:]

    def contact(self, sender: str, *, now: datetime) -> None:
        """Note that `sender` answered."""
        self._state.incoming[sender] = replace(self.incoming(sender), contact=now)

    def receipted(self, sender: str, size: int) -> None:
        """Note that `sender` has our receipt up to `size`; it never falls."""
        held = self.incoming(sender)
        self._state.incoming[sender] = replace(held, receipted=max(size, held.receipted))

    def forget_salts(self, object_id: str) -> None:
        """Destroy the salts of all entries that brought the object here."""
        for sender, entries in self._state.arrivals.items():
            if any(entry.object_id == object_id for entry in entries):
                self._state.arrivals[sender] = tuple(
                    replace(entry, salt=None) if entry.object_id == object_id else entry for entry in entries
                )

    def ack(self, ack: Ack) -> None:
        """Keep what another agency says it did, once."""
        held = self._state.acks.get(ack.object_id, ())
        if all(_claim(ack) != _claim(known) for known in held):
            self._state.acks[ack.object_id] = (*held, ack)

    def acks(self, object_id: str) -> Sequence[Ack]:
        """Return the acknowledgements about the object, oldest first."""
        return sorted(self._state.acks.get(object_id, ()), key=lambda ack: ack.at)

    def _out(self, receiver: str) -> Out:
        return self._state.outgoing.get(receiver, Out())

    def _append(self, receiver: str, entries: Sequence[Leaving], at: int) -> None:
        out = self._out(receiver)
        size = out.frontier.size
        salts, begun = draw(size, len(entries), out.packs[-1] if out.packs else None, self._random_bytes)
        made = leaves(salts, [entry.body for entry in entries])
        first = max(at, out.sent[-1].at + 1) if out.sent else at
        sent = [
            Sent(replace(entry, body=b""), entry.body, leaf, moment)
            for moment, (entry, leaf) in enumerate(zip(entries, made, strict=True), start=first)
        ]
        self._grown.add(receiver)
        self._state.outgoing[receiver] = replace(
            out, frontier=out.frontier.extend(made), sent=(*out.sent, *sent), packs=(*out.packs, *begun)
        )
        for index, entry in enumerate(entries, start=size):
            if entry.object_id is not None:
                known = self._state.told.get(entry.object_id, ())
                self._state.told[entry.object_id] = (*known, (receiver, index))

    def _told(self, receiver: str, index: int) -> Told:
        out = self._out(receiver)
        sent = out.sent[index]
        received = min((receipt.at for receipt in out.receipts if receipt.size > index), default=None)
        leaving = sent.leaving
        object_id, version = leaving.object_id or "", leaving.version or ""
        return Told(receiver, leaving.kind, object_id, version, index, moment(sent.at), received)

    def _erase(self, receiver: str, indexes: Sequence[int]) -> None:
        out = self._out(receiver)
        sent, packs = list(out.sent), list(out.packs)
        for index in indexes:
            number = index // WIDTH
            sent[index] = replace(sent[index], body=None)
            packs[number] = packs[number].without({index % WIDTH})
        self._state.outgoing[receiver] = replace(out, sent=tuple(sent), packs=tuple[Pack, ...](packs))


def _newest(signed: Sequence[Signed]) -> Signed | None:
    return max(signed, key=lambda one: one.size, default=None)


def _claim(ack: Ack) -> tuple[str, str | None, str, str, str | None]:
    return ack.object_id, ack.version, ack.by, ack.what, ack.code
