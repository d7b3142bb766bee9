"""From the address that a person typed to the collection that was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import urljoin, urlsplit

import msgspec

from tansiq.exchange.addresses import is_loopback
from tansiq.exchange.errors import BadAddress
from tansiq.exchange.taxii.client.errors import (
    BadForeignUrl,
    ForeignChoice,
    ForeignElsewhere,
    ForeignMissing,
    ForeignUnreadable,
)
from tansiq.exchange.taxii.client.resources import Anything, Collection, Collections, shown
from tansiq.exchange.taxii.client.talk import Talk

MOST_ROOTS: Final = 20
"""API roots of a server that are looked into."""
_IDENTIFIER: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


def check_url(url: str) -> str:
    """Return the address `url` with a slash at its end; `/taxii2/` is where a bare host is asked (4.1).

    Raises `BadForeignUrl` for anything but https, or http on this very machine; for names, passwords,
    queries and fragments in it.
    """
    try:
        plain_http = urlsplit(url).scheme == "http"
        loopback = is_loopback(url)
    except (BadAddress, ValueError) as error:
        raise BadForeignUrl(_without_password(url)) from error
    if plain_http and not loopback:
        raise BadForeignUrl(url)
    slashed = url if url.endswith("/") else f"{url}/"
    slashed = slashed.removesuffix("objects/").removesuffix("manifest/")
    return urljoin(slashed, "/taxii2/") if urlsplit(slashed).path == "/" else slashed


def find(talk: Talk, url: str, title: str | None = None) -> Collection:
    """Return the collection at `url`, or the one of that `title`, alias or id below a server or API root.

    Raises `ForeignChoice` with their titles when it is not clear which one, and every other `Foreign`.
    """
    found = tuple(_collections(talk, check_url(url)))
    meant = found if title is None else tuple(one for one in found if title in {one.title, one.alias, one.id})
    if len(meant) != 1:
        raise ForeignChoice(url, _titles(meant or found))
    return meant[0]


def _collections(talk: Talk, url: str) -> Iterator[Collection]:
    """Yield every collection at or below `url`, whichever resource is there."""
    seen = talk.read(Anything, url)
    if seen.collections is not None:
        yield from (_placed(one, url) for one in seen.collections)
    elif seen.versions is not None:
        yield from _of_root(talk, url)
    elif seen.id is not None and seen.can_read is not None and seen.can_write is not None:
        yield Collection(seen.id, seen.title or seen.id, seen.can_read, seen.can_write, seen.alias, url)
    elif seen.api_roots is not None or seen.default is not None:
        yield from _of_server(talk, url, seen)
    else:
        raise ForeignUnreadable(url)


def _of_server(talk: Talk, url: str, seen: Anything) -> Iterator[Collection]:
    """Yield the collections of every API root that lies on this server and answers to this account."""
    roots = _roots(url, seen)
    near = [root for root in roots if _origin(root) == _origin(url)]
    if roots and not near:
        raise ForeignElsewhere(roots[0])
    for root in near[:MOST_ROOTS]:
        try:
            yield from _of_root(talk, root)
        except ForeignMissing:
            if len(near) == 1:
                raise


def _roots(url: str, seen: Anything) -> Sequence[str]:
    """Return the addresses of a server's API roots, the default one first, each once."""
    default = () if seen.default is None else (seen.default,)
    named = (*default, *(seen.api_roots or ()))
    try:
        roots = [urljoin(url, root if root.endswith("/") else f"{root}/") for root in named]
        return tuple(dict.fromkeys(root for root in roots if urlsplit(root).netloc))
    except ValueError as error:
        raise ForeignUnreadable(url) from error


def _of_root(talk: Talk, root: str) -> Iterator[Collection]:
    place = f"{root}collections/"
    for one in talk.read(Collections, place).collections:
        yield _placed(one, place)


def _placed(one: Collection, place: str) -> Collection:
    if not _IDENTIFIER.fullmatch(one.id):
        raise ForeignUnreadable(place)
    return msgspec.structs.replace(one, url=urljoin(place, f"{one.id}/"))


def _titles(found: Sequence[Collection]) -> str:
    return ", ".join(f"“{shown(one.title)}”" for one in found[:50]) or "–"


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc.lower()


def _without_password(url: str) -> str:
    """Return `url` without whatever stands before its host, which may be a password."""
    before, at, host = url.rpartition("@")
    return f"{before.partition('//')[0]}//…@{host}" if at else url
