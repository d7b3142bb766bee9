"""The back office: couriers for partners, a clerk for foreign servers, and the wiping of what was erased."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event
from typing import Final

from tansiq.desk import NotFound, find_agency
from tansiq.exchange import Address, Partner, Unreachable
from tansiq.exchange.node import Fetched, Pulled, hello, pull
from tansiq.net import Couriers, HttpTransport
from tansiq.release import Standing
from tansiq.store import Unavailable
from tansiq.wiring.node import Node
from tansiq.wiring.speech import Explained, explain, language
from tansiq.wiring.taxii import Clerk

LOG: Final = logging.getLogger("tansiq.courier")


_AWAKE: Final[list[Callable[[str], None]]] = []


def knock(agency_id: str) -> None:
    """Tell the couriers of this process that partner `agency_id` has just spoken to us: its node is awake."""
    for listener in _AWAKE:
        listener(agency_id)


@dataclass(slots=True)
class Fetching:
    """The errand of one partner's courier: fetch what it tells us, and say once where we are."""

    node: Node
    home: Address
    partner: Partner
    wiping: Event
    _fetched: Fetched = field(default_factory=lambda: Fetched(secrets.token_bytes), init=False)
    _transport: HttpTransport | None = field(default=None, init=False)
    _greeted: bool = field(default=False, init=False)

    def run(self, wait: float) -> None:
        """Pull once; a link that broke off after it brought something is no trouble, the next run goes on.

        Raises what `HttpTransport` and `pull` raise.
        """
        before = self._fetched.end
        try:
            self._pull(wait)
        except Unreachable:
            if self._fetched.end <= before:
                raise

    def _pull(self, wait: float) -> None:
        if self._transport is None:
            self._transport = transport_to(self.node, self.partner, self.home)
        patience = wait if self._greeted else 0
        pulled = fetch(self.node, self._transport, self.partner, self._fetched, wait=patience)
        if pulled.withdrawn:
            self.wiping.set()
        if not self._greeted:
            self._transport.hello(hello(self.node.keyring, self.home, now=self.node.now()))
            self._greeted = True

    def close(self) -> None:
        """Break off what is under way."""
        if self._transport is not None:
            self._transport.close()


class Office:
    """Keeps a courier for every active partner whose address is known, and the clerk for foreign servers.

    Call `round` about once a second.
    """

    def __init__(self, node: Node, home: Address) -> None:
        self._node = node
        self._home = home
        self._partners: dict[str, Partner] = {}
        self._trouble: type[Unavailable] | None = None
        self._wiping = Event()
        self._wiping.set()
        self._couriers = Couriers(self._errand, on_trouble=_trouble)
        self._clerk = Clerk(node)
        _AWAKE.append(self._couriers.nudge)

    def round(self) -> None:
        """Look who the partners are now, and wipe what was erased; later, when there is no database now."""
        try:
            self._look()
        except Unavailable as error:
            self._complain(error)
        else:
            self._trouble = None

    def _complain(self, error: Unavailable) -> None:
        """Say once that the database is out of reach."""
        if type(error) is not self._trouble:
            LOG.warning("%s", error)
        self._trouble = type(error)

    def _look(self) -> None:
        found = _reachable(self._node)
        for agency_id, partner in found.items():
            known = self._partners.get(agency_id)
            if known is not None and not known.address.leads_where(partner.address):
                self._couriers.attend(self._partners.keys() - {agency_id})
        self._partners = found
        self._couriers.attend(found.keys())
        self._clerk.round()
        if self._wiping.is_set() and self._node.store.scrub():
            self._wiping.clear()

    def close(self) -> None:
        """Stop the couriers."""
        _AWAKE.remove(self._couriers.nudge)
        self._clerk.close()
        self._couriers.stop()

    def _errand(self, agency_id: str) -> Fetching:
        return Fetching(self._node, self._home, self._partners[agency_id], self._wiping)


@dataclass(frozen=True, slots=True)
class Synced:
    """What a sync with one partner brought, or the `error` that stopped it."""

    agency: str
    name: str
    entries: int = 0
    refused: int = 0
    error: Explained | None = None


def sync_node(node: Node, agency: str | None = None) -> tuple[Synced, ...]:
    """Fetch once and now from every reachable partner, or from `agency`. Raises `NotFound` for a stranger."""
    partners = _reachable(node)
    if agency is not None:
        with node.desk() as at:
            found = find_agency(agency, at.directory)
        if found not in partners:
            raise NotFound(kind="partner", typed=agency, known=", ".join(map(node.name, partners)) or "-")
        partners = {found: partners[found]}
    synced = tuple(_sync(node, partner) for partner in partners.values())
    node.scrub()
    return synced


def _sync(node: Node, partner: Partner) -> Synced:
    agency = partner.agency.id
    try:
        transport = transport_to(node, partner, node.address())
        pulled = fetch(node, transport, partner, Fetched(secrets.token_bytes))
    except Exception as error:
        explained = explain(error, language())
        if explained is None:
            raise
        return Synced(agency, node.name(agency), error=explained)
    return Synced(agency, node.name(agency), entries=pulled.entries, refused=pulled.refused)


def transport_to(node: Node, partner: Partner, home: Address) -> HttpTransport:
    """Return the way to the node of `partner`. Raises `BadAddress` when it must not be reached."""
    return HttpTransport(
        partner.address,
        partner.agency.id,
        node.keyring,
        home=home,
        now=node.now,
        random_bytes=secrets.token_bytes,
    )


def fetch(
    node: Node, transport: HttpTransport, partner: Partner, fetched: Fetched, *, wait: float = 0
) -> Pulled:
    """Pull once from `partner`, going on from what was `fetched` before."""
    return pull(
        node.store,
        transport,
        partner.agency.id,
        node.keyring,
        clock=node.now,
        fetched=fetched,
        wait=wait,
    )


def _reachable(node: Node) -> dict[str, Partner]:
    with node.snapshot() as tx:
        partners = tx.agencies.partners()
    return {
        partner.agency.id: partner
        for partner in partners
        if partner.standing is Standing.ACTIVE and partner.address.url is not None
    }


def _trouble(partner: str, error: Exception) -> None:
    explained = explain(error, language())
    if explained is None:
        LOG.error("courier %s", partner, exc_info=error)
    else:
        LOG.warning("%s: %s", partner, explained.sentence)
