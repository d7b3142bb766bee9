from datetime import UTC, datetime

import msgspec
import pytest

from tansiq.ledger import (
    Ack,
    Erase,
    Grant,
    Kind,
    Malformed,
    Member,
    MemberKeys,
    Names,
    Recall,
    Roster,
    Statement,
    decode_statement,
    encode_statement,
    kind_of,
)
from tests.ledger.cast import HOME, HOME_KEY, MEMBER, NOW, OUTSIDER, RECEIPT_KEY

REPORT = "report--8a7d1c80-54a3-4c6b-9b8e-1f2a3b4c5d6e"
VERSION = "2026-02-28T23:59:59.999Z"
NAMES = Names(ar="الساحل", fr="Sahel", en="Sahel")
KEYS = MemberKeys(node=HOME_KEY.public.vkey(), receipt=RECEIPT_KEY.public.vkey())
ONE = Member(agency=HOME, names=NAMES, country="MA", keys=KEYS, since=NOW, until=None)
STATEMENTS: list[tuple[Kind, Statement]] = [
    (Kind.RECALL, Recall(object=REPORT, reason="source-withdrawn", at=NOW)),
    (Kind.RECALL, Recall(object=REPORT, reason="error", at=NOW, version=VERSION, note="خطأ في التاريخ")),
    (Kind.ERASE, Erase(object=REPORT, reason="retention-over", at=NOW)),
    (Kind.ACK, Ack(object=REPORT, what="erased", by=MEMBER, at=NOW, version=VERSION, index=7)),
    (Kind.ACK, Ack(object=REPORT, what="refused", by=MEMBER, at=NOW, code="marking-unknown")),
    (Kind.ROSTER, Roster(circle="circle--sahel", version=1, convener=HOME, names=NAMES, members=(ONE,))),
    (Kind.GRANT, Grant(object=REPORT, to=OUTSIDER, by=HOME, purposes=("border",), expires=NOW, at=NOW)),
]
RECALL = encode_statement(STATEMENTS[0][1])


@pytest.mark.parametrize(("kind", "statement"), STATEMENTS)
def test_a_statement_survives_its_bytes(kind: Kind, statement: Statement) -> None:
    assert kind_of(statement) is kind
    assert decode_statement(kind, encode_statement(statement)) == statement


def test_absent_members_are_not_written() -> None:
    assert (
        b'{"object":"%b","reason":"source-withdrawn","at":"2026-03-01T12:00:00Z"}' % REPORT.encode() == RECALL
    )


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        RECALL + b"\n",
        RECALL.replace(b":", b": "),
        RECALL.replace(b"}", b',"more":1}'),
        RECALL.replace(b"}", b',"version":null}'),
        RECALL.replace(b"}", b',"reason":"source-withdrawn"}'),
        RECALL.replace(b"12:00:00Z", b"12:00:00"),
        RECALL.replace(b"12:00:00Z", b"12:00:00+00:00"),
        RECALL.replace(b"12:00:00Z", b"13:00:00+01:00"),
        RECALL.replace(b"report--", b"Report--"),
        RECALL.replace(b"report--", b"report-"),
        RECALL.replace(b"source-withdrawn", b"Source withdrawn"),
        RECALL.replace(b"source-withdrawn", b"\xff"),
        RECALL.replace(b"source-withdrawn", b"\\ud800"),
        RECALL.replace(b'"source-withdrawn"', b"[" * 5000),
        b'{"object":' + b"9" * 10000 + b"}",
        bytes(1_000_001),
    ],
)
def test_a_malformed_statement_is_refused(payload: bytes) -> None:
    with pytest.raises(Malformed):
        decode_statement(Kind.RECALL, payload)


@pytest.mark.parametrize("kind", [Kind.OBJECT, Kind.VERSION, Kind.KEY])
def test_other_kinds_hold_no_statement(kind: Kind) -> None:
    with pytest.raises(Malformed):
        decode_statement(kind, RECALL)


def test_a_statement_is_not_taken_for_one_of_another_kind() -> None:
    with pytest.raises(Malformed):
        decode_statement(Kind.GRANT, RECALL)


@pytest.mark.parametrize(
    "statement",
    [
        Recall(object="nonsense", reason="error", at=NOW),
        Recall(object=REPORT, reason="error", at=datetime(2026, 3, 1)),  # noqa: DTZ001
        Recall(object=REPORT, reason="error", at=NOW, version="yesterday"),
        Recall(object=REPORT, reason="error", at=NOW, version="٢٠٢٦-03-01T12:00:00Z"),
        Recall(object=REPORT, reason="error", at=NOW, note="x" * 4001),
        Ack(object=REPORT, what="erased", by=MEMBER, at=NOW, index=-1),
        Grant(object=REPORT, to=OUTSIDER, by=HOME, purposes=(), expires=NOW, at=NOW),
        Grant(object=REPORT, to="anyone", by=HOME, purposes=("border",), expires=NOW, at=NOW),
        Roster(circle="circle--sahel", version=0, convener=HOME, names=NAMES, members=()),
        Roster(circle="Sahel", version=1, convener=HOME, names=NAMES, members=()),
    ],
)
def test_a_statement_that_breaks_a_rule_is_not_written(statement: Statement) -> None:
    with pytest.raises(Malformed):
        encode_statement(statement)


def test_a_roster_needs_all_three_names() -> None:
    payload = encode_statement(STATEMENTS[5][1])
    with pytest.raises(Malformed):
        decode_statement(Kind.ROSTER, payload.replace(b'"fr":"Sahel",', b""))


def test_moments_keep_their_fractions() -> None:
    exact = msgspec.structs.replace(STATEMENTS[0][1], at=datetime(2026, 3, 1, 12, 0, 0, 123456, UTC))
    assert decode_statement(Kind.RECALL, encode_statement(exact)) == exact
