"""The agencies of these tests, each with a whole node, and the ways in which one may cheat the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from tansiq import ledger
from tansiq.exchange import (
    Address,
    Agency,
    Alarm,
    Keyring,
    Leaving,
    Outbox,
    Partner,
    Unreachable,
    make_keyring,
)
from tansiq.exchange.node import FeedServer, Fetched, Pulled, default_basis, pull
from tansiq.ledger import Body, Kind
from tansiq.release import Audience, Grant, Membership, Record, Roster, Standing
from tansiq.stix import TLP, Grading, Onward, ReleaseMarking, StixObject, Terms, compose, parse
from tansiq.store import MemoryStore, Store, Transaction
from tests.exchange.seal import SEAL

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOME, MEMBER, OUTSIDER = (f"identity--{number:08x}-0000-4000-8000-000000000000" for number in (1, 2, 3))
DRAWN = "00000011-0000-4000-8000-000000000000"
SAHEL = ledger.circle_id(HOME, DRAWN)
NAMES = {"ar": "وكالة", "fr": "Agence", "en": "Agency"}
URL = Address("http://127.0.0.1:8000")
TERMS = Terms(TLP.AMBER, ReleaseMarking(("counter-terrorism",)), Grading.read("A2"))

_uuids = count(0x1000)


def chance(seed: int) -> Callable[[int], bytes]:
    """Return a source of bytes that never repeats itself, and gives the same in every run."""
    numbers = count(seed << 64)
    return lambda size: b"".join(ledger.leaf_hash(next(numbers).to_bytes(16)) for _ in range(-(-size // 32)))[
        :size
    ]


def new_uuid() -> str:
    return f"{next(_uuids):08x}-0000-4000-8000-000000000000"


def note(text: str = "A convoy was seen", **members: Any) -> StixObject:
    """Compose a note about nothing that is held anywhere."""
    properties = {"content": text, "object_refs": [f"indicator--{new_uuid()}"], **members}
    return parse(compose("note", properties, now=NOW, new_uuid=new_uuid))


@dataclass
class Node:
    """One agency's node."""

    agency: Agency
    keyring: Keyring
    store: Store
    random_bytes: Callable[[int], bytes]
    links: dict[str, Link] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.agency.id

    @property
    def server(self) -> FeedServer:
        return FeedServer(self.store, self.keyring)

    def tell(
        self,
        *objects: StixObject,
        to: Audience,
        terms: Terms = TERMS,
        now: datetime = NOW,
    ) -> tuple[str, ...]:
        """Dress, sign and publish `objects`; returns their ids."""
        with self.store.transaction() as tx:
            outbox = Outbox(tx, self.keyring)
            dressed = outbox.dress(objects, terms, now=now)
            outbox.author(
                [Record(obj, self.id, now, to, expires=terms.expires(now)) for obj in dressed], now=now
            )
        return tuple(obj.id for obj in dressed)

    def correct(self, object_id: str, text: str, now: datetime) -> None:
        """Publish the next version of a note."""
        with self.store.transaction() as tx:
            record = tx.objects.record(object_id)
            assert record is not None
            data = dict(record.object.data) | {"content": text, "modified": now}
            obj = parse(compose("note", data, now=now, new_uuid=new_uuid))
            Outbox(tx, self.keyring).author([replace(record, object=obj, shared=now)], now=now)

    def share(self, object_id: str, *agencies: str, now: datetime = NOW) -> tuple[str, ...]:
        """Open an object to `agencies`; returns who was told."""
        with self.store.transaction() as tx:
            tx.objects.set_audience(object_id, Audience(agencies=frozenset(agencies)))
            return Outbox(tx, self.keyring).publish([object_id], now=now)[object_id]

    def recall(self, object_id: str, now: datetime = NOW) -> tuple[str, ...]:
        with self.store.transaction() as tx:
            return Outbox(tx, self.keyring).recall(object_id, "inaccurate", now=now)

    def convene(self, *agencies: str, version: int = 1, now: datetime = NOW) -> Roster:
        """Tell the roster of the circle."""
        members = tuple(Membership(agency) for agency in (self.id, *agencies))
        circle, names = ledger.circle_id(self.id, DRAWN), {"ar": "الساحل", "fr": "Sahel", "en": "Sahel"}
        roster = Roster(circle, version, self.id, names, members)
        with self.store.transaction() as tx:
            Outbox(tx, self.keyring).tell_roster(roster, now=now)
        return roster

    def grant(self, object_id: str, agency: str) -> None:
        """Let an object of ours go on to `agency`."""
        purposes, expires = frozenset({"counter-terrorism"}), NOW + timedelta(days=30)
        with self.store.transaction() as tx:
            Outbox(tx, self.keyring).tell_grant(Grant(object_id, agency, self.id, purposes, expires), now=NOW)

    def rotate(self) -> None:
        """Go by a new node key, announced to every partner."""
        new = ledger.generate(self.keyring.node.name, self.random_bytes)
        with self.store.transaction() as tx:
            Outbox(tx, self.keyring).tell_key(new, now=NOW)
            tx.agencies.learn(replace(self.agency, keys=(*self.agency.keys, new.public.vkey())))
        self.keyring = self.keyring.rotated(new)

    def retire(self) -> Keyring:
        """Return the keyring without the keys of before."""
        return replace(self.keyring, retired=())

    def say(
        self,
        reader: Node,
        kind: Kind,
        payload: bytes,
        *,
        by: Node | None = None,
        key: ledger.NodeKey | None = None,
    ) -> None:
        """Append whatever this node likes to its feed to `reader`, past its own outbox."""
        author = by or self
        body = ledger.seal_body(kind, payload, key or author.keyring.node, by=author.id)
        self.append(reader, body.encode())

    def append(self, reader: Node, body: bytes) -> None:
        with self.store.transaction() as tx:
            tx.feeds.append(reader.id, [Leaving(Kind(body[0]), body)], now=NOW)

    def pull(self, other: Node, now: datetime = NOW, wait: float = 0) -> Pulled:
        """Fetch what `other` has told this node."""
        link = self.link(other)
        return pull(
            self.store, link, other.id, self.keyring, clock=lambda: now, fetched=link.fetched, wait=wait
        )

    def link(self, other: Node) -> Link:
        return self.links.setdefault(other.id, Link(self, other))

    def view(self) -> Transaction:
        with self.store.snapshot() as tx:
            return tx

    def holds(self, object_id: str) -> bool:
        return self.view().objects.record(object_id) is not None

    def alarms(self, code: str | None = None) -> list[Alarm]:
        return [alarm for alarm in self.view().alarms.open() if code in {None, alarm.code}]

    def alarm_codes(self) -> list[str]:
        return [alarm.code for alarm in self.alarms()]


