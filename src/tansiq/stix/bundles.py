"""Reading many objects at once: a bundle, a list, or one object by itself."""

from tansiq.stix import octets
from tansiq.stix.errors import Flaw, Malformed
from tansiq.stix.members import split_items, split_members
from tansiq.stix.objects import StixObject, parse

BUNDLE_ID = "bundle--"


def read_bundle(raw: bytes) -> tuple[StixObject | Malformed, ...]:
    """Read the objects of `raw` (at most 100 MiB), each with its exact bytes; a wrong one yields its error in place.

    Raises `Malformed` when `raw` as a whole is neither a STIX 2.1 bundle, nor a list of objects, nor an object.
    """
    data = octets.decode(raw, octets.MAX_BUNDLE)
    if type(data) is list:
        return _read_each(split_items(raw), "")
    if type(data) is not dict:
        raise Malformed(Flaw.NOT_BUNDLE, "", "neither a bundle, nor a list of objects, nor an object")
    if data.get("type") != "bundle":
        return _read_each([raw], "", inside=False)
    members = split_members(raw)
    _require_bundle(data, members)
    return _read_each(split_items(members.get("objects", b"[]")), "/objects")


def _require_bundle(data: dict[str, object], members: dict[str, bytes]) -> None:
    if "spec_version" in data:
        raise Malformed(Flaw.STIX20, "/spec_version", "this is a STIX 2.0 bundle; STIX 2.1 is needed")
    identifier = data.get("id")
    if not isinstance(identifier, str) or not identifier.startswith(BUNDLE_ID):
        raise Malformed(Flaw.NOT_BUNDLE, "/id", "a bundle has an id bundle--uuid")
    if not isinstance(data.get("objects", []), list):
        raise Malformed(Flaw.NOT_BUNDLE, "/objects", "the objects of a bundle are a list")


def _read_each(slices: list[bytes], path: str, *, inside: bool = True) -> tuple[StixObject | Malformed, ...]:
    return tuple(_read(piece, f"{path}/{index}" if inside else "") for index, piece in enumerate(slices))


def _read(piece: bytes, path: str) -> StixObject | Malformed:
    try:
        return parse(piece)
    except Malformed as error:
        return Malformed(error.code, path + error.pointer, error.detail)
