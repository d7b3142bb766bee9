import pytest

from tansiq.stix.patterns.values import is_hash, is_in_calendar


@pytest.mark.parametrize("day", ["2026-01-31", "2024-02-29", "2000-02-29", "0000-02-29", "2026-12-31"])
def test_days_of_the_calendar_are_known(day: str) -> None:
    assert is_in_calendar(f"t'{day}T00:00:00Z'")


@pytest.mark.parametrize("day", ["2026-02-29", "1900-02-29", "2026-04-31"])
def test_days_that_never_come_are_known(day: str) -> None:
    assert not is_in_calendar(f"t'{day}T00:00:00Z'")


@pytest.mark.parametrize(
    ("algorithm", "digits"), [("MD5", 32), ("SHA-1", 40), ("sha256", 64), ("SHA3-512", 128)]
)
def test_a_hash_has_the_length_of_its_algorithm(algorithm: str, digits: int) -> None:
    assert is_hash(algorithm, "'" + "aF" * (digits // 2) + "'")
    assert not is_hash(algorithm, "'" + "a" * (digits - 1) + "'")
    assert not is_hash(algorithm, "'" + "g" * digits + "'")


def test_other_algorithms_are_not_judged() -> None:
    assert is_hash("TLSH", "'anything'")
    assert is_hash("SSDEEP", "'3:aB+/.c:d'")
    assert not is_hash("SSDEEP", "'3:a b'")
