"""Reading what may be STIX 2.0 as STIX 2.1."""

from collections.abc import Iterable, Iterator

import orjson

from tansiq.stix import octets
from tansiq.stix.bundles import Read, read_bundle
from tansiq.stix.errors import Flaw, Malformed
from tansiq.stix.members import join_items, join_members, split_items, split_members, stand_once
from tansiq.stix.objects import StixObject, parse
from tansiq.stix.upgrade.identity import unlike_any_other
from tansiq.stix.upgrade.objects import upgraded


def read_upgraded(raw: bytes) -> tuple[Read, ...]:
    """Read `raw` as `read_bundle` does, each object of STIX 2.0 as the objects of STIX 2.1 that say the same.

    One that cannot be upgraded is read as its error; observables that come out alike are read once. Raises
    `Malformed` when `raw` as a whole is neither a bundle (of STIX 2.0 or 2.1), nor a list, nor an object.
    """
    raw = _with_new_bundle(raw)
    read = read_bundle(raw)
    if not any(map(_is_old, read)):
        return read
    pieces = zip(_pieces(raw), read, strict=True)
    anew = (one for (path, piece), old in pieces for one in (_anew(piece, path) if _is_old(old) else (old,)))
    return tuple(_once(anew))


def upgrade(raw: bytes) -> bytes:
    """Return the STIX 2.0 object, list or bundle `raw` in STIX 2.1: one object as itself, others as a bundle.

    The same bytes give the same ids. What is STIX 2.1 already keeps its bytes. Raises `Malformed` when any
    object cannot be upgraded, or is not valid.
    """
    objects = [*map(_valid, read_upgraded(raw))]
    if len(objects) == 1 and not _is_bundle(raw):
        return objects[0].raw
    identifier = split_members(raw)["id"] if _is_bundle(raw) else _own_id(raw)
    items = join_items(one.raw for one in objects)
    return join_members({"type": b'"bundle"', "id": identifier, "objects": items})


def _with_new_bundle(raw: bytes) -> bytes:
    """Return `raw` without the version that a bundle of STIX 2.0 states."""
    octets.require_size(raw, octets.MAX_BUNDLE)
    if not _is_bundle(raw):
        return raw
    members = split_members(raw)
    if members.get("spec_version") != b'"2.0"' or not stand_once(members, raw):
        return raw
    return join_members({name: value for name, value in members.items() if name != "spec_version"})


def _is_bundle(raw: bytes) -> bool:
    return raw.lstrip()[:1] != b"[" and split_members(raw).get("type") == b'"bundle"'


def _pieces(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield each object within `raw` with the pointer to it."""
    if raw.lstrip()[:1] == b"[":
        yield from ((f"/{index}", piece) for index, piece in enumerate(split_items(raw)))
    elif _is_bundle(raw):
        objects = split_items(split_members(raw).get("objects", b"[]"))
        yield from ((f"/objects/{index}", piece) for index, piece in enumerate(objects))
    else:
        yield "", raw


def _is_old(read: Read) -> bool:
    return isinstance(read, Malformed) and read.code is Flaw.STIX20


def _anew(piece: bytes, path: str) -> tuple[Read, ...]:
    try:
        return tuple(map(parse, upgraded(piece)))
    except Malformed as error:
        return (Malformed(error.code, path + error.pointer, error.detail),)


def _once(read: Iterable[Read]) -> Iterator[Read]:
    seen: set[Read] = set()
    for one in read:
        if one not in seen:
            yield one
        seen.add(one)


def _valid(read: Read) -> StixObject:
    if isinstance(read, Malformed):
        raise read
    return read


def _own_id(raw: bytes) -> bytes:
    return orjson.dumps(f"bundle--{unlike_any_other(raw)}")
