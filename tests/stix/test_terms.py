from datetime import UTC, date, datetime, timedelta

from tansiq.stix import TLP, Grading, ReleaseMarking, Statement, Terms, vocabularies

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)


def terms(retention: date | None) -> Terms:
    return Terms(TLP.AMBER, ReleaseMarking(("drugs",), retention=retention), Grading.read("A2"))


def test_copies_expire_at_the_end_of_the_retention_day() -> None:
    expires = terms(date(2027, 1, 31)).expires(NOW)
    assert expires < datetime(2027, 2, 1, tzinfo=UTC) <= expires + timedelta(microseconds=1)


def test_copies_expire_after_five_years_when_nothing_is_said() -> None:
    assert terms(None).expires(NOW) == NOW + timedelta(days=5 * 365)


def test_by_default_it_is_a_fact_told_as_routine() -> None:
    assert terms(None).statement is Statement.FACT
    assert terms(None).precedence in vocabularies.get("precedence")
