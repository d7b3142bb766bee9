import re
import string
import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from math import asin, cos, radians, sin, sqrt
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.cli.demo_data import Place, agencies, circles, extension_definition, generate, places
from tansiq.cli.demo_data.amendments import amend
from tansiq.cli.demo_data.drafts import Draft
from tansiq.cli.demo_data.news import SeedText, seed_texts
from tansiq.cli.demo_data.prose import day, paragraph, spell, words
from tansiq.cli.demo_data.tables import areas, patterns, wording
from tansiq.cli.demo_data.terms import audience, grading, provenance
from tansiq.stix import INCIDENT, Grading, StixObject, compose, parse, vocabularies

SEED = 7
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
LANGUAGES = ("ar", "fr", "en")
ARABIC, LATIN = re.compile(r"[\u0621-\u064a]"), re.compile(r"[A-Za-zÀ-ÿ]")
PLACEHOLDERS = {"place", "other", "de_place", "de_other", "admin", "when", "When", "date"}
REGION = {
    *("MA", "DZ", "TN", "LY", "MR"),
    *("ML", "NE", "BF", "TD"),
    *("SN", "GM", "GW", "GN", "SL", "LR", "CI", "GH", "TG", "BJ", "NG"),
}


@cache
def drafts() -> tuple[Draft, ...]:
    return generate(SEED, NOW)


def composed(draft: Draft) -> StixObject:
    refs = [f"{drafts()[index].kind}--{uuid.UUID(int=index, version=4)}" for index in draft.cites]
    return parse(
        compose(
            draft.kind, draft.members(refs), now=draft.at, new_uuid=lambda: str(uuid.UUID(int=9, version=4))
        )
    )


def tellings(lang: str) -> Iterator[tuple[str, str]]:
    """Every sentence about an event in `lang`, with the key of its pattern."""
    for key, telling in wording(lang).events.items():
        for sentence in (telling.name, *telling.facts, *telling.follow):
            yield key, sentence


def phrases(lang: str) -> Iterator[str]:
    for phrase in wording(lang).phrases.values():
        yield from (phrase,) if isinstance(phrase, str) else phrase


def kilometres(one: Place, other: Place) -> float:
    south, north = radians(one.lat), radians(other.lat)
    turn = sin((north - south) / 2) ** 2
    turn += cos(south) * cos(north) * sin(radians(other.lon - one.lon) / 2) ** 2
    return 2 * 6371 * asin(sqrt(turn))


# --- the tables


def test_three_agencies_speak_from_the_maghreb_the_sahel_and_west_africa() -> None:
    assert [agency.country for agency in agencies().values()] == ["TN", "NE", "GH"]
    assert all(sum(agency.languages.values()) == 100 for agency in agencies().values())


def test_circles_name_agencies_that_exist() -> None:
    for circle in circles().values():
        assert {circle.convener, *circle.members} <= agencies().keys()
        assert circle.convener in circle.members


def test_each_agency_alone_covers_its_countries() -> None:
    covered = [country for agency in agencies().values() for country in agency.countries]
    assert sorted(covered) == sorted(REGION)


@pytest.mark.parametrize("key", places())
def test_a_place_lies_in_the_region_and_on_a_road(key: str) -> None:
    place = places()[key]
    assert place.country in REGION
    assert 4 < place.lat < 38
    assert -18 < place.lon < 25
    assert place.road != key
    assert 5 < kilometres(place, places()[place.road]) < 1100


@pytest.mark.parametrize("key", places())
def test_a_place_has_its_names_in_their_scripts(key: str) -> None:
    place = places()[key]
    area = areas()[place.admin]
    assert all(ARABIC.search(name) and not LATIN.search(name) for name in (place.ar, area["ar"]))
    assert not any(ARABIC.search(name) for name in (place.fr, place.en, area["fr"], area["en"]))


def test_there_are_places_enough() -> None:
    assert len(places()) >= 150
    assert {place.country for place in places().values()} == REGION


def test_places_are_of_known_kinds() -> None:
    assert {place.kind for place in places().values()} == {"capital", "city", "town", "border", "port"}
    assert {place.land for place in places().values()} == {"coast", "inland", "desert"}


@pytest.mark.parametrize("key", patterns())
def test_a_pattern_uses_codes_of_the_vocabularies(key: str) -> None:
    pattern = patterns()[key]
    assert pattern.event in vocabularies.get("events")
    assert pattern.purpose in vocabularies.get("purposes")
    assert pattern.precedence in vocabularies.get("precedence")
    assert all(tlp in vocabularies.get("tlp") for tlp in pattern.tlp)
    assert set(pattern.areas) <= agencies().keys()