@dataclass
class Link:
    """The wire from node `reader` to node `server`, and whatever may happen on it."""

    reader: Node
    server: Node
    skew: timedelta = timedelta(0)
    now: datetime = NOW
    cut_after: int | None = None
    """How many calls get through before the wire is cut."""
    spoil: Callable[[bytes], bytes] = lambda data: data
    head: Callable[[], bytes | None] | None = None
    """What the server shows in the place of its true head."""
    waited: float = 0
    """For how many seconds the last question for the head was ready to wait."""
    fetched: Fetched = field(init=False)

    def __post_init__(self) -> None:
        self.fetched = Fetched(self.reader.random_bytes)

    def checkpoint(self, size: int, seen: int, wait: float, root: bytes | None = None) -> bytes | None:
        self.waited = wait
        self._pass()
        if self.head is not None:
            return self.head()
        return self.server.server.checkpoint(self.reader.id, size=size, root=root, seen=seen, now=self.now)

    def slice(self, number: int, first: int, last: int) -> bytes:
        self._pass()
        return self.spoil(self.server.server.slice(self.reader.id, number, first, last))

    def tile(self, path: str) -> bytes:
        self._pass()
        return self.server.server.tile(self.reader.id, path)

    def post_receipt(self, note: bytes) -> None:
        self._pass()
        self.server.server.receipt(self.reader.id, note, now=self.now)

    def hello(self, statement: bytes) -> None:
        self._pass()
        self.server.server.hello(self.reader.id, statement, home=URL)

    def _pass(self) -> None:
        if self.cut_after is not None:
            if self.cut_after == 0:
                raise Unreachable(why="cut")
            self.cut_after -= 1

    def repair(self) -> None:
        """Be honest and whole from now on."""
        self.cut_after, self.head, self.spoil = None, None, lambda data: data

    def rollback(self, size: int) -> None:
        """Show a head of the first `size` entries."""
        self._show(self._leaves()[:size])

    def fork(self) -> None:
        """Show a head of another history of the same size."""
        self._show([*self._leaves()[:-1], ledger.leaf_hash(b"another")])

    def wrong_key(self) -> None:
        """Show a head that somebody else signed."""
        self._show(self._leaves(), key=node(self.server.id, 99).keyring.node)

    def flip_bit(self, bit: int) -> None:
        """Turn one bit of every slice."""
        self.spoil = lambda data: flipped(data, bit)

    def truncate(self, size: int) -> None:
        """Leave the last `size` bytes of every slice out."""
        self.spoil = lambda data: data[:-size]

    def reorder(self) -> None:
        """Hand over the entries of every slice in another order."""

        def turned(data: bytes) -> bytes:
            part = ledger.decode_pack(data)
            return ledger.encode_pack(replace(part, bodies=part.bodies[::-1]))

        self.spoil = turned

    def _leaves(self) -> list[bytes]:
        return list(self.server.view().feeds.leaves(self.reader.id))

    def _show(self, leaves: Sequence[bytes], key: ledger.NodeKey | None = None) -> None:
        origin = ledger.feed_origin(self.server.id, self.reader.id)
        checkpoint = ledger.Checkpoint(origin, len(leaves), ledger.root(leaves))
        shown = ledger.sign_checkpoint(checkpoint, key or self.server.keyring.node, self.now)
        self.head = lambda: shown


