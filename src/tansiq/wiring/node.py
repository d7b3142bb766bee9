"""One agency's node, put together from its folder: store, keys, and the desk with all that it may touch."""

from __future__ import annotations

import json
import os
import secrets
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import django
from babel import Locale
from django.core.management import call_command
from pyrage.x25519 import Identity

from tansiq.config import FILE, KEY_FILE, Config, read_config
from tansiq.desk import Actor, Desk
from tansiq.exchange import (
    Address,
    Agency,
    Keyring,
    Outbox,
    check_names,
    make_keyring,
    names_of,
)
from tansiq.ledger import fingerprint
from tansiq.release import Record
from tansiq.stix import TLP, compose, parse
from tansiq.store import SqlStore, Store, Transaction
from tansiq.wiring.accounts import Accounts
from tansiq.wiring.certificate import certificate_pin
from tansiq.wiring.directory import Directory
from tansiq.wiring.errors import UnknownCountry
from tansiq.wiring.home import (
    home_folder,
    load_keyring,
    make_home,
    read_address,
    replace_secret,
    save_keyring,
    write_secret,
)

OPERATOR = Actor("operator", frozenset({"administrator", "liaison", "releaser"}))
"""Who acts on the command line: whoever may read the node's keys."""


@dataclass(frozen=True)
class Node:
    """A node at work: its `home` folder, `config`, `keyring`, `store` and own `agency`."""

    home: Path
    config: Config
    keyring: Keyring
    store: Store
    agency: Agency

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        return datetime.now(UTC)

    @cached_property
    def fingerprint(self) -> str:
        """The fingerprint of the node key, for two people to read to each other."""
        return fingerprint(self.keyring.node.public)

    @property
    def accounts(self) -> Accounts:
        """The people who may log in."""
        return Accounts()

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        """Open a transaction and hand out the desk in it: all of what is done is kept, or nothing."""
        with self.store.transaction() as tx:
            yield self.bind(tx)

    @contextmanager
    def snapshot(self) -> Iterator[Transaction]:
        """Open a consistent view to read in."""
        with self.store.snapshot() as tx:
            yield tx

    def bind(self, tx: Transaction) -> Desk:
        """Return the desk that works in `tx`."""
        return Desk(
            shelf=tx.objects,
            finder=tx.objects,
            outbox=self.outbox(tx),
            directory=Directory(tx),
            trail=tx.trail,
        )

    def outbox(self, tx: Transaction) -> Outbox:
        """Return the way out that works in `tx`."""
        return Outbox(tx, self.keyring)

    def name(self, agency_id: str, lang: str = "en") -> str:
        """Return the name of an agency in `lang`, its id when this node does not know it."""
        return self.names.get(agency_id, {}).get(lang, agency_id)

    @cached_property
    def names(self) -> Mapping[str, Mapping[str, str]]:
        """The names of every agency that this node knows when first asked, by id."""
        with self.store.snapshot() as tx:
            return Directory(tx).names()

    def address(self, url: str | None = None) -> Address:
        """Return where partners reach this node: `url`, else as set or as last started; with its pin."""
        announced = self.config.url or read_address(self.home)
        pin = certificate_pin(self.home)
        where = (url or announced or "").rstrip("/") or None
        return Address(url=where, pin=pin if where and where.startswith("https:") else None)

    def told(self, object_ids: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """Return who was told each object, as committed."""
        with self.store.snapshot() as tx:
            return {i: tuple(sorted({reader for reader, _ in tx.feeds.informed(i)})) for i in object_ids}

    def scrub(self) -> None:
        """Wipe what was erased from the journal too; the courier tries again when somebody is reading."""
        self.store.scrub()


def open_node(home: Path | None = None) -> Node:
    """Open the node in `home`, by default where TANSIQ_HOME points.

    Raises `NotANode`, `OpenToOthers`, `BadSetting`, or a kind of `Unavailable` when the database fails.
    """
    folder = home or home_folder()
    keyring = load_keyring(folder)
    config = start_django(folder)
    store = SqlStore(secrets.token_bytes)
    with store.snapshot() as tx:
        agency = tx.agencies.home()
    return Node(home=folder, config=config, keyring=keyring, store=store, agency=agency)


def create_node(home: Path, *, names: Mapping[str, str], country: str, database: str | None = None) -> Node:
    """Found a node in `home`: keys, settings, database and the agency's signed identity.

    The keys come last, so that a folder without keys is one in which `init` may be run again.
    Raises `AlreadyANode`, `UnknownCountry`, `BadCard` for a name that cannot be read, or `BadSetting`.
    """
    make_home(home)
    keyring = make_keyring(f"identity--{uuid.uuid4()}", secrets.token_bytes, str(Identity.generate()))
    agency = _agency(keyring, names, country)
    if database is not None:
        replace_secret(home / FILE, f"database = {json.dumps(database)}")
    if not (home / KEY_FILE).exists():
        write_secret(home / KEY_FILE, secrets.token_urlsafe(48))
    config = start_django(home)
    call_command("migrate", verbosity=0, interactive=False)
    store = SqlStore(secrets.token_bytes)
    node = Node(home=home, config=config, keyring=keyring, store=store, agency=agency)
    with store.transaction() as tx:
        tx.agencies.found(agency)
        node.outbox(tx).author([_identity(agency, node.now())], now=node.now())
    save_keyring(home, keyring)
    return node


def start_django(home: Path) -> Config:
    """Set Django up for the node in `home`; one process serves one node.

    Raises `BadSetting` when a setting cannot be used.
    """
    os.umask(0o077)
    os.environ["TANSIQ_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tansiq.settings")
    config = read_config(os.environ)
    django.setup()
    return config


def _agency(keyring: Keyring, names: Mapping[str, str], country: str) -> Agency:
    if len(country) != 2 or not country.isalpha() or country not in Locale("en").territories:
        raise UnknownCountry(typed=country)
    check_names(names_of(names))
    return Agency(
        id=keyring.agency,
        names={lang: name.strip() for lang, name in names.items()},
        country=country,
        keys=(keyring.node.public.vkey(),),
        receipt_key=keyring.receipt.public.vkey(),
        seal=keyring.recipient,
    )


def _identity(agency: Agency, now: datetime) -> Record:
    """Return the STIX identity by which partners see who created an object."""
    properties = {
        "id": agency.id,
        "name": agency.names["en"],
        "identity_class": "organization",
        "lang": "en",
        "object_marking_refs": [TLP.CLEAR.id],
    }
    raw = compose("identity", properties, now=now, new_uuid=lambda: agency.id)
    return Record(object=parse(raw), originator=agency.id, shared=now)
