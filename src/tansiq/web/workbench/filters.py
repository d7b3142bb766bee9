"""What narrows a listing: read from the address, shown as fields, asked of the desk."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.http import QueryDict

from tansiq import desk
from tansiq.desk import Desk, Filter, Found
from tansiq.release import Released
from tansiq.stix import TLP
from tansiq.web.visits import Visit
from tansiq.web.workbench.inbox.context import Filters
from tansiq.web.workbench.parts import AgencyName, Choice, CircleName, Field, Paging
from tansiq.web.workbench.reading import KINDS, Names, kind

ROWS: Final = 50
LONGEST: Final = 200
"""Characters of a search."""
_CURSOR: Final = re.compile(r"[0-9]{1,18}")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of rows, with its `filters` as fields and the `paging` around it."""

    rows: tuple[Released[Found], ...]
    filters: Filters
    paging: Paging


def find(visit: Visit, box: str, names: Names, at: Desk, senders: Iterable[str] = ()) -> Listing:
    """Return the rows of `box` that the address asks for; what does not exist narrows nothing."""
    asked = visit.request.GET
    filters = Filters(
        partner=_named(asked.get("partner"), names.agencies(senders)),
        circle=_named(asked.get("circle"), names.circles(names.rosters)),
        type=_chosen(asked.get("type"), (Choice(kind(one).code, kind(one).label) for one in KINDS)),
        tlp=_chosen(asked.get("tlp"), (Choice(one.value, f"TLP:{one.value.upper()}") for one in TLP)),
        q=Field(search(asked)),
        unread=Field("1" if asked.get("unread") == "1" else ""),
    )
    wanted = _wanted(visit, box, filters, _cursor(asked))
    rows = desk.listing(wanted, actor=visit.actor, now=visit.now, desk=at)
    total = desk.count(wanted, actor=visit.actor, desk=at)
    return Listing(rows, filters, _paging(asked, rows, total))


def search(asked: QueryDict) -> str:
    """Return what is searched for, without what no title holds."""
    return _CONTROL.sub(" ", asked.get("q", ""))[:LONGEST].strip()


def _wanted(visit: Visit, box: str, filters: Filters, before: int | None) -> Filter:
    return Filter(
        box=box,
        sender=_code(filters.partner),
        circle=_code(filters.circle),
        type=_code(filters.type),
        tlp=_code(filters.tlp),
        text=filters.q.value,
        unread_by=visit.actor.name if filters.unread.value else None,
        before=before,
        limit=ROWS,
    )


def _named(value: str | None, many: Iterable[AgencyName | CircleName]) -> Field:
    return _chosen(value, (Choice(one.id, one.name) for one in many))


def _chosen(value: str | None, choices: Iterable[Choice]) -> Field:
    return Field(choices=tuple(Choice(one.value, one.label, one.value == value) for one in choices))


def _code(field: Field) -> str | None:
    return next((choice.value for choice in field.chosen), None)


def _cursor(asked: QueryDict) -> int | None:
    given = asked.get("before", "")
    return int(given) if _CURSOR.fullmatch(given) else None


def _paging(asked: QueryDict, rows: tuple[Released[Found], ...], total: int) -> Paging:
    first = asked.copy()
    first.pop("before", None)
    older = first.copy()
    if rows:
        older["before"] = str(rows[-1].value.position)
    return Paging(
        total=total,
        newer=first.urlencode() if _cursor(asked) is not None else None,
        older=older.urlencode() if len(rows) == ROWS else None,
    )