@pytest.mark.parametrize("key", [key for key, pattern in patterns().items() if pattern.offence])
def test_no_pattern_uses_a_locked_offence(key: str) -> None:
    assert not vocabularies.get("offences").require(patterns()[key].offence).locked


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_pattern_is_told_in_every_language(lang: str) -> None:
    assert wording(lang).events.keys() == patterns().keys()
    assert wording(lang).phrases.keys() == wording("en").phrases.keys()
    assert wording(lang).when.keys() == wording("en").when.keys()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sentences_fill_in_only_what_is_known(lang: str) -> None:
    for _, sentence in tellings(lang):
        assert {field for _, field, _, _ in string.Formatter().parse(sentence) if field} <= PLACEHOLDERS
        assert sentence.count("[") == sentence.count("]")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sentences_keep_to_one_script(lang: str) -> None:
    foreign = LATIN if lang == "ar" else ARABIC
    sentences = [*phrases(lang), *(sentence for _, sentence in tellings(lang))]
    assert [found for found in sentences if foreign.search(re.sub(r"\{\w+\}", "", found))] == []


# --- prose


def test_one_alternative_of_each_group_is_taken() -> None:
    assert spell("[a|a] {x} [b]", {"x": "-"}, Random(SEED)) == "a - b"
    assert {spell("[a|b]", {}, Random(seed)) for seed in range(20)} == {"a", "b"}


def test_sentences_follow_one_another() -> None:
    assert paragraph(("One.", "[Two|Two]."), {}, Random(SEED)) == "One. Two."


@pytest.mark.parametrize(
    ("key", "expected"),
    [("gao", "de Gao"), ("agadez", "d’Agadez"), ("ouagadougou", "de Ouagadougou"), ("hombori", "de Hombori")],
)
def test_french_elides_before_vowels(key: str, expected: str) -> None:
    assert words("fr", places()[key], NOW)["de_place"] == expected


def test_french_counts_the_first_of_the_month() -> None:
    assert day("fr", datetime(2026, 11, 1, tzinfo=UTC)) == "1er novembre"
    assert day("fr", datetime(2026, 11, 21, tzinfo=UTC)) == "21 novembre"


@pytest.mark.parametrize(
    ("lang", "hour", "expected"),
    [
        ("ar", 5, "فجر الاثنين 23 نوفمبر"),
        ("fr", 18, "dans la soirée du lundi 23 novembre"),
        ("en", 23, "during the night of Monday 23 November"),
    ],
)
def test_the_time_of_day_follows_the_hour(lang: str, hour: int, expected: str) -> None:
    assert words(lang, places()["gao"], NOW.replace(hour=hour))["when"] == expected


# --- terms


@given(st.integers(), st.sampled_from(sorted(agencies())))
def test_red_goes_to_one_other_agency_by_name(seed: int, agency: str) -> None:
    told = audience(agency, "red", Random(seed))
    assert told["circles"] == told["exclusions"] == ()
    assert set(told["agencies"]) < agencies().keys() - {agency}


@given(st.integers(), st.sampled_from(sorted(agencies())))
def test_circles_are_the_authors_and_exclusions_are_others(seed: int, agency: str) -> None:
    told = audience(agency, "amber", Random(seed))
    members = circles()[told["circles"][0]].members
    assert agency in members
    assert set(told["exclusions"]) <= {*members} - {agency}


@given(st.integers(), st.sampled_from(sorted(patterns())))
def test_what_is_told_firsthand_is_graded_well(seed: int, key: str) -> None:
    graded = grading(patterns()[key], Random(seed))
    assert str(Grading.read(graded)) == graded
    assert not patterns()[key].firsthand or graded in {"A1", "A2", "B1", "B2"}


@pytest.mark.parametrize(("graded", "expected"), [("A1", "confirmed"), ("F6", "judged")])
def test_the_stated_origin_keeps_to_the_grading(graded: str, expected: str) -> None:
    pattern = patterns()["bus-holdup"]
    assert any(expected in provenance(graded, pattern, wording("en"), Random(seed)) for seed in range(30))


# --- drafts


def test_the_same_seed_tells_the_same_story() -> None:
    assert generate(SEED, NOW) == drafts()
    assert generate(SEED + 1, NOW) != drafts()


def test_there_are_some_three_hundred_in_the_wanted_mix() -> None:
    spoken = Counter(draft.lang for draft in drafts())
    assert 270 <= len(drafts()) <= 300
    shares = [spoken[lang] / len(drafts()) for lang in LANGUAGES]
    assert shares == pytest.approx([0.40, 0.35, 0.25], abs=0.05)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_language_tells_many_kinds_of_events(lang: str) -> None:
    assert len({draft.pattern for draft in drafts() if draft.lang == lang and draft.pattern}) >= 25


