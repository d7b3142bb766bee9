"""Who may enter through TAXII, and which collections this agency makes by hand."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final

import msgspec
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import override

from tansiq import desk
from tansiq.desk import Actor, NotFound, Verb
from tansiq.exchange.taxii import Account, Drawer, Right, Secrets
from tansiq.store import Transaction
from tansiq.wiring.directory import Directory
from tansiq.wiring.errors import PasswordTooWeak
from tansiq.wiring.imports import ImportOrder, new_uuid, read_order
from tansiq.wiring.node import OPERATOR, Node
from tansiq.wiring.speech import language
from tansiq.wiring.taxii.errors import (
    AliasTaken,
    BadAlias,
    BadFingerprint,
    BadToolName,
    CertificateTaken,
    DrawerInUse,
    NoSuchDrawer,
    NoSuchTool,
    NoTitle,
    SpeaksForUs,
    TextHasTerms,
    ToolTaken,
)

RELEASED: Final = "released"
"""The alias of all that a reader may have."""
TOKEN_BYTES: Final = 32
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")
_ALIAS: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
_UUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_FINGERPRINT: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Opened:
    """An `account` and its new bearer `token`, which is shown this once."""

    account: Account
    token: str


@dataclass(frozen=True, slots=True)
class ToolLine:
    """One open account, whether it has a `password` or a `certificate`, and its `rights` by drawer id."""

    account: Account
    password: bool
    certificate: str | None
    rights: Mapping[str, Right]


@dataclass(frozen=True, slots=True)
class DrawerLine:
    """One drawer, how many object versions lie in it, and under which `order` they are signed and told."""

    drawer: Drawer
    objects: int
    order: ImportOrder | None


@dataclass(frozen=True, slots=True)
class Listing:
    """Every open account by name, and every drawer by title."""

    accounts: tuple[ToolLine, ...]
    drawers: tuple[DrawerLine, ...]


def add_account(
    node: Node,
    name: str,
    *,
    partner: str | None = None,
    password: str | None = None,
    certificate: str | None = None,
    only_drawers: bool = False,
    actor: Actor = OPERATOR,
) -> Opened:
    """Let a tool of this agency, or of `partner` (a name or an id), in as `name`; returns its new token.

    `certificate` is the SHA-256 of a client certificate in hexadecimal digits. Raises `BadToolName`,
    `ToolTaken`, `NotFound` or `Ambiguous` for the partner, `PasswordTooWeak`, `BadFingerprint` or
    `CertificateTaken`.
    """
    desk.require(actor, Verb.ADMINISTER)
    if _NAME.fullmatch(name) is None:
        raise BadToolName(typed=name)
    known, (token, proofs) = _fingerprint(certificate), _proofs(password)
    with node.store.transaction() as tx:
        if tx.doors.account(name) is not None:
            raise ToolTaken(name=name)
        if known is not None:
            _require_unbound(known, tx)
        agency = None if partner is None else _partner(partner, tx)
        account = Account(name, agency, created=micros(node.now()), only_drawers=only_drawers)
        tx.doors.add(account, replace(proofs, certificate=known))
        _note(tx, node, actor, "taxii.account.add", name, partner=agency or "-")
    return Opened(account, token)


def renew_account(node: Node, name: str, *, password: str | None = None, actor: Actor = OPERATOR) -> Opened:
    """Give account `name` a new token and `password` (none when None); the old ones end with this.

    Its certificate stays. Raises `NoSuchTool` or `PasswordTooWeak`.
    """
    desk.require(actor, Verb.ADMINISTER)
    token, proofs = _proofs(password)
    with node.store.transaction() as tx:
        account, before = _tool(name, tx)
        tx.doors.renew(name, replace(proofs, certificate=before.certificate))
        _note(tx, node, actor, "taxii.account.renew", name)
    return Opened(account, token)


def close_account(node: Node, name: str, *, actor: Actor = OPERATOR) -> None:
    """End account `name`: its next request is refused. Raises `NoSuchTool`."""
    desk.require(actor, Verb.ADMINISTER)
    with node.store.transaction() as tx:
        _tool(name, tx)
        tx.doors.close(name, at=micros(node.now()))
        _note(tx, node, actor, "taxii.account.close", name)


def add_drawer(
    node: Node,
    title: str,
    *,
    alias: str | None = None,
    description: str | None = None,
    order: ImportOrder | None = None,
    actor: Actor = OPERATOR,
) -> Drawer:
    """Make a collection; with `order`, what is put in is also signed as ours and told as that says.

    Raises `NoTitle`, `BadAlias`, `AliasTaken`, `TextHasTerms`, or what `read_order` raises for bad terms.
    """
    desk.require(actor, Verb.ADMINISTER)
    if not title.strip():
        raise NoTitle
    with node.store.transaction() as tx:
        drawer = Drawer(
            id=new_uuid(),
            title=title.strip(),
            created=micros(node.now()),
            description=(description or "").strip() or None,
            alias=None if alias is None else _alias(alias, tx),
            terms=None if order is None else write_order(order, tx, node),
        )
        tx.drawers.create(drawer)
        _note(tx, node, actor, "taxii.collection.add", drawer.id, title=drawer.title)
    return drawer


def remove_drawer(node: Node, drawer_ref: str, *, actor: Actor = OPERATOR) -> Drawer:
    """Remove a drawer (id, alias or title) and erase what lies in it; what was told stays told.

    Raises `NoSuchDrawer`, or `DrawerInUse` while a foreign server is read or written through it.
    """
    desk.require(actor, Verb.ADMINISTER)
    with node.store.transaction() as tx:
        drawer = find_drawer(drawer_ref, tx)
        for source, _ in tx.sources.sources():
            if source.drawer == drawer.id:
                raise DrawerInUse(title=drawer.title, url=source.url)
        tx.drawers.remove(drawer.id)
        _note(tx, node, actor, "taxii.collection.remove", drawer.id, title=drawer.title)
    node.scrub()
    return drawer


def grant(
    node: Node, account: str, drawer_ref: str, *, read: bool, write: bool, actor: Actor = OPERATOR
) -> Drawer:
    """Let `account` read from or write to a drawer (id, alias or title); neither takes the rights away.

    Raises `NoSuchTool`, `NoSuchDrawer`, or `SpeaksForUs` when a partner's tool would write into a drawer
    with terms: what lies there is told in our name.
    """
    desk.require(actor, Verb.ADMINISTER)
    with node.store.transaction() as tx:
        tool, drawer = _tool(account, tx), find_drawer(drawer_ref, tx)
        if write and drawer.terms is not None and tool[0].agency is not None:
            raise SpeaksForUs(name=account, title=drawer.title)
        tx.doors.grant(account, drawer.id, Right(read, write))
        rights = "".join(("r" if read else "-", "w" if write else "-"))
        _note(tx, node, actor, "taxii.grant", account, collection=drawer.id, rights=rights)
    return drawer


def listing(node: Node) -> Listing:
    """Return who may enter, and which drawers there are."""
    with node.snapshot() as tx:
        accounts = [one for one in tx.doors.accounts() if one.closed is None]
        return Listing(
            accounts=tuple(_tool_line(one, tx) for one in sorted(accounts, key=lambda one: one.name)),
            drawers=tuple(
                DrawerLine(one, tx.drawers.count(one.id), None if one.terms is None else order_of(one.terms))
                for one in sorted(tx.drawers.drawers(), key=lambda one: (one.title.casefold(), one.id))
            ),
        )


def find_drawer(typed: str, tx: Transaction) -> Drawer:
    """Return the drawer that an id, an alias or a title names.

    Raises `NoSuchDrawer` when it is not exactly one, naming those there are.
    """
    drawers = tx.drawers.drawers()
    exact = [one for one in drawers if typed in {one.id, one.alias}]
    found = exact or [one for one in drawers if one.title.casefold() == typed.strip().casefold()]
    if len(found) != 1:
        known = ", ".join(sorted(one.alias or f"{one.title} ({one.id})" for one in drawers))
        raise NoSuchDrawer(typed=typed, known=known or "-")
    return found[0]


def order_of(terms: str) -> ImportOrder:
    """Return the order that a drawer's `terms` say."""
    return msgspec.json.decode(terms, type=ImportOrder)


