from tansiq.stix import Flaw, Malformed, StixError, UnknownCode, UnknownVocabulary
from tests.stix.samples import raw
from tests.stix.test_objects import refusal


def test_a_refusal_says_why_where_and_what() -> None:
    error = Malformed(Flaw.NUMBER, "/a/0", "too large")
    assert (error.code, error.pointer, error.detail) == ("number", "/a/0", "too large")
    assert str(error) == "number at /a/0: too large"
    assert str(Malformed(Flaw.JSON, "", "broken")) == "json at the root: broken"


def test_long_names_do_not_make_long_errors() -> None:
    for attack in (
        raw(**{"A" * 100_000: 1}),
        raw()[:-1] + b',"x_a":1' * 2 + b"}",
        raw(labels=["a" * 10**5, 5]),
    ):
        assert len(str(refusal(attack))) < 1100


def test_an_error_does_not_repeat_what_the_object_says() -> None:
    assert "secret" not in str(refusal(raw(published="secret")))


def test_a_wrong_code_is_told_with_the_right_ones() -> None:
    assert (
        str(UnknownCode("confidence", "total", ["low", "high"]))
        == "'total' is not in confidence; valid: low, high"
    )
    assert str(UnknownVocabulary("fish", ["tlp"])) == "no vocabulary 'fish'; there are: tlp"


def test_every_error_of_the_room_is_one_of_its_own_kind() -> None:
    assert all(issubclass(error, StixError) for error in (Malformed, UnknownCode, UnknownVocabulary))
