"""What the page of sources and tools shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tansiq.web.workbench.parts import AgencyName, Coded, Field


@dataclass(frozen=True, slots=True)
class SourceCard:
    """One outside server: its `url`, whether objects are `fetched` from it or brought to it.

    At this end is the collection `drawer`, or all that `partner` may have.
    `state` is "ok", "paused", "waiting", "trouble" or "new"; `trouble` a sentence. It is asked every `every`
    seconds (None: by hand), not before `again`; `interval` offers other lengths.
    """

    id: str
    url: str
    fetched: bool
    state: Coded
    objects: int
    interval: Field
    drawer: str = ""
    partner: AgencyName | None = None
    every: int | None = None
    succeeded: datetime | None = None
    again: datetime | None = None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class DrawerRow:
    """One collection made by hand; with `terms` what is put in is signed and told."""

    title: str
    name: str
    objects: int
    terms: bool
    description: str = ""


@dataclass(frozen=True, slots=True)
class ToolRight:
    """What a tool may do in the collection `title`."""

    title: str
    label: str


@dataclass(frozen=True, slots=True)
class ToolRow:
    """One account of a tool, of this agency (`partner` is None) or of a partner."""

    name: str
    partner: AgencyName | None
    only_drawers: bool
    proofs: tuple[str, ...]
    rights: tuple[ToolRight, ...]


@dataclass(frozen=True, slots=True)
class ToolsPage:
    """Everything at the doors; `may_change` says whether the reader gets the means to change it."""

    sources: tuple[SourceCard, ...]
    drawers: tuple[DrawerRow, ...]
    tools: tuple[ToolRow, ...]
    may_change: bool = False
