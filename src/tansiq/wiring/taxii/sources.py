"""The foreign TAXII servers that this node fetches from or brings objects to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from tansiq import desk
from tansiq.desk import Actor, NotFound, Verb
from tansiq.exchange.taxii import Direction, Drawer, Progress, Source, micros
from tansiq.exchange.taxii.client import Collection, ForeignForbidden, Talk, check_url, find
from tansiq.net import Credentials, TaxiiTransport
from tansiq.store import Transaction
from tansiq.wiring.directory import Directory
from tansiq.wiring.imports import new_uuid
from tansiq.wiring.node import OPERATOR, Node
from tansiq.wiring.speech import language
from tansiq.wiring.taxii.doors import add_drawer, find_drawer
from tansiq.wiring.taxii.errors import BadInterval, NoSuchSource, PushWithoutOrigin
from tansiq.wiring.taxii.keys import Secret, credentials, forget_secret, keep_secret
from tansiq.wording import NoSentence, Unfilled, sentence

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
SHORTEST: Final = 60
LONGEST: Final = 31 * 24 * 3600
"""Seconds between which the interval of a source lies."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A foreign server as a person describes it: a `url`, and the `title` of a collection if it has several.

    `drawer` (id, alias or title) is what objects go into or come from; None makes one for a pull. With
    `partner` all that this partner may have is brought there.
    """

    url: str
    direction: Direction
    title: str | None = None
    drawer: str | None = None
    partner: str | None = None
    username: str | None = None
    secret: Secret | None = None
    every: int | None = None
    upgrade: bool = False


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source, how far it got, and the drawer that it fills or empties, if any."""

    source: Source
    progress: Progress
    drawer: Drawer | None


def add_source(
    node: Node,
    wish: Wish,
    *,
    actor: Actor = OPERATOR,
    transport: Callable[[str, Credentials], TaxiiTransport] = TaxiiTransport,
) -> Source:
    """Ask the server for the collection and remember it; a known one is taken up again, with what is new.

    It counts as tried just now, so that a node that is running leaves the first run to the caller.
    Raises what `find` and `find_drawer` raise, `ForeignForbidden` when the collection is closed to us that
    way, `BadInterval`, `PushWithoutOrigin`, or `NotFound` for the partner.
    """
    desk.require(actor, Verb.ADMINISTER)
    _require_interval(wish.every)
    wish = _with_keys(node, replace(wish, url=check_url(wish.url)))
    found = _find(node, wish, transport)
    drawer, agency = _ends(node, wish, found, actor)
    source = _described(wish, found, drawer, agency, _known(node, wish, found, drawer, agency))
    if wish.secret is not None:
        keep_secret(node, source.id, wish.secret)
    with node.store.transaction() as tx:
        progress = _of(source.id, tx)
        if progress is None:
            tx.sources.add(source)
        else:
            tx.sources.change(source)
        begun = replace(progress or Progress(), tried=micros(node.now()), not_before=None, trouble=None)
        tx.sources.advance(source.id, begun)
        _note(tx, node, actor, "taxii.source.add", source)
    return source


def sources(node: Node) -> tuple[SourceLine, ...]:
    """Return every source by address."""
    with node.snapshot() as tx:
        drawers = {drawer.id: drawer for drawer in tx.drawers.drawers()}
        found = tx.sources.sources()
    lines = (SourceLine(one, progress, drawers.get(one.drawer or "")) for one, progress in found)
    return tuple(sorted(lines, key=lambda line: (line.source.url, line.source.id)))


def find_source(typed: str, tx: Transaction) -> Source:
    """Return the source that `typed` names: its id, the beginning of its id, or its address.

    Raises `NoSuchSource` when it is not exactly one, naming those there are.
    """
    known = [source for source, _ in tx.sources.sources()]
    exact = [one for one in known if typed.rstrip("/") in {one.id, one.url.rstrip("/")}]
    found = exact or [one for one in known if len(typed) >= 4 and one.id.startswith(typed)]
    if len(found) != 1:
        names = ", ".join(f"{one.id[:8]} ({one.url})" for one in known)
        raise NoSuchSource(typed=typed, known=names or "-")
    return found[0]


def pause_source(node: Node, typed: str, *, actor: Actor = OPERATOR) -> Source:
    """Ask a source no more until somebody resumes. Raises `NoSuchSource`."""
    return _change(node, typed, "taxii.source.pause", lambda source: replace(source, paused=True), actor)


def resume_source(node: Node, typed: str, *, actor: Actor = OPERATOR) -> Source:
    """Ask a source again, at once. Raises `NoSuchSource`."""
    source = _change(node, typed, "taxii.source.resume", lambda source: replace(source, paused=False), actor)
    return run_now(node, source.id, actor=actor)


def set_interval(node: Node, typed: str, every: int | None, *, actor: Actor = OPERATOR) -> Source:
    """Ask a source every so many seconds, or only when a person says so.

    Raises `BadInterval` or `NoSuchSource`.
    """
    _require_interval(every)
    return _change(node, typed, "taxii.source.every", lambda source: replace(source, every=every), actor)


