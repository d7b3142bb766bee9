import re
import unicodedata

import pytest

from tansiq.stix import PAP, TLP, UnknownCode, UnknownVocabulary, Vocabulary, vocabularies

EVERY = [vocabularies.get(name) for name in vocabularies.names()]
TERMS = [(vocabulary, code) for vocabulary in EVERY for code in vocabulary.codes]
LOCKED = {"0209", "0802", "0803", "0807", "0808"}


def codes(name: str) -> list[str]:
    return [code.code for code in vocabularies.get(name).codes]


def test_every_vocabulary_that_others_rely_on_is_there() -> None:
    assert set(vocabularies.names()) >= {
        "purposes",
        "grading",
        "grading-source",
        "grading-information",
        "europol-source",
        "europol-information",
        "handling",
        "tlp",
        "pap",
        "recall-reasons",
        "refusal-reasons",
        "probability",
        "probability-phia",
        "confidence",
        "events",
        "offences",
        "person-roles",
        "sensitive-attributes",
        "protected-roles",
        "statement-kinds",
        "precedence",
        "roles",
        "data-classes",
        "legal-exceptions",
    }


@pytest.mark.parametrize("vocabulary", EVERY, ids=lambda vocabulary: vocabulary.name)
def test_a_vocabulary_has_a_source_and_codes_and_labels_of_their_own(vocabulary: Vocabulary) -> None:
    assert vocabulary.source
    for language in ("ar", "fr", "en"):
        labels = [getattr(code, language) for code in vocabulary.codes]
        assert len(set(labels)) == len(labels) > 1


@pytest.mark.parametrize("vocabulary", EVERY, ids=lambda vocabulary: vocabulary.name)
def test_every_label_is_in_its_own_script_and_tidy(vocabulary: Vocabulary) -> None:
    for code in vocabulary.codes:
        assert re.search("[\u0621-\u064a]", code.ar)
        assert not re.search("[A-Za-z]", code.ar)
        for label in (code.ar, code.fr, code.en):
            assert label == label.strip()
            assert label == unicodedata.normalize("NFC", label)
            assert not re.search(r"\s\s|['\"]|\.$", label)
        for label in (code.fr, code.en):
            assert not re.search("[\u0600-\u06ff]", label)
            assert label[0].isupper()


def test_a_code_is_required_and_found() -> None:
    assert vocabularies.get("purposes").require("drugs").en.startswith("Illicit")
    assert "drugs" in vocabularies.get("purposes")
    assert "sugar" not in vocabularies.get("purposes")


def test_a_code_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(UnknownCode) as caught:
        vocabularies.get("confidence").require("total")
    assert caught.value.valid == ("low", "moderate", "high")
    assert (caught.value.vocabulary, caught.value.code) == ("confidence", "total")


def test_a_vocabulary_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(UnknownVocabulary) as caught:
        vocabularies.get("../purposes")
    assert "purposes" in caught.value.valid


def test_the_levels_of_tlp_and_pap_are_those_of_the_markings() -> None:
    assert codes("tlp") == list(TLP)
    assert codes("pap") == list(PAP)


def test_offences_are_sections_and_divisions_and_the_delicate_ones_are_locked() -> None:
    offences = vocabularies.get("offences").codes
    assert {code.code for code in offences if code.locked} == LOCKED
    assert [code.code for code in offences if len(code.code) == 2] == [
        f"{number:02}" for number in range(1, 12)
    ]
    assert all(code.code[:2] in vocabularies.get("offences") for code in offences)
    assert all(vocabularies.get("offences").require(code).note for code in ("0904", "0906"))


@pytest.mark.parametrize("name", ["probability", "probability-phia"])
def test_probabilities_rise_without_overlap(name: str) -> None:
    bounds = [(code.low, code.high) for code in vocabularies.get(name).codes]
    flat = [bound for pair in bounds for bound in pair if bound is not None]
    assert len(flat) == 14
    assert flat == sorted(flat)


def test_there_is_no_event_for_protest() -> None:
    assert not [code for code in vocabularies.get("events").codes if "protest" in code.en.lower()]
