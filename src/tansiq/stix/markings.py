"""What a marking means: a level of TLP or PAP, our release marking, or something for people to read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tansiq.stix import extensions, vocabularies
from tansiq.stix.errors import Flaw, Malformed
from tansiq.stix.fixed import PAP, TLP
from tansiq.stix.objects import StixObject


@dataclass(frozen=True, slots=True)
class Onward:
    """To which `agencies` and `circles` (ids) a receiver may pass the object on; both empty: to nobody."""

    agencies: tuple[str, ...] = ()
    circles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReleaseMarking:
    """What a receiver must enforce: `purposes`, `handling`, `onward` rule, last day of `retention`.

    Without `judicial` the object is not for use in court (Europol H1).
    """

    purposes: tuple[str, ...]
    handling: str | None = None
    onward: Onward = Onward()
    retention: date | None = None
    judicial: bool = False


@dataclass(frozen=True, slots=True)
class OtherMarking:
    """A marking that no rule here understands, with its `id` and what it says in `statement`."""

    id: str
    statement: str


Marking = TLP | PAP | ReleaseMarking | OtherMarking


def standard_marking(marking_id: str) -> TLP | PAP | None:
    """Return the level of TLP or PAP that has the fixed id `marking_id`, None when it is not a fixed one."""
    return TLP.of(marking_id) or PAP.of(marking_id)


def read_marking(obj: StixObject) -> Marking:
    """Return what the marking definition `obj` means (spec/marking.md, section 2).

    Raises `Malformed` when `obj` is not a marking definition.
    """
    if obj.type != "marking-definition":
        raise Malformed(Flaw.MARKING, "/type", f"{obj.type} is not a marking definition")
    standard = standard_marking(obj.id)
    if standard is not None:
        return standard
    content = obj.data.get("extensions", {}).get(extensions.RELEASE)
    return OtherMarking(obj.id, obj.title) if content is None else _release(content)


def _release(content: dict[str, Any]) -> ReleaseMarking:
    onward = content.get("onward", {})
    return ReleaseMarking(
        purposes=tuple(content["purposes"]),
        handling=content.get("handling"),
        onward=Onward(tuple(onward.get("agencies", ())), tuple(onward.get("circles", ()))),
        retention=date.fromisoformat(content["retention"]) if "retention" in content else None,
        judicial=content.get("judicial", False),
    )


def release_marking(
    purposes: Iterable[str],
    *,
    handling: str | None = None,
    onward: Onward = Onward(),
    retention: date | None = None,
    judicial: bool = False,
) -> dict[str, Any]:
    """Return the properties of a marking-definition with our release extension, for `compose`.

    Raises `UnknownCode` when a purpose or the handling code is not in its vocabulary.
    """
    content: dict[str, Any] = {
        "extension_type": extensions.PROPERTY_EXTENSION,
        "purposes": [vocabularies.get("purposes").require(purpose).code for purpose in purposes],
    }
    if handling is not None:
        content["handling"] = vocabularies.get("handling").require(handling).code
    lists = {"agencies": list(onward.agencies), "circles": list(onward.circles)}
    if onward.agencies or onward.circles:
        content["onward"] = {name: values for name, values in lists.items() if values}
    if retention is not None:
        content["retention"] = retention.isoformat()
    if judicial:
        content["judicial"] = True
    return {"extensions": {extensions.RELEASE: content}}
