import pytest

from tansiq.stix.patterns import rename_properties
from tests.stix.patterns.corpus import BAD, GOOD

NAMES = {"file": {"created": "ctime"}, "process": {"binary_ref": "image_ref"}}


def test_first_properties_are_renamed_and_nothing_else() -> None:
    text = "[file : created=1 /* file:created */ AND process:binary_ref.created IN ('file:created') ]"
    assert rename_properties(text, NAMES) == (
        "[file : ctime=1 /* file:created */ AND process:image_ref.created IN ('file:created') ]"
    )


def test_other_types_keep_their_properties() -> None:
    assert rename_properties("[x-file:created = 1]", NAMES) == "[x-file:created = 1]"


@pytest.mark.parametrize("pattern", [*GOOD, *BAD, ":::", "file:", "file:created"])
def test_without_names_every_text_stays_what_it_is(pattern: str) -> None:
    assert rename_properties(pattern, {}) == pattern
