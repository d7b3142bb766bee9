"""Posting: the status is true, what is right is stored, and nothing is acknowledged before it is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tansiq.exchange.taxii import (
    LARGEST_CHUNK,
    Account,
    BadEnvelope,
    Caller,
    MayNotWrite,
    NothingHere,
    Outcome,
    post,
    put_in,
)
from tests.exchange.taxii.cast import (
    BOTH,
    DRAWER,
    NOW,
    PARTNER,
    READ,
    STRANGER,
    TERMS,
    TOOL,
    WRITE,
    Refusing,
    address,
    caller,
    envelope,
    id_of,
    memory,
    page,
    stamp,
    stix,
    uuid,
)
from tests.exchange.taxii.memory import Memory

STATUS = "00000099-0000-4000-8000-000000000000"


def open_memory() -> Memory:
    kept = memory()
    for drawer in (DRAWER, TERMS):
        kept.grant(TOOL.name, drawer.id, BOTH)
    return kept


def send(
    kept: Memory,
    *pieces: bytes,
    to: str = "papers",
    body: bytes | None = None,
    intake: Refusing | None = None,
    account: Account = TOOL,
) -> dict[str, object]:
    def calling(tx: Memory) -> Caller:
        return caller(tx, account)

    document = post(
        kept.transaction,
        calling,
        to,
        envelope(*pieces) if body is None else body,
        intake=intake or Refusing(),
        now=NOW,
        new_uuid=lambda: STATUS,
    )
    status: dict[str, object] = orjson.loads(document)
    return status


def counts(status: dict[str, object]) -> tuple[object, ...]:
    return tuple(status[f"{name}_count"] for name in ("total", "success", "failure", "pending"))


def lying(kept: Memory, drawer: str = DRAWER.id) -> list[bytes]:
    return [row.raw for row in kept.shelf(drawer).rows]


def test_what_is_posted_lies_in_the_drawer_byte_for_byte() -> None:
    kept, odd = open_memory(), stix()[:-1] + b' , "x_own":\t[1.50] }'
    status = send(kept, odd)
    assert counts(status) == (1, 1, 0, 0)
    assert lying(kept) == [odd]
    assert status["successes"] == [{"id": id_of(odd), "version": stamp()}]


def test_the_status_is_kept_for_the_account() -> None:
    kept = open_memory()
    status = send(kept, stix())
    assert (status["id"], status["status"]) == (STATUS, "complete")
    assert orjson.loads(caller(kept).status(STATUS).value) == status


def test_a_partly_wrong_envelope_stores_what_is_right() -> None:
    kept, good = open_memory(), stix()
    status = send(kept, b"null", good, b'{"id":"indicator--1"}')
    assert counts(status) == (3, 1, 2, 0)
    assert lying(kept) == [good]


def test_the_same_object_again_is_a_success_and_stored_once() -> None:
    kept, raw = open_memory(), stix()
    assert counts(send(kept, raw, raw)) == (2, 2, 0, 0)
    assert counts(send(kept, raw)) == (1, 1, 0, 0)
    assert lying(kept) == [raw]


def test_a_version_with_other_content_fails_and_the_first_stays() -> None:
    kept, raw = open_memory(), stix()
    send(kept, raw)
    status = send(kept, orjson.dumps(orjson.loads(raw) | {"name": "Other"}))
    assert counts(status) == (1, 0, 1, 0)
    assert lying(kept) == [raw]


def test_what_has_no_version_may_come_again_but_not_otherwise() -> None:
    kept, raw = open_memory(), address()
    other = orjson.dumps(orjson.loads(raw) | {"value": "203.0.113.9"})
    assert counts(send(kept, raw)) == counts(send(kept, raw)) == (1, 1, 0, 0)
    assert counts(send(kept, other)) == (1, 0, 1, 0)


def test_an_empty_envelope_is_complete() -> None:
    kept = open_memory()
    assert counts(send(kept, body=b"{}")) == (0, 0, 0, 0)
    assert caller(kept).status(STATUS).value


def test_a_request_of_many_chunks_has_one_status_in_the_order_of_the_request() -> None:
    kept, raws = open_memory(), [address() for _ in range(2 * LARGEST_CHUNK + 3)]
    raws[LARGEST_CHUNK + 1] = b"{}"
    status = send(kept, *raws)
    assert counts(status) == (len(raws), len(raws) - 1, 1, 0)
    assert lying(kept) == [raw for raw in raws if raw != b"{}"]
    assert [one["id"] for one in status["failures"]] == [f"/objects/{LARGEST_CHUNK + 1}"]  # type: ignore[attr-defined]


def test_a_drawer_with_terms_brings_in_what_is_new() -> None:
    kept, intake, raw = open_memory(), Refusing(), stix()
    send(kept, raw, to="told", intake=intake)
    send(kept, raw, stix(), to="told", intake=intake)
    assert len(intake.taken) == len(set(intake.taken)) == 2
    assert intake.taken[0] == id_of(raw)


def test_a_drawer_without_terms_brings_nothing_in() -> None:
    intake = Refusing()
    send(open_memory(), stix(), intake=intake)
    assert intake.taken == []


def test_what_the_terms_refuse_never_lies_in_the_drawer() -> None:
    kept, good, bad = open_memory(), stix(), stix()
    status = send(kept, bad, good, bad, to="told", intake=Refusing(id_of(bad)))
    assert counts(status) == (3, 1, 2, 0)
    assert lying(kept, TERMS.id) == [good]
    assert {one["message"] for one in status["failures"]} == {"not under these terms"}  # type: ignore[attr-defined]


def test_when_everything_is_refused_the_status_says_so() -> None:
    kept, bad = open_memory(), stix()
    assert counts(send(kept, bad, to="told", intake=Refusing(id_of(bad)))) == (1, 0, 1, 0)
    assert lying(kept, TERMS.id) == []


class _Broken(Memory):
    """A memory whose last transaction does not become durable."""

    fails = True

    @contextmanager
    def transaction(self) -> Iterator[Memory]:
        with super().transaction() as tx:
            yield tx
            if self.fails and self.documents:
                raise OSError


def test_attack_a_disk_that_fails_at_the_end() -> None:
    kept = _Broken(**vars(open_memory()))
    with pytest.raises(OSError):  # noqa: PT011 - an error of the disk has no words
        send(kept, stix())
    assert lying(kept) == []
    assert not kept.documents
    kept.fails = False
    assert counts(send(kept, stix())) == (1, 1, 0, 0)


def test_a_body_that_is_no_envelope_stores_nothing() -> None:
    kept = open_memory()
    with pytest.raises(BadEnvelope):
        send(kept, body=b'{"objects":null}')
    assert not kept.documents


def test_a_bundle_passes_for_an_envelope() -> None:
    kept, raw = open_memory(), stix()
    body = b'{"type":"bundle","id":"bundle--1","objects":[' + raw + b"]}"
    assert counts(send(kept, body=body)) == (1, 1, 0, 0)


def test_a_bundle_of_stix_2_0_fails_object_by_object() -> None:
    kept, old = open_memory(), orjson.loads(stix())
    del old["spec_version"]
    body = orjson.dumps({"type": "bundle", "spec_version": "2.0", "objects": [old]})
    assert "STIX 2.0" in str(send(kept, body=body)["failures"])
    assert lying(kept) == []


@settings(deadline=None)
@given(st.binary() | st.binary().map(lambda inner: b'{"objects":[' + inner + b"]}"))
def test_no_body_does_more_than_be_refused(body: bytes) -> None:
    kept = open_memory()
    try:
        status = send(kept, body=body)
    except BadEnvelope:
        return
    total, success, failure, _ = counts(status)
    assert (total, success) == (failure, 0)
    assert lying(kept) == []


def test_who_may_not_write_is_refused_before_the_body_is_read() -> None:
    kept = memory()
    kept.grant(TOOL.name, DRAWER.id, READ)
    for ref in ("papers", "released"):
        with pytest.raises(MayNotWrite):
            send(kept, body=b"no envelope", to=ref)
    for account in (PARTNER, STRANGER):
        with pytest.raises(NothingHere):
            send(kept, body=b"no envelope", account=account)


def test_who_may_write_only_gets_its_status() -> None:
    kept = memory()
    kept.grant(STRANGER.name, DRAWER.id, WRITE)
    assert counts(send(kept, stix(), account=STRANGER)) == (1, 1, 0, 0)
    assert caller(kept, STRANGER).status(STATUS).value


def test_a_right_that_ends_meanwhile_ends_the_posting_without_a_status() -> None:
    kept, raws = open_memory(), [address() for _ in range(LARGEST_CHUNK + 1)]

    def calling(tx: Memory) -> Caller:
        if lying(tx):
            tx.grant(TOOL.name, DRAWER.id, READ)
        return caller(tx, TOOL)

    with pytest.raises(MayNotWrite):
        post(kept.transaction, calling, "papers", envelope(*raws), intake=Refusing(), now=NOW, new_uuid=uuid)
    assert len(lying(kept)) == LARGEST_CHUNK
    assert not kept.documents


def test_others_may_keep_something_in_the_same_transaction() -> None:
    kept, raw = open_memory(), stix()

    def then(tx: Memory, outcomes: Sequence[Outcome]) -> int:
        tx.keep("cursor", TOOL.name, DRAWER.id, b"7", at=1)
        return len(outcomes)

    def put() -> int:
        return put_in(
            kept.transaction, lambda _: (TOOL, DRAWER), [raw, b"x"], intake=Refusing(), now=NOW, then=then
        )

    assert put() == 2
    assert kept.documents["cursor"] == (TOOL.name, b"7")
    assert caller(kept).objects("papers", page()).value.first is not None
