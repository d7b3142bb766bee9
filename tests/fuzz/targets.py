"""What is fuzzed: each target reads bytes and may refuse them only with its own errors."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

import zstandard

from tansiq.exchange import ExchangeError
from tansiq.exchange.carry.archive import read_archive, write_archive
from tansiq.exchange.carry.volumes import join_volumes, split_volumes
from tansiq.exchange.node import hello, invite
from tansiq.exchange.node.pairing import _open_hello, _open_offer
from tansiq.exchange.node.paths import parse_slice_path
from tansiq.exchange.taxii.chunks import read_chunk
from tansiq.exchange.taxii.envelopes import split_envelope
from tansiq.exchange.taxii.wanted import Endpoint, read_wanted
from tansiq.ledger import (
    Body,
    Kind,
    LedgerError,
    Slice,
    claimed,
    decode_pack,
    decode_statement,
    encode_pack,
    parse_tile_path,
    parse_vkey,
)
from tansiq.stix import Malformed, parse, read_bundle
from tansiq.stix.patterns import require_pattern
from tansiq.web.taxii import compress, negotiation
from tansiq.web.taxii.errors import Refused
from tests.exchange.cast import NOW, URL, make_cast
from tests.fuzz.mutation import spoiled

INDICATOR = (
    b'{"type":"indicator","spec_version":"2.1","id":"indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f",'
    b'"created":"2026-01-01T00:00:00.000Z","modified":"2026-01-01T00:00:00.000Z","pattern_type":"stix",'
    b"\"pattern\":\"[ipv4-addr:value = '198.51.100.7' AND file:hashes.'SHA-256' LIKE 'a%']\","
    b'"valid_from":"2026-01-01T00:00:00Z"}'
)
NOTE = (
    b"tansiq/feed/one/two\n3\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n"
    b"\xe2\x80\x94 name AAAAAAECAwQFBgcICQ==\n"
)
HOME = make_cast().home
with HOME.store.transaction() as _tx:
    OFFER = invite(_tx.agencies, HOME.keyring, URL, now=NOW, random_bytes=HOME.random_bytes)
PACK = encode_pack(Slice(0, 0, (b"\x01\x02{}one", b"\x01\x02{}two"), seed=bytes(32)), level=1)


@dataclass(frozen=True)
class Target:
    """A parser, the errors by which it refuses, and bytes to begin with."""

    read: Callable[[bytes], object]
    refuses: tuple[type[Exception], ...]
    seeds: Sequence[bytes]

    def meet(self, data: bytes) -> None:
        """Let the parser read `data`, and JSON that `data` spoils; anything but a refusal goes through."""
        for given in (data, *(spoiled(seed, data) for seed in self.seeds if seed[:1] == b"{")):
            try:
                self.read(given)
            except self.refuses:
                continue


def _query(data: bytes) -> None:
    text = data.decode("latin-1")
    for endpoint in Endpoint:
        read_wanted(parse_qsl(text, keep_blank_values=True), endpoint)


def _objects(data: bytes) -> None:
    read_chunk(split_envelope(data), 0, "2026-01-01T00:00:00.000000Z")


def _negotiate(text: str) -> None:
    negotiation.accepts(text)
    negotiation.is_taxii(text)


def _text(read: Callable[[str], object]) -> Callable[[bytes], object]:
    return lambda data: read(data.decode("latin-1"))


TARGETS = {
    "stix-object": Target(parse, (Malformed,), [INDICATOR]),
    "stix-bundle": Target(
        read_bundle, (Malformed,), [b'{"type":"bundle","id":"bundle--1","objects":[' + INDICATOR + b"]}"]
    ),
    "taxii-envelope": Target(
        split_envelope, (ExchangeError,), [b'{"objects":[' + INDICATOR + b'],"more":false}']
    ),
    "taxii-objects": Target(_objects, (ExchangeError,), [b'{"objects":[' + INDICATOR + b"]}"]),
    "taxii-query": Target(
        _query,
        (ExchangeError,),
        [
            b"match[type]=a,b&limit=5&next=7&match[version]=first,2026-01-01T00:00:00Z&added_after=2026-01-01T00:00:00Z"
        ],
    ),
    "taxii-accept": Target(
        _text(_negotiate), (), [b'text/html;q=0.5, application/taxii+json ; Version="2.1" ;q=0.9, */*;q=0']
    ),
    "taxii-gzip": Target(
        lambda data: compress.unpack(data, "gzip", 9999), (Refused,), [gzip.compress(b"{}" * 99)]
    ),
    "taxii-zstd": Target(
        lambda data: compress.unpack(data, "zstd", 9999), (Refused,), [zstandard.compress(b"{}" * 99)]
    ),
    "pattern": Target(
        _text(lambda text: require_pattern(text, "")),
        (Malformed,),
        [
            b"[a:b = '1'] FOLLOWEDBY ([file:size > 5] AND [a:b.c EXISTS]) WITHIN 5 SECONDS",
            b"[a:b[*].c IN ('x', h'00', b'AA==', t'2026-01-01T00:00:00Z', 1.5, true)] REPEATS 2 TIMES",
            b"[a:b LIKE 'x%'] START t'2026-01-01T00:00:00Z' STOP t'2026-01-02T00:00:00Z'",
        ],
    ),
    "invitation": Target(_open_offer, (ExchangeError,), [OFFER]),
    "address": Target(_open_hello, (ExchangeError,), [hello(HOME.keyring, URL, now=NOW)]),
    "note": Target(claimed, (LedgerError,), [NOTE]),
    "pack": Target(decode_pack, (LedgerError,), [PACK]),
    "body": Target(Body.decode, (LedgerError,), [b"\x01\x02{}{}"]),
    "statement": Target(
        lambda data: decode_statement(Kind(data[0] % 6 + 3), data[1:]) if data else None,
        (LedgerError,),
        [
            b'\x00{"object":"note--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f","reason":"x","at":"2026-01-01T00:00:00Z"}'
        ],
    ),
    "tile-path": Target(_text(parse_tile_path), (LedgerError,), [b"tile/0/x001/234.p/5"]),
    "slice-path": Target(_text(parse_slice_path), (ExchangeError,), [b"pack/x001/234.p/5-256"]),
    "key": Target(_text(parse_vkey), (LedgerError,), [b"name+c0ffee00+AQIDBA=="]),
    "archive": Target(
        lambda data: list(read_archive(data)), (ExchangeError,), [write_archive([("parcel.json", b"{}")])]
    ),
    "volumes": Target(
        lambda data: join_volumes([data]), (ExchangeError,), [split_volumes(b"x" * 9000, 4096)[0]]
    ),
}
