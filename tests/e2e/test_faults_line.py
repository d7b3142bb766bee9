"""Whatever a liar on the line makes of what comes back: an alarm, nothing taken in, and then all of it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

import pytest

from tansiq.ledger import NodeKey, Slice, claimed, decode_pack, encode_pack, sign_checkpoint
from tests.e2e.faults import TERMS, Linked, alarms, arrives, look
from tests.e2e.nodes import eventually
from tests.e2e.proxy import Answered, honest, on


def flipped(_: str, answer: Answered) -> Answered:
    middle = len(answer.body) // 2
    return answer.saying(answer.body[:middle] + bytes([answer.body[middle] ^ 1]) + answer.body[middle + 1 :])


def truncated(_: str, answer: Answered) -> Answered:
    return answer.saying(answer.body[:-7])


def repacked(answer: Answered, *bodies: int) -> Answered:
    part = decode_pack(answer.body)
    chosen = tuple(part.bodies[at % len(part.bodies)] for at in bodies)
    return answer.saying(encode_pack(Slice(part.index, part.first, chosen, part.seed, part.remaining)))


def reordered(_: str, answer: Answered) -> Answered:
    return repacked(answer, *reversed(range(len(decode_pack(answer.body).bodies))))


def replayed(_: str, answer: Answered) -> Answered:
    return repacked(answer, *([0] * len(decode_pack(answer.body).bodies)))


def shifted(_: str, answer: Answered) -> Answered:
    part = decode_pack(answer.body)
    return answer.saying(encode_pack(replace(part, first=part.first + 1)))


def resigned(_: str, answer: Answered) -> Answered:
    head = claimed(answer.body)
    return answer.saying(
        sign_checkpoint(head, NodeKey(head.origin.split("/")[0], b"\x07" * 32), datetime.now(UTC))
    )


def touched(_: str, answer: Answered) -> Answered:
    start = answer.body.rindex(b" ") + 12
    other = b"A" if answer.body[start : start + 1] != b"A" else b"B"
    return answer.saying(answer.body[:start] + other + answer.body[start + 1 :])


SPOILT = {
    "flipped bit": (on("/pack/", flipped), {"wrong-root", "malformed-feed"}),
    "truncated pack": (on("/pack/", truncated), {"malformed-feed"}),
    "reordered entries": (on("/pack/", reordered), {"wrong-root"}),
    "replayed entry": (on("/pack/", replayed), {"wrong-root"}),
    "pack of another place": (on("/pack/", shifted), {"malformed-feed"}),
    "head under a wrong key": (on("/checkpoint", resigned), {"wrong-head-signature"}),
    "head with a touched signature": (on("/checkpoint", touched), {"wrong-head-signature"}),
}


def tell_two(linked: Linked, title: str) -> list[str]:
    """Have A tell B two notes in one file, so that they come in one pack; returns their ids."""
    a, b = linked.pair.nodes
    at = "2026-02-03T04:05:06.000Z"
    same = {"type": "note", "spec_version": "2.1", "created": at, "modified": at, "object_refs": [a.agency]}
    ids = [f"note--{uuid5(NAMESPACE_URL, f'{title} {number}')}" for number in (1, 2)]
    file = a.home.with_suffix(".json")
    file.write_text(json.dumps([same | {"id": one, "content": title} for one in ids]))
    assert a.ask("import", str(file), *TERMS, "--to", b.agency)["ids"] == ids
    return ids


@pytest.mark.parametrize("name", SPOILT)
def test_what_was_spoilt_on_the_way_is_refused_with_an_alarm(linked: Linked, name: str) -> None:
    b, line = linked.pair.b, linked.line
    line.fault, codes = SPOILT[name]
    spoilt = line.spoilt
    ids = tell_two(linked, name)
    # The second time shows that what came of the first is done.
    eventually(lambda: line.spoilt >= spoilt + 2, what=f"B asks again after the {name}")
    assert {one["code"] for one in alarms(b)} & codes
    assert not any(look(b, "SELECT 1 FROM store_version WHERE object_id = ?", one) for one in ids)
    line.fault = honest
    arrives(b, *ids)
