"""Invented cyber reports of about 720 bytes an object, no two alike; the same number invents the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final
from uuid import UUID, uuid5

from bench.ledger_corpus import PHRASES

STORY: Final = 8
"""Objects that stand together: one refers to others of its story alone."""
FREQUENT: Final = "indicator"
RARE: Final = "campaign"
RARE_HITS: Final = 9
_SCO: Final = UUID("00abedb4-aa42-466c-9c01-fed23315a9b7")
"""The namespace of ids that follow from content (STIX 2.1, 2.9)."""
_BEGUN: Final = datetime(2026, 1, 5, 8, tzinfo=UTC)
_SECTORS: Final = ("energy", "government-national", "telecommunications", "transportation", "water")


def bundle(first: int, count: int) -> bytes:
    """Return an envelope of the `count` objects from number `first` on."""
    return envelope(objects(first, count))


def envelope(held: Iterator[bytes]) -> bytes:
    """Return the TAXII envelope of what is `held`."""
    return b'{"objects":[' + b",".join(held) + b"]}"


def objects(first: int, count: int) -> Iterator[bytes]:
    """Yield the `count` objects from number `first` on, of whole stories what is wanted."""
    for story in range(first // STORY, (first + count + STORY - 1) // STORY):
        for number, made in enumerate(_story(story), start=story * STORY):
            if first <= number < first + count:
                yield made


def rare() -> Iterator[bytes]:
    """Yield the nine objects of the rare type."""
    chance = Random("rare")
    for _ in range(RARE_HITS):
        yield _object(RARE, _uuid(chance), chance, _named(chance), 12)


def _story(number: int) -> list[bytes]:
    chance = Random(number)
    ids = [_uuid(chance) for _ in range(STORY)]
    malware, indicator, group = f"malware--{ids[0]}", f"indicator--{ids[1]}", f"identity--{ids[2]}"
    content = f"[file:hashes.'SHA-256' = '{chance.getrandbits(256):064x}']"
    address = f"[ipv4-addr:value = '198.51.100.{chance.randrange(256)}']"
    trojan = f'{_named(chance)},"is_family":false,"malware_types":["trojan"]'
    sector = f'"identity_class":"organization","sectors":["{chance.choice(_SECTORS)}"]'
    return [
        _object("malware", ids[0], chance, trojan, 11),
        _object("indicator", ids[1], chance, _pattern(content, chance), 7),
        _object("identity", ids[2], chance, f"{_named(chance)},{sector}", 10),
        _object("relationship", ids[3], chance, _link("indicates", indicator, malware), 9),
        _object("sighting", ids[4], chance, f'"count":1,"sighting_of_ref":"{indicator}"', 11),
        _file(chance),
        _object("indicator", ids[6], chance, _pattern(address, chance), 8),
        _object("relationship", ids[7], chance, _link("targets", malware, group), 10),
    ]


def _pattern(pattern: str, chance: Random) -> str:
    said = f'"pattern":"{pattern}","pattern_type":"stix","valid_from":"2026-01-05T08:00:00Z"'
    return f'{_named(chance)},"indicator_types":["malicious-activity"],{said}'


def _link(kind: str, source: str, target: str) -> str:
    return f'"relationship_type":"{kind}","source_ref":"{source}","target_ref":"{target}"'


def _named(chance: Random) -> str:
    return f'"name":"{_text(chance, 1)}"'


def _object(kind: str, uuid: str, chance: Random, members: str, phrases: int) -> bytes:
    stamp = _stamp(chance)
    about = f'"type":"{kind}","spec_version":"2.1","id":"{kind}--{uuid}"'
    times = f'"created":"{stamp}","modified":"{stamp}","lang":"{chance.choice(("ar", "fr", "en"))}"'
    return f'{{{about},{times},{members},"description":"{_text(chance, phrases)}"}}'.encode()


def _file(chance: Random) -> bytes:
    digest = f'"hashes":{{"SHA-256":"{chance.getrandbits(256):064x}"}}'
    name = f'"name":"{chance.getrandbits(64):016x}.bin"'
    about = f'"type":"file","spec_version":"2.1","id":"file--{uuid5(_SCO, f"{{{digest},{name}}}")}"'
    known = f'"size":{chance.randrange(1 << 20)},"x_known_as":"{_text(chance, 11)}"'
    return f"{{{about},{digest},{name},{known}}}".encode()


def _uuid(chance: Random) -> str:
    return str(UUID(int=chance.getrandbits(128), version=4))


def _stamp(chance: Random) -> str:
    at = _BEGUN + timedelta(milliseconds=chance.randrange(10_000_000_000))
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _text(chance: Random, phrases: int) -> str:
    return "; ".join(chance.choices(PHRASES, k=phrases))
