"""Reading many objects at once: a bundle, a list, or one object by itself."""

from collections.abc import Mapping

from tansiq.stix import octets
from tansiq.stix.errors import Flaw, Malformed
from tansiq.stix.members import split_items, split_members, stand_once
from tansiq.stix.objects import StixObject, parse
from tansiq.stix.survey import IDENTIFIER

MAX_OBJECTS = 250_000
MAX_COMMAS = 5_000_000

Read = StixObject | Malformed


def read_bundle(raw: bytes) -> tuple[Read, ...]:
    """Read the objects of `raw` (at most 100 MiB and 250,000), each with its bytes, a wrong one as its error.

    Raises `Malformed` when `raw` as a whole is neither a STIX 2.1 bundle, nor a list, nor an object.
    """
    _require_moderate(raw)
    if raw.lstrip()[:1] == b"[":
        return _read_each(split_items(raw), "")
    members = split_members(raw)
    if members.get("type") != b'"bundle"':
        return (_read(raw, ""),)
    _require_bundle(members, raw)
    return _read_each(_objects_of(members), "/objects")


def _require_moderate(raw: bytes) -> None:
    octets.require_size(raw, octets.MAX_BUNDLE)
    if raw.count(b",") > MAX_COMMAS:
        raise Malformed(Flaw.TOO_LARGE, "", "too many values")


def _objects_of(members: Mapping[str, bytes]) -> list[bytes]:
    listed = members.get("objects", b"[]")
    if not listed.startswith(b"["):
        raise Malformed(Flaw.NOT_BUNDLE, "/objects", "what the bundle holds in objects is a list")
    return split_items(listed)


def _require_bundle(members: Mapping[str, bytes], raw: bytes) -> None:
    if not stand_once(members, raw):
        raise Malformed(Flaw.DUPLICATE, "", "a member of the bundle stands twice")
    if "spec_version" in members:
        raise Malformed(Flaw.STIX20, "/spec_version", "this is a STIX 2.0 bundle; STIX 2.1 is needed")
    identifier = octets.decode(members.get("id", b"null"))
    if not isinstance(identifier, str) or not IDENTIFIER.fullmatch(identifier):
        raise Malformed(Flaw.IDENTIFIER, "/id", "an id is written type--uuid")
    if not identifier.startswith("bundle--"):
        raise Malformed(Flaw.TYPE, "/id", "the id of a bundle is bundle--uuid")


def _read_each(pieces: list[bytes], path: str) -> tuple[Read, ...]:
    if len(pieces) > MAX_OBJECTS:
        raise Malformed(Flaw.TOO_LARGE, path, f"{len(pieces)} objects, at most {MAX_OBJECTS} are allowed")
    return tuple(_read(piece, f"{path}/{index}") for index, piece in enumerate(pieces))


def _read(piece: bytes, path: str) -> Read:
    try:
        return parse(piece)
    except Malformed as error:
        return Malformed(error.code, path + error.pointer, error.detail)
