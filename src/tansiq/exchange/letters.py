"""Entries on their way out.

Each is encoded once, told to no reader twice, and posted to all feeds together.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Final

from tansiq.exchange.errors import NotNameable
from tansiq.exchange.keys import Keyring
from tansiq.exchange.ports import Leaving, Signature, Transaction
from tansiq.ledger import Body, Erase, Head, Kind, LedgerError, encode_statement, sign_body
from tansiq.release import Released
from tansiq.stix import StixObject, standard_marking

_ANY_TIME = datetime(2025, 1, 1, tzinfo=UTC)
_USUAL_ID: Final = re.compile(
    "[a-z][a-z0-9-]{1,62}--[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
)
CONTENT = frozenset({Kind.OBJECT, Kind.VERSION})


def kind_of(obj: StixObject) -> Kind:
    """Return the kind of entry that tells `obj`: `VERSION` when it was modified after it was created."""
    changed = obj.modified is not None and obj.modified != obj.created
    return Kind.VERSION if changed else Kind.OBJECT


def require_nameable(object_id: str) -> None:
    """Accept an id that a recall and an acknowledgement can name: its UUID in lower case (spec/feed.md).

    Raises `NotNameable` otherwise; STIX itself would allow it.
    """
    if _USUAL_ID.fullmatch(object_id):
        return
    try:
        encode_statement(Erase(object_id, "check", _ANY_TIME))
    except LedgerError as error:
        raise NotNameable(object=object_id) from error


def sign(kind: Kind, payload: bytes, keyring: Keyring) -> Signature:
    """Return our signature over `payload` as a body of `kind`."""
    made = sign_body(kind, payload, keyring.node)
    return Signature(keyring.agency, keyring.node.public.key_hash.hex(), b64encode(made).decode())


def write(kind: Kind, payload: bytes, signature: Signature, via: tuple[str, ...] = ()) -> bytes:
    """Return the encoded body of an entry that `signature` stands for."""
    head = Head(by=signature.by, key=signature.key, sig=b64decode(signature.sig), via=via)
    return Body(kind, head, payload).encode()


class Letters:
    """What transaction `tx` is going to append, by reader, in order."""

    def __init__(self, tx: Transaction, keyring: Keyring) -> None:
        self._tx = tx
        self._keyring = keyring
        self._told: dict[str, set[tuple[str, str]]] = {}
        self._signatures: dict[bytes, Signature] = {}
        self._waiting: defaultdict[str, list[Leaving]] = defaultdict(list)
        self._accompanied: set[tuple[tuple[str, ...], tuple[bytes, ...]]] = set()

    def learn(self, obj: StixObject, signature: Signature, *, new: bool) -> None:
        """Take note of what was just signed, and whether it is `new` so that nobody can have been told it."""
        self._signatures[obj.raw] = signature
        if new:
            self._told.setdefault(obj.id, set())

    def tell(
        self,
        released: Released[StixObject],
        readers: tuple[str, ...],
        *,
        via: tuple[str, ...] = (),
        precedence: str = "routine",
        expires: datetime | None = None,
    ) -> tuple[str, ...]:
        """Tell `readers`, who are of one class, what was `released` to the first of them until it `expires`.

        Returns who had not been told.
        """
        obj = released.value
        told, version = self._told_of(obj.id), obj.version
        fresh = tuple([one for one in readers if (one, version) not in told]) if told else readers
        if not fresh or (obj.type == "marking-definition" and standard_marking(obj.id) is not None):
            return ()
        told.update([(reader, version) for reader in fresh])
        kind = kind_of(obj)
        body = write(kind, obj.raw, self._signature(obj), via)
        self._queue(Leaving(kind, body, obj.id, version, precedence, expires), fresh)
        return fresh

    def accompany(
        self,
        company: Sequence[Released[StixObject]],
        readers: tuple[str, ...],
        *,
        precedence: str = "routine",
    ) -> None:
        """Tell `readers`, who are of one class, what goes before objects, once before all of them."""
        known = readers, tuple([one.value.raw for one in company])
        if known not in self._accompanied:
            for one in company:
                self.tell(one, readers, precedence=precedence, expires=self._end_of(one.value))
            self._accompanied.add(known)

    def say(self, kind: Kind, body: bytes, readers: Iterable[str], *, about: str | None = None) -> None:
        """Tell `readers` a statement, about object `about` if it is about one."""
        self._queue(Leaving(kind, body, about), readers)

    def forget(self, object_id: str) -> None:
        """Forget who was told the object, after the feeds forgot it."""
        self._told.pop(object_id, None)
        self._accompanied.clear()

    def post(self, now: datetime) -> None:
        """Append everything that waits, to all feeds together."""
        if self._waiting:
            self._tx.feeds.append_many(self._waiting, now=now)
            self._waiting = defaultdict(list)

    def _queue(self, leaving: Leaving, readers: Iterable[str]) -> None:
        for reader in readers:
            self._waiting[reader].append(leaving)

    def _told_of(self, object_id: str) -> set[tuple[str, str]]:
        if object_id not in self._told:
            self._told[object_id] = set(self._tx.feeds.informed(object_id))
        return self._told[object_id]

    def _end_of(self, obj: StixObject) -> datetime | None:
        record = self._tx.objects.record(obj.id, obj.version)
        return None if record is None else record.expires

    def _signature(self, obj: StixObject) -> Signature:
        """Return the originator's signature over these very bytes.

        What was redacted here is signed here, anew.
        """
        signature = self._signatures.get(obj.raw)
        if signature is None:
            signature = self._kept_signature(obj) or sign(kind_of(obj), obj.raw, self._keyring)
            self._signatures[obj.raw] = signature
        return signature

    def _kept_signature(self, obj: StixObject) -> Signature | None:
        record = self._tx.objects.record(obj.id, obj.version)
        if record is None or record.object.raw != obj.raw:
            return None
        return self._tx.objects.signature(obj.id, obj.version)
