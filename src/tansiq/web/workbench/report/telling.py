"""Who has a report of ours, and why: the decision now, what was told, what came back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, Literal

from tansiq.desk import Desk
from tansiq.exchange import Ack, Tombstone
from tansiq.exchange import Told as Entry
from tansiq.ledger import Kind
from tansiq.release import Decision
from tansiq.store import Transaction
from tansiq.web.workbench.reading import Names, coded
from tansiq.web.workbench.report.context import Recall, Told, Why
from tansiq.web.workbench.speech import reasons

ANSWER_WITHIN: Final = timedelta(hours=24)
CONTENT: Final = frozenset({Kind.OBJECT, Kind.VERSION})


def told(object_id: str, tx: Transaction, at: Desk, names: Names, now: datetime) -> Iterator[Told]:
    """Yield a line for each partner: first those that were told."""
    entries = tx.feeds.told(object_id)
    given, taken = _newest(entries, CONTENT), _newest(entries, frozenset({Kind.RECALL}))
    acks = {ack.by: ack for ack in tx.feeds.acks(object_id) if ack.what in {"erased", "refused"}}
    partners = [partner.agency.id for partner in tx.agencies.partners()]
    for reader in sorted(partners, key=lambda one: (one not in given, names.agency(one).name)):
        decision = at.outbox.why(object_id, reader, now=now)
        yield _line(decision, given.get(reader), taken.get(reader), acks.get(reader), names, now)


def recall(tombstone: Tombstone, lines: Sequence[Told], names: Names) -> Recall:
    """Return a recall, and how far it has come with the partners of `lines`."""
    return Recall(
        at=tombstone.at,
        by=names.agency(tombstone.originator),
        reason=coded("recall-reasons", tombstone.reason, names.lang),
        reached=sum(line.recall == "erased" for line in lines),
        told=sum(line.recall != "" for line in lines),
    )


def is_underway(lines: Sequence[Told]) -> bool:
    """Return whether an answer of a partner is still outstanding."""
    return any((line.told and not line.verified) or line.recall == "outstanding" for line in lines)


def why(decision: Decision, names: Names) -> Why:
    """Return the answer to "why for this partner"."""
    return Why(names.agency(decision.reader), decision.outcome.value, tuple(reasons(decision, names)))


def _line(
    decision: Decision, given: Entry | None, taken: Entry | None, ack: Ack | None, names: Names, now: datetime
) -> Told:
    waits = taken or given
    answered = ack is not None if taken else given is not None and given.received is not None
    return Told(
        agency=names.agency(decision.reader),
        outcome=decision.outcome.value,
        reasons=tuple(sentence for _, sentence in reasons(decision, names)),
        told=None if given is None else given.at,
        verified=None if given is None else given.received,
        recall="" if taken is None else _recalled(ack),
        recalled=None if ack is None else ack.at,
        overdue=waits is not None and not answered and now - waits.at > ANSWER_WITHIN,
    )


def _recalled(ack: Ack | None) -> Literal["outstanding", "erased", "refused"]:
    if ack is None:
        return "outstanding"
    return "erased" if ack.what == "erased" else "refused"


def _newest(entries: Iterable[Entry], kinds: frozenset[Kind]) -> Mapping[str, Entry]:
    chosen = (entry for entry in entries if entry.kind in kinds)
    return {entry.reader: entry for entry in sorted(chosen, key=lambda one: one.index)}
