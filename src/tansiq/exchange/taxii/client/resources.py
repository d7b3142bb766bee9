"""The resources of TAXII 2.1 as a foreign server writes them, read with suspicion (sections 4 and 5)."""

from __future__ import annotations

from typing import Final, TypeVar

import msgspec

from tansiq.exchange.taxii.client.errors import ForeignUnreadable

R = TypeVar("R", bound=msgspec.Struct)
MAX_CONTENT: Final = 8 * 1024 * 1024
"""Bytes that a server is sent at once when it does not say how many it takes."""
SHOWN: Final = 200


class Collection(msgspec.Struct, frozen=True):
    """A collection (TAXII 2.1, 5.2); `url` is where it was found, ending in a slash."""

    id: str
    title: str
    can_read: bool
    can_write: bool
    alias: str | None = None
    url: str = ""


class Collections(msgspec.Struct, frozen=True):
    """The collections of an API root (TAXII 2.1, 5.1)."""

    collections: tuple[Collection, ...] = ()


class Root(msgspec.Struct, frozen=True):
    """An API root (TAXII 2.1, 4.2)."""

    versions: tuple[str, ...] = ()
    max_content_length: int = MAX_CONTENT


class Envelope(msgspec.Struct, frozen=True):
    """A page of objects, each as its exact bytes (TAXII 2.1, 3.7)."""

    more: bool = False
    next: str | None = None
    objects: tuple[msgspec.Raw, ...] = ()


class Failure(msgspec.Struct, frozen=True):
    """Why the server did not take an object (TAXII 2.1, 4.3)."""

    id: str
    version: str = ""
    message: str = ""


class Status(msgspec.Struct, frozen=True):
    """What became of the objects of a POST (TAXII 2.1, 4.3)."""

    id: str
    status: str
    failures: tuple[Failure, ...] = ()


class Anything(msgspec.Struct, frozen=True):
    """Whatever is found at an address that a person typed: which members tell what it is."""

    api_roots: tuple[str, ...] | None = None
    default: str | None = None
    versions: tuple[str, ...] | None = None
    collections: tuple[Collection, ...] | None = None
    id: str | None = None
    title: str | None = None
    can_read: bool | None = None
    can_write: bool | None = None
    alias: str | None = None


def read(kind: type[R], body: bytes, url: str) -> R:
    """Read `body` as a resource of `kind`. Raises `ForeignUnreadable` naming `url` when it is none."""
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ForeignUnreadable(url) from error


def shown(text: str) -> str:
    """Return `text` of a foreign server fit to be shown: printable, in one line, at most 200 characters."""
    return "".join(sign if sign.isprintable() else "�" for sign in text[:SHOWN])