def write_order(order: ImportOrder, tx: Transaction, node: Node) -> str:
    """Return `order` as the terms of a drawer, with ids in the place of names, which may change.

    Raises `TextHasTerms`, or what `read_order` raises.
    """
    if order.text_lang is not None or order.title is not None:
        raise TextHasTerms
    terms, audience = read_order(order, node.bind(tx))
    onward = terms.marking.onward
    named = replace(
        order,
        to=(*sorted(audience.agencies), *sorted(audience.circles)),
        exclude=tuple(sorted(audience.exclusions)),
        onward=(*onward.agencies, *onward.circles),
    )
    return msgspec.json.encode(named).decode()


def micros(moment: datetime) -> int:
    """Return `moment` in whole microseconds since 1970."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def token_digest(token: str) -> bytes:
    """Return what is kept of a bearer token."""
    return sha256(token.encode()).digest()


def _proofs(password: str | None) -> tuple[str, Secrets]:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    hashed = None if password is None else make_password(_strong(password))
    return token, Secrets(password=hashed, token=token_digest(token))


def _strong(password: str) -> str:
    with override(language()):
        try:
            validate_password(password)
        except ValidationError as weak:
            raise PasswordTooWeak(why=" ".join(weak.messages)) from weak
    return password


def _fingerprint(typed: str | None) -> str | None:
    if typed is None:
        return None
    found = typed.replace(":", "").strip().lower()
    if _FINGERPRINT.fullmatch(found) is None:
        raise BadFingerprint(typed=typed)
    return found


def _require_unbound(certificate: str, tx: Transaction) -> None:
    for account in tx.doors.accounts():
        found = tx.doors.account(account.name)
        if account.closed is None and found is not None and found[1].certificate == certificate:
            raise CertificateTaken(name=account.name)


def _partner(typed: str, tx: Transaction) -> str:
    """Return the id of the partner that `typed` names."""
    found = desk.find_agency(typed, Directory(tx))
    if tx.agencies.partner(found) is None:
        known = ", ".join(sorted(one.agency.names["en"] for one in tx.agencies.partners()))
        raise NotFound(kind="partner", typed=typed, known=known or "-")
    return found


def _tool(name: str, tx: Transaction) -> tuple[Account, Secrets]:
    found = tx.doors.account(name)
    if found is None or found[0].closed is not None:
        known = ", ".join(sorted(one.name for one in tx.doors.accounts() if one.closed is None))
        raise NoSuchTool(typed=name, known=known or "-")
    return found


def _tool_line(account: Account, tx: Transaction) -> ToolLine:
    _, proofs = _tool(account.name, tx)
    return ToolLine(account, proofs.password is not None, proofs.certificate, tx.doors.rights(account.name))


def _alias(typed: str, tx: Transaction) -> str:
    if _ALIAS.fullmatch(typed) is None or _UUID.fullmatch(typed) is not None:
        raise BadAlias(typed=typed)
    if typed == RELEASED or any(one.alias == typed for one in tx.drawers.drawers()):
        raise AliasTaken(alias=typed)
    return typed


def _note(tx: Transaction, node: Node, actor: Actor, verb: str, subject: str, **detail: str) -> None:
    tx.trail.note(actor.name, verb, subject, at=node.now(), detail=detail)
