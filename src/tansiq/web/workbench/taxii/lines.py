"""Sources, drawers and accounts as they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.utils.translation import gettext, pgettext

from tansiq.exchange.taxii import Direction, Right
from tansiq.exchange.taxii.client import STOPPING
from tansiq.web.templatetags.local import span
from tansiq.web.workbench.parts import Choice, Coded, Field
from tansiq.web.workbench.reading import Names
from tansiq.web.workbench.taxii.context import DrawerRow, SourceCard, ToolRight, ToolRow
from tansiq.wiring.taxii import DrawerLine, SourceLine, ToolLine, moment_of, trouble_of

INTERVALS: Final = (300, 900, 3600, 6 * 3600, 86_400)
"""Seconds that the page offers between two runs."""
BY_HAND: Final = "by-hand"


def source_card(line: SourceLine, names: Names, now: datetime) -> SourceCard:
    """Return how it goes with one outside server."""
    source, progress = line.source, line.progress
    return SourceCard(
        id=source.id,
        url=source.url,
        fetched=source.direction is Direction.PULL,
        state=_state(line, now),
        objects=progress.objects,
        interval=_intervals(source.every),
        drawer="" if line.drawer is None else line.drawer.title,
        partner=None if source.agency is None else names.agency(source.agency),
        every=source.every,
        succeeded=None if progress.succeeded is None else moment_of(progress.succeeded),
        again=_again(line, now),
        trouble=trouble_of(line, names.lang) or "",
    )


def drawer_row(line: DrawerLine) -> DrawerRow:
    """Return one collection made by hand."""
    drawer = line.drawer
    return DrawerRow(
        title=drawer.title,
        name=drawer.alias or drawer.id,
        objects=line.objects,
        terms=line.order is not None,
        description=drawer.description or "",
    )


def tool_row(line: ToolLine, titles: Mapping[str, str], names: Names) -> ToolRow:
    """Return one account, and what it may do."""
    account = line.account
    proofs = {
        pgettext("a tool proves itself by", "token"): True,
        pgettext("a tool proves itself by", "password"): line.password,
        pgettext("a tool proves itself by", "certificate"): line.certificate is not None,
    }
    held = sorted((titles.get(drawer, drawer), right) for drawer, right in line.rights.items() if any(right))
    return ToolRow(
        name=account.name,
        partner=None if account.agency is None else names.agency(account.agency),
        only_drawers=account.only_drawers,
        proofs=tuple(name for name, has in proofs.items() if has),
        rights=tuple(ToolRight(title, _right(right)) for title, right in held),
    )


def _again(line: SourceLine, now: datetime) -> datetime | None:
    """Return when a source in trouble is asked again by itself."""
    source, progress = line.source, line.progress
    if source.paused or source.every is None or progress.trouble in STOPPING or progress.not_before is None:
        return None
    return max(moment_of(progress.not_before), now)


def _state(line: SourceLine, now: datetime) -> Coded:
    source, progress = line.source, line.progress
    if source.paused:
        return Coded("paused", pgettext("outside server", "paused"))
    if progress.tried is None and (progress.not_before is None or moment_of(progress.not_before) <= now):
        return Coded("waiting", pgettext("outside server", "begins at once"))
    if progress.trouble is not None:
        return Coded("trouble", pgettext("outside server", "in trouble"))
    if progress.succeeded is None:
        return Coded("new", pgettext("outside server", "not finished yet"))
    return Coded("ok", pgettext("outside server", "in order"))


def _intervals(every: int | None) -> Field:
    offered = sorted({*INTERVALS, *(() if every is None else (every,))})
    choices = [Choice(str(one), span(one), one == every) for one in offered]
    by_hand = Choice(BY_HAND, gettext("only by hand"), every is None)
    return Field(choices=(*choices, by_hand))


def _right(right: Right) -> str:
    if right.read and right.write:
        return pgettext("right of a tool", "reads and writes")
    return pgettext("right of a tool", "reads") if right.read else pgettext("right of a tool", "writes")
