import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.stix import Flaw, Malformed, octets, parse
from tests.stix.samples import raw


def refusal(attack: bytes) -> Malformed:
    with pytest.raises(Malformed) as caught:
        parse(attack)
    return caught.value


def planted(value: bytes) -> bytes:
    """Return a report with the JSON `value` as a custom property."""
    return raw()[:-1] + b',"x_planted":' + value + b"}"


def test_strict_json_is_decoded() -> None:
    assert octets.decode('{"a": [1, 2.5, "ب"]}'.encode()) == {"a": [1, 2.5, "ب"]}
    assert parse(planted(b'"\\ud83d\\ude00"')).data["x_planted"] == "😀"


@pytest.mark.parametrize(
    "attack",
    [b"", b"{", b"{]", b"{'a':1}", b'{"a":01}', b'{"a":1,}', b'{"a":"\n"}', b"{} {}", b"\x00", b"/**/{}"],
)
def test_what_is_not_json_is_refused(attack: bytes) -> None:
    assert refusal(attack).code is Flaw.JSON


@pytest.mark.parametrize(
    "attack", [b'{"a":"\xff"}', b'{"a":"\xed\xa0\x80"}', b'{"a":"\xc0\x80"}', b"\xff\xfe{\x00}\x00"]
)
def test_what_is_not_utf_8_is_refused(attack: bytes) -> None:
    assert refusal(attack).code is Flaw.ENCODING


def test_a_byte_order_mark_is_refused() -> None:
    assert refusal(b"\xef\xbb\xbf" + raw()).code is Flaw.BOM


@pytest.mark.parametrize("attack", [b'"\\ud800"', b'"\\udc00"', b'"\\ud800\\u0041"', b'"\\udc00\\ud800"'])
def test_a_lone_surrogate_is_refused(attack: bytes) -> None:
    assert refusal(planted(attack)).code is Flaw.SURROGATE


@pytest.mark.parametrize(
    "number",
    [
        b"NaN",
        b"Infinity",
        b"-Infinity",
        b"1e999",
        b"-1e999",
        b"9007199254740992",
        b"-9007199254740992",
        b"1" * 400,
        b"18446744073709551616",
        b"1" * 5000,
    ],
)
def test_numbers_beyond_a_double_or_2_to_the_53_are_refused(number: bytes) -> None:
    assert refusal(planted(number)).code is Flaw.NUMBER
    assert refusal(planted(b"[" + number + b"]")).code is Flaw.NUMBER


@pytest.mark.parametrize(
    "number", [b"9007199254740991", b"-9007199254740991", b"1e300", b"9007199254740992.0", b"1e-400"]
)
def test_numbers_that_a_double_holds_are_read(number: bytes) -> None:
    assert isinstance(parse(planted(number)).data["x_planted"], int | float)


@pytest.mark.parametrize("depth", [2_000, 200_000])
@pytest.mark.parametrize("shape", [(b"[", b"]"), (b'{"a":', b"}")])
def test_a_tower_of_brackets_is_refused(depth: int, shape: tuple[bytes, bytes]) -> None:
    opening, closing = shape
    assert refusal(planted(opening * depth + b"1" + closing * depth)).code is Flaw.DEPTH
    assert refusal(opening * depth).code is Flaw.DEPTH


def test_too_many_bytes_are_refused_before_they_are_decoded() -> None:
    error = refusal(b"[" * (octets.MAX_OBJECT + 1))
    assert (error.code, error.pointer) == (Flaw.TOO_LARGE, "")


@pytest.mark.parametrize(
    ("text", "names"),
    [(b"{}", 0), (b'{"a" : {"b\\"c":":"}}', 2), (b'["a",":"]', 0), (b'{"a\\\\":1,"b":[{"a":2}]}', 3)],
)
def test_names_are_counted_as_they_are_written(text: bytes, names: int) -> None:
    assert octets.count_names(text) == names


def test_the_repeated_name_is_found() -> None:
    assert octets.duplicate_name(b'{"a":{"b":1,"c":2,"\\u0062":3}}') == "b"
    assert octets.duplicate_name(b'{"a":{"b":1},"b":2}') == ""


@given(st.binary(max_size=40), st.integers(0, 9))
def test_no_quick_count_of_names_is_too_small(text: bytes, number: int) -> None:
    assert not (octets.has_names(text, number) and octets.count_names(text) > number)
