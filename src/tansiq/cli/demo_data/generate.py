"""Invents what the agencies tell each other over sixty days: incidents, immediate and weekly reports."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from tansiq.cli.demo_data import prose, terms
from tansiq.cli.demo_data.drafts import Draft
from tansiq.cli.demo_data.tables import Place, Wording, agencies, patterns, places, wording

DAYS = 60
INCIDENTS, IMMEDIATE, WEEKLY = 70, 22, 8  # for each agency
_CITED = 4
_WRITTEN = timedelta(days=7, hours=9)  # a weekly report, on the Monday after
_QUIET = frozenset({"consultation", "cyber"})
_WIDELY_TOLD = frozenset({"clear", "green", "amber"})


def generate(seed: int, now: datetime) -> tuple[Draft, ...]:
    """Invent about 300 drafts in the order in which they were written, up to `now` (aware, UTC).

    The same `seed` and `now` give the same drafts.
    """
    rng = Random(seed)
    told = [draft for agency in agencies() for draft in _incidents(agency, now, rng)]
    reports = [report for agency in agencies() for report in _reports(agency, told, now, rng)]
    return _in_order([*told, *reports])


def _in_order(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Sort by time of writing; citations follow what they cite."""
    order = sorted(range(len(drafts)), key=lambda index: drafts[index].at)
    moved = {old: new for new, old in enumerate(order)}
    return tuple(
        replace(drafts[old], cites=tuple(moved[cited] for cited in drafts[old].cites)) for old in order
    )


def _incidents(agency: str, now: datetime, rng: Random) -> Iterator[Draft]:
    languages = agencies()[agency].languages
    spoken = rng.sample(list(languages), counts=list(languages.values()), k=INCIDENTS)
    for lang, key in zip(spoken, _turns(agency, rng), strict=False):
        yield _incident(agency, lang, key, now, rng)


def _turns(agency: str, rng: Random) -> Iterator[str]:
    """Every pattern that the agency reports in turn, shuffled anew each round."""
    keys = [key for key, pattern in patterns().items() if agency in pattern.areas]
    while True:
        yield from rng.sample(keys, k=len(keys))


def _incident(agency: str, lang: str, key: str, now: datetime, rng: Random) -> Draft:
    pattern, told = patterns()[key], wording(lang)
    place = rng.choice([at for at, each in places().items() if _fits(each, agency, pattern.where)])
    start = _moment(pattern.hours, now, rng)
    words = prose.words(lang, places()[place], start)
    telling, graded, tlp = told.events[key], terms.grading(pattern, rng), rng.choice(pattern.tlp)
    facts = prose.paragraph(telling.facts, words, rng)
    return Draft(
        agency=agency,
        kind="incident",
        lang=lang,
        name=prose.spell(telling.name, words, rng),
        description=f"{facts} {terms.provenance(graded, pattern, told, rng)}",
        at=min(now, start + timedelta(minutes=rng.randint(90, 2400))),
        start=start,
        pattern=key,
        event=pattern.event,
        offence=pattern.offence,
        place=place,
        radius=pattern.radius,
        purpose=pattern.purpose,
        grading=graded,
        statement="fact",
        tlp=tlp,
        precedence=pattern.precedence,
        **terms.audience(agency, tlp, rng),
    )


def _fits(place: Place, agency: str, where: Iterable[str]) -> bool:
    return place.country in agencies()[agency].countries and not {place.kind, place.land}.isdisjoint(where)


def _moment(hours: tuple[int, int], now: datetime, rng: Random) -> datetime:
    day = now - timedelta(days=rng.randint(1, DAYS))
    return day.replace(hour=rng.randint(*hours), minute=rng.randrange(0, 60, 5), second=0, microsecond=0)


def _reports(agency: str, told: Sequence[Draft], now: datetime, rng: Random) -> Iterator[Draft]:
    own = [index for index, draft in enumerate(told) if draft.agency == agency]
    settled = [index for index in own if told[index].at < now - timedelta(days=1)]
    for index in rng.sample(settled, k=IMMEDIATE):
        yield _immediate(index, told[index], now, rng)
    for cited in _weeks(own, told, now)[:WEEKLY]:
        yield _weekly(cited, [told[index] for index in cited], rng)


def _immediate(index: int, incident: Draft, now: datetime, rng: Random) -> Draft:
    told = wording(incident.lang)
    words = prose.words(incident.lang, places()[incident.place], incident.start)
    gap = "gap-quiet" if incident.event in _QUIET or not incident.offence else "gap"
    opening, closing = rng.choice(told.several("lead")), rng.choice(told.several(gap))
    return replace(
        incident,
        kind="report",
        report_type="intrep",
        name=told.one("intrep").format(name=incident.name),
        description=prose.paragraph((opening, *told.events[incident.pattern].follow, closing), words, rng),
        at=min(now, incident.at + timedelta(minutes=rng.randint(300, 4000))),
        statement="assessment",
        cites=(index,),
    )


def _weeks(own: Iterable[int], told: Sequence[Draft], now: datetime) -> list[list[int]]:
    """Group what the same readers were told of a past week in the same language, largest groups first."""
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for index in own:
        draft, monday = told[index], _monday(told[index].start)
        known = draft.at < monday + _WRITTEN <= now
        if draft.tlp in _WIDELY_TOLD and not draft.exclusions and known:
            groups[draft.lang, draft.circles, monday].append(index)
    return sorted((group[:_CITED] for group in groups.values() if len(group) > 1), key=len, reverse=True)


def _monday(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0) - timedelta(days=at.weekday())


def _weekly(cited: Sequence[int], incidents: Sequence[Draft], rng: Random) -> Draft:
    incidents = sorted(incidents, key=lambda draft: draft.start)
    first, told, monday = incidents[0], wording(incidents[0].lang), _monday(incidents[0].start)
    words = {
        "from": prose.day(first.lang, monday),
        "to": prose.day(first.lang, monday + timedelta(days=6)),
        "events": told.one("separator").join(_line(draft, told) for draft in incidents),
    }
    others = [rng.choice(told.several(name)) for name in ("trend", "action", "outlook", "gap-quiet")]
    return Draft(
        agency=first.agency,
        kind="report",
        report_type="sitrep",
        lang=first.lang,
        name=told.one("sitrep").format_map(words),
        description=prose.paragraph((told.one("period"), *others), words, rng),
        at=monday + _WRITTEN,
        start=monday,
        purpose=Counter(draft.purpose for draft in incidents).most_common(1)[0][0],
        grading="B2",
        statement="assessment",
        tlp="amber",
        precedence="routine",
        circles=first.circles,
        cites=tuple(cited),
    )


def _line(draft: Draft, told: Wording) -> str:
    date, name = prose.day(draft.lang, draft.start), prose.lowered(draft.name)
    return told.one("listed").format(date=date, name=name)
