"""What the page Write shows, for a new report and for a correction."""

from __future__ import annotations

from dataclasses import dataclass, field

from tansiq.web.workbench.parts import Field, Text


@dataclass(frozen=True, slots=True)
class ReportForm:
    """The fields of a report, named as they are sent.

    `kind` is report or incident; `circles`, `agencies` and `exclude` take several values; `retention` is a
    date (ISO); `place` and `happened` belong to an incident and may stay empty.
    """

    title: Field = field(default_factory=Field)
    text: Field = field(default_factory=Field)
    lang: Field = field(default_factory=Field)
    kind: Field = field(default_factory=Field)
    event: Field = field(default_factory=Field)
    place: Field = field(default_factory=Field)
    happened: Field = field(default_factory=Field)
    purpose: Field = field(default_factory=Field)
    source: Field = field(default_factory=Field)
    information: Field = field(default_factory=Field)
    tlp: Field = field(default_factory=Field)
    precedence: Field = field(default_factory=Field)
    circles: Field = field(default_factory=Field)
    agencies: Field = field(default_factory=Field)
    exclude: Field = field(default_factory=Field)
    retention: Field = field(default_factory=Field)
    file: Field = field(default_factory=Field)


@dataclass(frozen=True, slots=True)
class WritePage:
    """The form, the `errors` of the whole, and for a correction the id and title of what is `corrected`."""

    form: ReportForm
    errors: tuple[str, ...] = ()
    corrects: str = ""
    corrected: Text | None = None

    @property
    def wrong(self) -> int:
        """Return how many fields need mending."""
        return sum(bool(getattr(self.form, name).errors) for name in ReportForm.__dataclass_fields__)
