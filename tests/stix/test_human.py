from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.stix import human, parse
from tests.stix.samples import TYPES, raw, ref


@pytest.mark.parametrize(
    ("object_type", "title"),
    [
        ("report", "تقرير عن سطو"),
        ("note", "Seen twice"),
        ("domain-name", "oasis.example"),
        ("email-addr", "post@oasis.example"),
        ("relationship", "located-at"),
        ("marking-definition", "For the oasis only"),
        ("observed-data", ref("observed-data")),
        ("language-content", "Vol à main armée"),
    ],
)
def test_the_title_is_the_best_text_for_a_person(object_type: str, title: str) -> None:
    assert parse(raw(object_type)).title == title


@pytest.mark.parametrize("object_type", TYPES)
def test_every_type_has_a_title_of_one_short_line(object_type: str) -> None:
    title = parse(raw(object_type)).title
    assert 0 < len(title) <= 120
    assert "\n" not in title


def test_a_long_text_is_cut_to_its_first_line() -> None:
    note = parse(raw("note", abstract="  ", content="\n" + "word " * 50 + "\nsecond"))
    assert note.title.endswith("word…")
    assert len(note.title) <= 120


def test_the_text_holds_what_a_person_searches_for_and_nothing_technical() -> None:
    obj = parse(
        raw(labels=["convoy"], x_more={"a": ["deep", {"b": "deeper"}]}, created_by_ref=ref("identity"))
    )
    assert set(obj.text.split("\n")) == {
        "تقرير عن سطو",
        "وقع سطو مسلح على الطريق.",
        "convoy",
        "deep",
        "deeper",
    }


def test_hashes_and_addresses_are_searched_but_not_payloads() -> None:
    assert "ab" * 32 in parse(raw("file")).text
    assert "192.0.2.7" in parse(raw("ipv4-addr")).text
    assert "AAEC" not in parse(raw("artifact")).text


def plain_pieces(node: object) -> Iterator[str]:
    """Yield the texts of `node` one by one, as plainly as it can be said."""
    if isinstance(node, str) and not human._MOMENT.fullmatch(node):
        yield node
    for name, value in node.items() if isinstance(node, dict) else ():
        if name not in human._TECHNICAL and not name.endswith(("_ref", "_refs", "_bin")):
            yield from plain_pieces(value)
    for value in node if isinstance(node, list) else ():
        yield from plain_pieces(value)


NAMES = st.sampled_from(["name", "id", "a_ref", "b_refs", "c_bin", "refs", "", "lang", "x_z"])
TEXTS = st.sampled_from(["", "Z", "words", "2026-03-01T08:00:00.000Z", "2026-03-01T08:00:00Z "])
VALUES = st.recursive(
    TEXTS | st.none() | st.integers(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
)


@given(st.dictionaries(NAMES, VALUES))
def test_the_text_is_every_piece_in_order(data: dict[str, object]) -> None:
    assert human.text_of(data) == "\n".join(plain_pieces(data))


def test_no_object_makes_the_memory_of_names_grow_for_ever() -> None:
    human.text_of({f"x_{number}": "a" for number in range(2 * human._REMEMBERED)} | {"y" * 200: "b"})
    assert len(human._SPOKEN) <= human._REMEMBERED
    assert human.text_of({"name": "a", "own_ref": "b"}) == "a"
