import pytest

from tansiq.stix import Grading, Scale, Statement, UnknownCode, grading_members, parse, vocabularies
from tests.stix.samples import raw

GRADINGS = [code.code for code in vocabularies.get("grading").codes]


@pytest.mark.parametrize("text", GRADINGS)
def test_every_grading_is_read_and_written_and_travels(text: str) -> None:
    grading = Grading.read(text)
    assert str(grading) == text
    assert parse(raw(extensions=grading_members(grading))).grading == grading


def test_both_scales_are_complete() -> None:
    assert len(GRADINGS) == 6 * 6 + 4 * 4
    assert Grading.read("A2") == Grading(Scale.ADMIRALTY, "A", "2")
    assert Grading.read("4x4:X4") == Grading(Scale.EUROPOL, "X", "4")


@pytest.mark.parametrize(
    "text", ["", "A", "A7", "G1", "a2", "A2 ", "2A", "4x4:", "4x4:F6", "4x4A1", "5x5:A1", ":A2", "A٢"]
)
def test_what_no_scale_has_is_refused_with_what_there_is(text: str) -> None:
    with pytest.raises(UnknownCode) as caught:
        Grading.read(text)
    assert list(caught.value.valid) == GRADINGS


@pytest.mark.parametrize("statement", Statement)
def test_the_kind_of_statement_travels_with_or_without_a_grading(statement: Statement) -> None:
    alone = parse(raw(extensions=grading_members(None, statement)))
    assert (alone.grading, alone.statement) == (None, statement)
    both = parse(raw(extensions=grading_members(Grading.read("C3"), statement)))
    assert (str(both.grading), both.statement) == ("C3", statement)


def test_saying_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to say"):
        grading_members(None)


def test_statements_and_their_vocabulary_agree() -> None:
    assert [code.code for code in vocabularies.get("statement-kinds").codes] == list(Statement)