def flipped(data: bytes, bit: int) -> bytes:
    """Return `data` with one bit turned."""
    at, mask = bit // 8 % len(data), 1 << bit % 8
    return data[:at] + bytes([data[at] ^ mask]) + data[at + 1 :]


def node(agency_id: str, seed: int, store: Store | None = None) -> Node:
    """Found a node, in memory unless there is another `store`."""
    random_bytes = chance(seed)
    keyring = make_keyring(agency_id, random_bytes, SEAL)
    agency = Agency(
        agency_id,
        NAMES,
        "MA",
        (keyring.node.public.vkey(),),
        keyring.receipt.public.vkey(),
        keyring.recipient,
    )
    kept = store or MemoryStore(random_bytes)
    with kept.transaction() as tx:
        tx.agencies.found(agency)
    return Node(agency, keyring, kept, random_bytes)


def pair(one: Node, other: Node, *, now: datetime = NOW - timedelta(days=30)) -> None:
    """Pair two nodes without their papers."""
    for here, there in ((one, other), (other, one)):
        with here.store.transaction() as tx:
            partner = Partner(there.agency, Standing.ACTIVE, URL)
            tx.agencies.pair(partner, default_basis(there.id, now), now=now)


@dataclass
class Cast:
    """Home, a member of its circle, and an outsider who is paired with both."""

    home: Node
    member: Node
    outsider: Node

    @property
    def nodes(self) -> Sequence[Node]:
        return (self.home, self.member, self.outsider)


def make_cast(stores: Sequence[Store | None] = (None, None, None)) -> Cast:
    """Found and pair the three, in memory unless there are other `stores`."""
    agencies = zip((HOME, MEMBER, OUTSIDER), stores, strict=True)
    cast = Cast(*(node(agency, seed, store) for seed, (agency, store) in enumerate(agencies, start=1)))
    for at, one in enumerate(cast.nodes):
        for other in cast.nodes[at + 1 :]:
            pair(one, other)
    return cast


def to(*agencies: str, circles: Sequence[str] = (), exclude: Sequence[str] = ()) -> Audience:
    return Audience(frozenset(agencies), frozenset(circles), frozenset(exclude))


def onward_to(*agencies: str) -> Terms:
    return replace(TERMS, marking=ReleaseMarking(("counter-terrorism",), onward=Onward(agencies=agencies)))


def dressed(node: Node, obj: StixObject, terms: Terms = TERMS) -> StixObject:
    """Return `obj` as `node` would tell it, whether or not it may."""
    with node.store.transaction() as tx:
        return Outbox(tx, node.keyring).dress([obj], terms, now=NOW)[0]


def body_of(node: Node, reader: Node, index: int) -> Body:
    """Return entry `index` of the feed from `node` to `reader`."""
    part = node.view().feeds.slice(reader.id, index // 256, index % 256, index % 256 + 1)
    assert part.bodies[0] is not None
    return Body.decode(part.bodies[0])
