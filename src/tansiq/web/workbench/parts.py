"""The small values that several pages show.

All of them plain, already released and in the reader's language.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

RIGHT_TO_LEFT: Final = frozenset({"ar", "fa", "he", "ps", "ur", "ug", "dv", "yi"})

State = Literal["current", "corrected", "recalled"]
Level = Literal["alarm", "warning", "done", "note"]
Theme = Literal["auto", "light", "dark"]


@dataclass(frozen=True, slots=True)
class Text:
    """Words somebody wrote: `value` in language `lang` (BCP 47), which need not be the reader's."""

    value: str
    lang: str

    @property
    def dir(self) -> str:
        """Return the direction for the `dir` attribute; without a language the browser decides."""
        if not self.lang:
            return "auto"
        return "rtl" if self.lang.split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


@dataclass(frozen=True, slots=True)
class Coded:
    """A vocabulary's `code` with its `label` in the reader's language."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class AgencyName:
    """An agency: its STIX identity `id`, its `name` in the reader's language, its ISO `country` code."""

    id: str
    name: str
    country: str


@dataclass(frozen=True, slots=True)
class CircleName:
    """A circle: its `id` and its `name` in the reader's language."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Grade:
    """The sender's grading: `source` and `information`, codes of `scale` ("admiralty" or "4x4")."""

    source: Coded
    information: Coded
    scale: str = "admiralty"


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a field.

    `value` as sent, `label` as read, whether it is `chosen`, a short `note` beside it.
    """

    value: str
    label: str
    chosen: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One form field as it stands.

    `value` typed so far, `choices` offered, `errors` as sentences to the reader.
    """

    value: str = ""
    choices: tuple[Choice, ...] = ()
    errors: tuple[str, ...] = ()

    @property
    def chosen(self) -> tuple[Choice, ...]:
        """Return the choices that are on."""
        return tuple(choice for choice in self.choices if choice.chosen)


@dataclass(frozen=True, slots=True)
class Paging:
    """Where a listing stands.

    `total` rows; `newer` and `older` are the query strings of the neighbours, if any.
    """

    total: int
    newer: str | None = None
    older: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence to the reader about what just happened."""

    level: Level
    sentence: str


@dataclass(frozen=True, slots=True)
class Alarm:
    """What a person must look at.

    The `sentence`, since when, which partner it is `about`, where to act on it. Only who may settle it gets
    its `id`.
    """

    sentence: str
    at: datetime
    about: AgencyName | None = None
    href: str = ""
    level: Level = "alarm"
    id: int | None = None


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One report in a listing.

    `sender` told it (None for our own), `circles` are those through which the reader got it, `happened` and
    `place` are the event's, where there is one.
    """

    id: str
    title: Text
    type: Coded
    tlp: str
    at: datetime
    sender: AgencyName | None = None
    circles: tuple[CircleName, ...] = ()
    place: str = ""
    happened: datetime | None = None
    precedence: Coded | None = None
    grade: Grade | None = None
    unread: bool = False
    state: State = "current"


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page once somebody is logged in; the template variable `frame`.

    `page` is the key of the page in the navigation: today, inbox, reports, write or partners. `now` is an
    aware UTC datetime against which ages and clocks are shown.
    """

    agency: AgencyName
    user: str
    role: str
    page: str
    now: datetime
    unread: int = 0
    alarms: int = 0
    theme: Theme = "auto"
    notices: tuple[Notice, ...] = field(default=())
