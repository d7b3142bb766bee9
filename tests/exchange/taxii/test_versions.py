"""Versions in order."""

from __future__ import annotations

import pytest

from tansiq.exchange.taxii import version_key
from tansiq.stix import Malformed


def test_a_moment_written_shorter_or_longer_is_the_same_version() -> None:
    forms = ("2026-01-02T03:04:05Z", "2026-01-02T03:04:05.000Z", "2026-01-02T03:04:05.0000000Z")
    assert len({version_key(form) for form in forms}) == 1


def test_keys_stand_in_the_order_of_the_moments() -> None:
    texts = [
        "2026-01-02T03:04:05Z",
        "2026-01-02T03:04:05.0000001Z",
        "2026-01-02T03:04:05.01Z",
        "2026-01-02T03:04:06Z",
    ]
    assert sorted(texts, key=version_key) == texts


@pytest.mark.parametrize("fraction", ["", ".1", ".12", ".120", ".123", ".1234", ".000", ".000001"])
def test_a_key_is_written_with_six_digits_at_least(fraction: str) -> None:
    expected = "2026-01-02T03:04:05." + fraction[1:].ljust(6, "0")
    assert version_key(f"2026-01-02T03:04:05{fraction}Z") == expected


def test_no_version_has_an_empty_key() -> None:
    assert version_key("") == ""


@pytest.mark.parametrize("text", ["yesterday", "2026-02-30T00:00:00Z", "2026-01-02T03:04:05+01:00"])
def test_what_is_no_timestamp_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        version_key(text)
