"""`tansiq codes`."""

import pytest

from tansiq.stix import vocabularies
from tests.cli.asking import ask, lines, refused


def test_the_lists_are_named() -> None:
    found = ask("codes")["lists"]
    assert {"purposes", "grading", "tlp", "recall-reasons", "refusal-reasons"} <= set(found)
    assert lines("codes") == found


@pytest.mark.parametrize("name", vocabularies.names())
def test_a_list_has_its_codes_in_three_languages(name: str) -> None:
    document = ask("codes", name)
    assert list(document) == ["codes"]
    for row in document["codes"]:
        assert list(row) == ["code", "ar", "fr", "en"]
        assert all(row.values())


def test_people_get_a_table() -> None:
    heads, *rows = lines("codes", "tlp")
    assert heads.split() == ["CODE", "EN", "FR", "AR"]
    assert rows[0].startswith("clear")


def test_a_list_that_does_not_exist_is_refused() -> None:
    assert refused("codes", "gossip") == "UNKNOWN_VOCABULARY"