@settings(max_examples=5, deadline=None)
@given(st.integers(), st.timedeltas(timedelta(0), timedelta(days=1500)))
def test_any_seed_and_moment_give_a_coherent_story(seed: int, later: timedelta) -> None:
    now = NOW + later
    told = generate(seed, now)
    assert [draft.at for draft in told] == sorted(draft.at for draft in told)
    assert all(now - timedelta(days=75) < draft.start <= draft.at <= now for draft in told)
    assert all(cited < index for index, draft in enumerate(told) for cited in draft.cites)


def test_no_text_keeps_a_gap_or_an_alternative() -> None:
    for draft in drafts():
        assert not re.search(r"[\[\]{}|]|  |\.\.", f"{draft.name} {draft.description}")


def test_texts_are_of_two_to_six_sentences() -> None:
    for draft in drafts():
        assert 2 <= len(re.findall(r"\.(?: |$)", draft.description)) <= 6, draft.description


def test_no_two_texts_are_the_same() -> None:
    assert len({draft.description for draft in drafts()}) == len(drafts())


def test_a_text_keeps_to_the_script_of_its_language() -> None:
    for draft in drafts():
        foreign = LATIN if draft.lang == "ar" else ARABIC
        assert not foreign.search(draft.name + draft.description)


def test_every_draft_is_a_valid_object() -> None:
    for draft in drafts():
        obj = composed(draft)
        assert (obj.type, obj.lang, obj.title) == (draft.kind, draft.lang, draft.name)
        assert len(obj.refs) == len(draft.cites)


def test_an_incident_says_what_happened_when_and_where() -> None:
    draft = next(draft for draft in drafts() if draft.kind == "incident" and draft.offence)
    said = composed(draft).data["extensions"][INCIDENT]
    assert (said["event"], said["offence"]) == (draft.event, draft.offence)
    assert said["place"]["names"] == {lang: getattr(places()[draft.place], lang) for lang in LANGUAGES}
    assert said["place"]["precision"] == draft.radius


def test_reports_cite_what_their_author_wrote_in_their_language() -> None:
    for draft in drafts():
        cited = [drafts()[index] for index in draft.cites]
        assert bool(cited) == (draft.kind == "report")
        assert all((each.agency, each.lang) == (draft.agency, draft.lang) for each in cited)


def test_whoever_reads_a_report_may_read_what_it_cites() -> None:
    for draft in drafts():
        for cited in (drafts()[index] for index in draft.cites):
            assert (draft.circles, draft.agencies) == (cited.circles, cited.agencies)
            assert set(cited.exclusions) <= set(draft.exclusions)


def test_the_terms_of_a_draft_are_codes() -> None:
    for draft in drafts():
        assert draft.purpose in vocabularies.get("purposes")
        assert draft.statement in vocabularies.get("statement-kinds")
        assert draft.precedence in vocabularies.get("precedence")
        assert draft.tlp in vocabularies.get("tlp")
        assert str(Grading.read(draft.grading)) == draft.grading


def test_the_extension_definition_is_a_valid_object() -> None:
    author = f"identity--{uuid.UUID(int=1, version=4)}"
    properties = extension_definition(author, NOW)
    assert parse(compose("extension-definition", properties, now=NOW, new_uuid=str)).id == INCIDENT


# --- what changes afterwards


def test_nine_incidents_are_corrected_and_another_is_recalled() -> None:
    corrections, recall = amend(drafts(), SEED, NOW)
    changed = [correction.index for correction in corrections]
    assert len({*changed, recall.index}) == 10
    assert {drafts()[index].kind for index in (*changed, recall.index)} == {"incident"}
    assert recall.reason in vocabularies.get("recall-reasons")


def test_amendments_come_after_what_they_amend() -> None:
    corrections, recall = amend(drafts(), SEED, NOW)
    moments = [(recall.index, recall.at), *((each.index, each.at) for each in corrections)]
    assert all(drafts()[index].at < at <= NOW for index, at in moments)


def test_a_correction_changes_the_object_and_says_so() -> None:
    for correction in amend(drafts(), SEED, NOW)[0]:
        before, after = drafts()[correction.index], correction.draft
        assert after.description.startswith(before.description)
        assert (before.start, before.radius, before.grading) != (after.start, after.radius, after.grading)
        assert composed(after).title == before.name


def test_the_recalled_object_had_been_told_to_a_circle() -> None:
    assert drafts()[amend(drafts(), SEED, NOW)[1].index].circles


# --- texts to import


def test_a_news_text_stands_in_each_language() -> None:
    assert [text.lang for text in seed_texts()] == list(LANGUAGES)
    assert {text.agency for text in seed_texts()} == agencies().keys()


@pytest.mark.parametrize("text", seed_texts(), ids=lambda text: text.lang)
def test_a_news_text_is_of_moderate_length_and_one_script(text: SeedText) -> None:
    assert 200 <= len(text.text.split()) <= 300
    assert not (LATIN if text.lang == "ar" else ARABIC).search(text.text)
