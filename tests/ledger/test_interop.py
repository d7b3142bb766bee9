"""Our logs before a foreign judge: Go's sumdb/note and tlog."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
import pytest

from tansiq.ledger import (
    TILE_WIDTH,
    NodeKey,
    commit,
    consistency_proof,
    countersign,
    inclusion_proof,
    leaf_hash,
    node_hash,
    parse_tile,
    render_tile,
    root,
    salts,
    tiles_of,
    upper_hash,
)
from tests.ledger.cast import HOME_KEY, NOW, ORIGIN, RECEIPT_KEY, SEED, note
from tests.services.go import Go

PROGRAM = Path(__file__).parent / "go" / "verify.go"


@dataclass(frozen=True)
class Log:
    """A log as the Go program reads it."""

    note: bytes
    vkey: str
    entries: list[bytes]
    inclusion: list[dict[str, object]]
    consistency: list[dict[str, object]]
    tiles: dict[str, bytes]


def rendered_tiles(leaves: Sequence[bytes]) -> dict[str, bytes]:
    levels: dict[int, list[bytes]] = {0: list(leaves)}
    found = {}
    for tile in tiles_of(len(leaves)):
        assert isinstance(tile.level, int)
        start = tile.index * TILE_WIDTH
        data = found[tile.path] = render_tile(levels[tile.level][start : start + tile.width])
        if tile.width == TILE_WIDTH:
            levels.setdefault(tile.level + 1, []).append(upper_hash(data))
    return found


def make_log(size: int) -> Log:
    entries = [commit(salts(SEED)[number % 256], b"body %d" % number) for number in range(size)]
    leaves = [leaf_hash(entry) for entry in entries]
    places = sorted({0, size // 3, size // 2, size - 1})
    olds = sorted({1, size // 3, size // 2, size} - {0})
    return Log(
        note(leaves),
        HOME_KEY.named(ORIGIN).public.vkey(),
        entries,
        [{"index": at, "proof": inclusion_proof(leaves, at)} for at in places],
        [{"size": old, "root": root(leaves[:old]), "proof": consistency_proof(leaves, old)} for old in olds],
        rendered_tiles(leaves),
    )


def verdict(go: Go, log: Log) -> str:
    done = go.run(PROGRAM, stdin=msgspec.json.encode(log))
    return (done.stdout + done.stderr).decode().strip()


@pytest.mark.parametrize("size", [1, 7, 256, 700, 70_000])
def test_go_verifies_our_head_proofs_and_tiles(go: Go, size: int) -> None:
    assert verdict(go, make_log(size)) == "verified"


def test_go_opens_a_head_with_our_receipt_added(go: Go) -> None:
    log = make_log(7)
    receipt = countersign(log.note, RECEIPT_KEY, NOW)
    assert verdict(go, replace(log, note=log.note + receipt.line.encode())) == "verified"


def test_go_refuses_a_head_under_another_key(go: Go) -> None:
    other = NodeKey(ORIGIN, bytes(32)).public.vkey()
    assert "no verifiable signatures" in verdict(go, replace(make_log(7), vkey=other))


def test_go_refuses_a_changed_entry(go: Go) -> None:
    log = make_log(7)
    changed = [bytes(33), *log.entries[1:]]
    assert "inclusion of 0" in verdict(go, replace(log, entries=changed))


def test_go_refuses_a_changed_tile(go: Go) -> None:
    log = make_log(7)
    hashes = parse_tile(log.tiles["tile/0/000.p/7"], 7)
    changed = render_tile([node_hash(hashes[0], hashes[1]), *hashes[1:]])
    assert "inconsistent tile" in verdict(go, replace(log, tiles={"tile/0/000.p/7": changed}))
