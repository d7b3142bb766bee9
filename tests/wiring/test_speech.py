"""Errors and reasons in the reader's language."""

import pytest

from tansiq.exchange import Inadmissible, PairingRefused
from tansiq.ledger import Malformed as MalformedNote
from tansiq.ledger import Rollback
from tansiq.release import Decision
from tansiq.release.reasons import Outcome, Reason, ReasonCode
from tansiq.stix import Flaw, Malformed, UnknownCode
from tansiq.wiring import alarm_sentence, explain, language, sentences
from tansiq.wiring.errors import NotANode, UnknownCountry
from tansiq.wiring.speech import code_of


def test_an_error_is_explained_with_its_code_and_what_it_is_about() -> None:
    explained = explain(NotANode(home="/srv/alpha"), "en")
    assert explained is not None
    assert (explained.code, explained.about) == ("NOT_A_NODE", {"home": "/srv/alpha"})
    assert "/srv/alpha" in explained.sentence


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Malformed(Flaw.JSON, "", "cut"), "MALFORMED_JSON"),
        (MalformedNote("pack", "cut"), "MALFORMED"),
        (PairingRefused("offer-expired", expires="2026-03-01"), "OFFER_EXPIRED"),
        (Inadmissible("recalled", object="report--1"), "ALARM_RECALLED"),
    ],
)
def test_each_code_of_a_class_has_a_sentence_of_its_own(error: Exception, code: str) -> None:
    assert code_of(error) == code


@pytest.mark.parametrize("typed", ["recalled", "json", "not-found", "unsafe"])
def test_what_somebody_typed_is_never_taken_for_a_code_of_ours(typed: str) -> None:
    explained = explain(UnknownCode("tlp", typed, ["red"]), "en")
    assert explained is not None
    assert explained.code == "UNKNOWN_CODE"
    assert explained.sentence == f"The code “{typed}” is not in the list tlp. Valid codes: red."


def test_evidence_stays_out_of_the_explanation() -> None:
    explained = explain(Rollback("feed", b"secret", b"secret", (5, 3)), "en")
    assert explained is not None
    assert explained.about == {"origin": "feed", "sizes": "5, 3"}


def test_what_is_empty_is_shown_as_a_dash() -> None:
    explained = explain(UnknownCountry(typed=""), "en")
    assert explained is not None
    assert "“–”" in explained.sentence


def test_other_peoples_exceptions_are_not_explained() -> None:
    assert explain(KeyError("code"), "en") is None


def test_an_alarm_says_what_it_is_about() -> None:
    said = alarm_sentence("key-changed", {"agency": "Agency B"}, "en")
    assert said.startswith("Agency B changed its key")


def test_reasons_are_said_with_names() -> None:
    reason = Reason(ReasonCode.EXCLUDED, 4, (("reader", "identity--b"),))
    decision = Decision("identity--b", "report--1", "1", Outcome.NO, (reason,))
    (said,) = sentences(decision, "en", {"identity--b": "Bravo"}.__getitem__)
    assert (said["code"], said["step"]) == ("EXCLUDED", "4")
    assert said["sentence"].startswith("Bravo ")


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"TANSIQ_LANGUAGE": "ar", "LANG": "fr_FR.UTF-8"}, "ar"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LC_ALL": "C", "LANG": "ar_MA"}, "ar"),
        ({"LANG": "de_DE"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_is_chosen_or_the_locales(
    environment: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TANSIQ_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert language() == expected
