"""The form of a report: what it offers, what was typed, what is wrong with that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from typing import Final

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext

from tansiq.stix import vocabularies
from tansiq.store import Transaction
from tansiq.web.visits import Visit
from tansiq.web.workbench.parts import Choice, Field
from tansiq.web.workbench.reading import KINDS, Names, kind
from tansiq.web.workbench.write.context import ReportForm
from tansiq.wiring import ImportOrder
from tansiq.wording import LANGUAGES

OWN_NAMES: Final = {"ar": "العربية", "fr": "Français", "en": "English"}
LONGEST_TITLE: Final = 300
TERMS: Final = ("purpose", "source", "information", "tlp")
"""The fields without which nothing is released."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed and chose, by field; `errors` are sentences by field."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    errors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def one(self, name: str) -> str:
        """Return the value of a field that takes one."""
        return next(iter(self.values.get(name, ())), "")

    def many(self, name: str) -> tuple[str, ...]:
        """Return the values of a field that takes several."""
        return self.values.get(name, ())

    @property
    def retention(self) -> date | None:
        """The last day on which the report is kept."""
        typed = self.one("retention")
        return date.fromisoformat(typed) if typed else None

    @property
    def happened(self) -> datetime | None:
        """When the incident happened, which was typed in the node's time zone."""
        typed = self.one("happened")
        return timezone.make_aware(datetime.fromisoformat(typed)) if typed else None

    def order(self, *, text_lang: str | None = None) -> ImportOrder:
        """Return the terms that were chosen."""
        return ImportOrder(
            purposes=self.many("purpose"),
            grading=self.one("source") + self.one("information"),
            tlp=self.one("tlp"),
            to=(*self.many("circles"), *self.many("agencies")),
            exclude=self.many("exclude"),
            retention=self.retention,
            precedence=self.one("precedence") or "routine",
            text_lang=text_lang,
            title=self.one("title") or None,
        )


def read(request: HttpRequest) -> Typed:
    """Return what was sent, each value without blanks around it, empty ones left out."""
    names = (one.name for one in fields(ReportForm))
    return filled({name: [value.strip() for value in request.POST.getlist(name)] for name in names})


def filled(values: Mapping[str, Iterable[str]]) -> Typed:
    """Return `values` without the empty ones."""
    kept = {name: tuple(value for value in given if value) for name, given in values.items()}
    return Typed({name: given for name, given in kept.items() if given})


def check(typed: Typed, needed: Iterable[str], *, today: date) -> Typed:
    """Return `typed` with a sentence for each field that needs mending; those of `needed` must be there."""
    errors = {name: gettext("This is needed.") for name in (*TERMS, *needed) if not typed.one(name)}
    if len(typed.one("title")) > LONGEST_TITLE:
        errors["title"] = gettext("This is too long.")
    if not _reads(typed, "happened"):
        errors["happened"] = gettext("This is not a date and time.")
    if not _reads(typed, "retention"):
        errors["retention"] = gettext("This is not a date.")
    elif typed.retention is not None and typed.retention < today:
        errors["retention"] = gettext("This day is over.")
    return replace(typed, errors={name: (sentence,) for name, sentence in errors.items()})


def check_choices(typed: Typed) -> Typed:
    """Return `typed` without what the form does not offer for a new report."""
    events = [term.code for term in vocabularies.get("events").codes]
    offered: dict[str, Iterable[str]] = {"kind": KINDS, "lang": LANGUAGES, "event": events}
    kept = {
        name: values for name, values in typed.values.items() if set(values) <= set(offered.get(name, values))
    }
    return replace(typed, values=kept)


def form(visit: Visit, tx: Transaction, typed: Typed) -> ReportForm:
    """Return the fields as they are shown, with everything that can be chosen."""
    names = Names(tx, visit.lang)
    partners = names.agencies(partner.agency.id for partner in tx.agencies.partners())
    agencies = [Choice(one.id, one.name, note=one.country) for one in partners]
    offered = {
        "lang": [Choice(lang, OWN_NAMES[lang]) for lang in LANGUAGES],
        "kind": [Choice(one, kind(one).label) for one in KINDS],
        "event": _terms("events", visit.lang),
        "purpose": _terms("purposes", visit.lang),
        "source": _terms("grading-source", visit.lang),
        "information": _terms("grading-information", visit.lang),
        "tlp": _terms("tlp", visit.lang),
        "precedence": _terms("precedence", visit.lang),
        "circles": [Choice(one.id, one.name) for one in names.circles(names.rosters)],
        "agencies": agencies,
        "exclude": agencies,
    }
    return ReportForm(
        **{one.name: _field(one.name, offered.get(one.name, ()), typed) for one in fields(ReportForm)}
    )


def _field(name: str, choices: Iterable[Choice], typed: Typed) -> Field:
    return Field(
        value=typed.one(name),
        choices=tuple(replace(one, chosen=one.value in typed.many(name)) for one in choices),
        errors=typed.errors.get(name, ()),
    )


def _terms(vocabulary: str, lang: str) -> Sequence[Choice]:
    return [Choice(term.code, str(getattr(term, lang))) for term in vocabularies.get(vocabulary).codes]


def _reads(typed: Typed, name: str) -> bool:
    try:
        getattr(typed, name)
    except (ValueError, OverflowError):
        return False
    return True
