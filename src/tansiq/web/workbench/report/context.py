"""What the page of one report shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from tansiq.web.workbench.parts import AgencyName, CircleName, Coded, Field, Grade, State, Text
from tansiq.web.workbench.report.diff import Change


@dataclass(frozen=True, slots=True)
class Marking:
    """What the originator allows.

    `tlp` and `pap` codes, purposes, handling, until when it is kept, who may pass it on.
    """

    tlp: str
    pap: str = ""
    purposes: tuple[Coded, ...] = ()
    handling: Coded | None = None
    retention: date | None = None
    judicial: bool = False
    onward: tuple[AgencyName | CircleName, ...] = ()


@dataclass(frozen=True, slots=True)
class Audience:
    """To whom we gave our own report; of another agency's report the reader knows none."""

    circles: tuple[CircleName, ...] = ()
    agencies: tuple[AgencyName, ...] = ()
    excluded: tuple[AgencyName, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What stands beside the text; an empty value is not shown."""

    kind: Coded
    statement: Coded | None = None
    event: Coded | None = None
    offence: Coded | None = None
    place: str = ""
    country: str = ""
    precision: str = ""
    happened: datetime | None = None
    published: datetime | None = None
    sources: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """One version: its number, when and by whom, and how its words differ from the one before."""

    number: int
    at: datetime
    by: AgencyName
    current: bool = False
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """One partner's line in "who has this, and why".

    `outcome` is the decision now; `told` when the entry was appended, `verified` when its receipt was; after
    a recall `recall` says how far it has come there and `recalled` when the receipt for it was verified.
    `overdue` marks a clock that ran out.
    """

    agency: AgencyName
    outcome: Literal["whole", "redacted", "no"]
    reasons: tuple[str, ...]
    told: datetime | None = None
    verified: datetime | None = None
    recall: Literal["", "outstanding", "erased", "refused"] = ""
    recalled: datetime | None = None
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Recall:
    """The recall as it stands.

    When, by whom, with which coded `reason`; `reached` of `told` partners have erased.
    """

    at: datetime
    by: AgencyName
    reason: Coded
    reached: int = 0
    told: int = 0


@dataclass(frozen=True, slots=True)
class Why:
    """The answer to "why for this partner".

    The partner asked about, the decision, its reasons in order of the steps.
    """

    agency: AgencyName
    outcome: Literal["whole", "redacted", "no"]
    reasons: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Acts:
    """What this person may do with the report.

    `reason` is the recall form's field, `partner` that of the why form; `share` offers the circles and
    agencies to which it may still be opened.
    """

    correct: bool = False
    recall: bool = False
    reason: Field = field(default_factory=Field)
    partner: Field = field(default_factory=Field)
    share: Field = field(default_factory=Field)

    @property
    def any(self) -> bool:
        """Return whether there is anything to do."""
        return self.correct or self.recall or bool(self.partner.choices or self.share.choices)


@dataclass(frozen=True, slots=True)
class ReportPage:
    """One report: its words beside its facts, and its way.

    `told` is empty for another agency's report; `via` are the circles through which it came. `live` asks the
    page to look again by itself while receipts are outstanding.
    """

    id: str
    title: Text
    text: Text
    originator: AgencyName
    marking: Marking
    facts: Facts
    versions: tuple[Version, ...]
    ours: bool = False
    state: State = "current"
    grade: Grade | None = None
    precedence: Coded | None = None
    arrived: datetime | None = None
    via: tuple[CircleName, ...] = ()
    audience: Audience | None = None
    told: tuple[Told, ...] = ()
    recall: Recall | None = None
    why: Why | None = None
    acts: Acts = field(default_factory=Acts)
    live: bool = False


@dataclass(frozen=True, slots=True)
class WithdrawnPage:
    """What remains of a report that its originator recalled: nothing of its content."""

    id: str
    recall: Recall
    arrived: datetime | None = None
    erased: datetime | None = None
    receipt: datetime | None = None
    """When our receipt for the recall was sent."""