def run_now(node: Node, typed: str, *, actor: Actor = OPERATOR) -> Source:
    """Have the running node ask a source within a second or so, whatever went wrong before.

    Raises `NoSuchSource`.
    """
    desk.require(actor, Verb.ADMINISTER)
    with node.store.transaction() as tx:
        source = find_source(typed, tx)
        progress = _of(source.id, tx) or Progress()
        tx.sources.advance(source.id, replace(progress, tried=None, not_before=None))
        _note(tx, node, actor, "taxii.source.run", source)
    return source


def remove_source(node: Node, typed: str, *, actor: Actor = OPERATOR) -> Source:
    """Forget a source and what we proved ourselves with; what it brought stays. Raises `NoSuchSource`."""
    desk.require(actor, Verb.ADMINISTER)
    with node.store.transaction() as tx:
        source = find_source(typed, tx)
        tx.sources.remove(source.id)
        _note(tx, node, actor, "taxii.source.remove", source)
    forget_secret(node, source.id)
    return source


def trouble_of(line: SourceLine, lang: str | None = None) -> str | None:
    """Return what went wrong with a source the last time, as a sentence; None when nothing did.

    In `lang`, by default the command line's; of the address it names the host alone.
    """
    code = line.progress.trouble
    if code is None:
        return None
    try:
        return sentence(code, {"url": urlsplit(line.source.url).netloc, "known": "–"}, lang or language())
    except (NoSentence, Unfilled):
        return code


def moment_of(at: int) -> datetime:
    """Return the moment `at`, in microseconds since 1970, aware in UTC."""
    return _EPOCH + timedelta(microseconds=at)


def _with_keys(node: Node, wish: Wish) -> Wish:
    """Return `wish` with what this node proved itself with before to the same server, if it has nothing."""
    if wish.secret is not None or wish.username is not None:
        return wish
    with node.snapshot() as tx:
        known = [one for one, _ in tx.sources.sources() if _origin(one.url) == _origin(wish.url)]
    for one in sorted(known, key=lambda one: one.url != wish.url):
        keys = credentials(node, one.id, one.username)
        return replace(wish, username=keys.username, secret=Secret(keys.password, keys.token))
    return wish


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc.lower()


def _find(node: Node, wish: Wish, transport: Callable[[str, Credentials], TaxiiTransport]) -> Collection:
    secret = wish.secret or Secret()
    way = transport(wish.url, Credentials(wish.username, secret.password, secret.token))
    try:
        found = find(Talk(way, node.now), wish.url, wish.title)
    finally:
        way.close()
    if not (found.can_read if wish.direction is Direction.PULL else found.can_write):
        raise ForeignForbidden(found.url)
    return found


def _ends(node: Node, wish: Wish, found: Collection, actor: Actor) -> tuple[str | None, str | None]:
    """Return the drawer and the partner at this end of the way; at most one is None."""
    with node.snapshot() as tx:
        agency = None if wish.partner is None else _partner(wish.partner, tx)
        drawer = None if wish.drawer is None else find_drawer(wish.drawer, tx).id
        known = [
            one for one, _ in tx.sources.sources() if (one.url, one.direction) == (found.url, wish.direction)
        ]
    if wish.direction is Direction.PUSH:
        if (drawer is None) == (agency is None):
            raise PushWithoutOrigin
        return drawer, agency
    if drawer is not None:
        return drawer, None
    if len(known) == 1:
        return known[0].drawer, None
    return add_drawer(node, found.title, description=found.url, actor=actor).id, None


def _partner(typed: str, tx: Transaction) -> str:
    """Return the id of the partner that `typed` names."""
    found = desk.find_agency(typed, Directory(tx))
    if tx.agencies.partner(found) is None:
        known = ", ".join(sorted(one.agency.names["en"] for one in tx.agencies.partners()))
        raise NotFound(kind="partner", typed=typed, known=known or "-")
    return found


def _known(
    node: Node, wish: Wish, found: Collection, drawer: str | None, agency: str | None
) -> Source | None:
    """Return the source that has been followed the same way before."""
    with node.snapshot() as tx:
        for one, _ in tx.sources.sources():
            same = (one.url, one.direction, one.drawer, one.agency)
            if same == (found.url, wish.direction, drawer, agency):
                return one
    return None


def _described(
    wish: Wish, found: Collection, drawer: str | None, agency: str | None, known: Source | None
) -> Source:
    return Source(
        id=new_uuid() if known is None else known.id,
        url=found.url,
        direction=wish.direction,
        drawer=drawer,
        agency=agency,
        username=wish.username or (known.username if known else None),
        every=wish.every or (known.every if known else None),
        upgrade=wish.upgrade or (known is not None and known.upgrade),
    )


def _change(node: Node, typed: str, verb: str, change: Callable[[Source], Source], actor: Actor) -> Source:
    desk.require(actor, Verb.ADMINISTER)
    with node.store.transaction() as tx:
        source = change(find_source(typed, tx))
        tx.sources.change(source)
        _note(tx, node, actor, verb, source)
    return source


def _require_interval(every: int | None) -> None:
    if every is not None and not SHORTEST <= every <= LONGEST:
        raise BadInterval(typed=str(every))


def _of(source_id: str, tx: Transaction) -> Progress | None:
    return next((progress for one, progress in tx.sources.sources() if one.id == source_id), None)


def _note(tx: Transaction, node: Node, actor: Actor, verb: str, source: Source) -> None:
    detail = {"url": source.url, "direction": source.direction.value}
    tx.trail.note(actor.name, verb, source.id, at=node.now(), detail=detail)
