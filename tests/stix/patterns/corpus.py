"""Patterns written by hand, good and bad, and ways to spoil them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from stix2patterns.validator import run_validator  # type: ignore[import-untyped]

from tansiq.stix import Malformed
from tansiq.stix.patterns.grammar import Grammar

_MD5, _SHA256 = "0f" * 16, "A1" * 32
_FROM_TO = "START t'2026-01-31T00:00:00Z' STOP t'2026-02-28T23:59:60.5Z'"
GOOD = (
    "[ipv4-addr:value = '198.51.100.7']",
    "[ ipv4-addr:value='198.51.100.7'\t]",
    "[ipv4-addr:value ISSUBSET '198.51.100.0/24' OR ipv6-addr:value NOT ISSUPERSET '2001:db8::/32']",
    f"[file:hashes.MD5 = '{_MD5}' AND file:hashes.'SHA-256' != '{_SHA256}']",
    f"[file:hashes.'ssdeep' = '3:aB+/.c:d'] OR [file:hashes.x_own = 'any'] OR [file:hashes[*] = '{_MD5}']",
    "[file:name MATCHES '^well\\\\.(exe|dll)$' AND file:size >= 1024]",
    "[file:name LIKE 'رسالة%' AND file:name NOT LIKE '_o\\'asis']",
    "[url:value IN ('https://a.example/', 'https://b.example/') AND x-a:n IN(1,-2 , 3.5,true)]",
    "[x-a:b IN ()]",
    "[file:magic_number_hex = h'ffD8' OR artifact:payload_bin = b'AAECAw==' OR x-a:b = h'']",
    "[x-a:b = b'AAE=' AND x-a:b = b'AAEC' AND x-a:c == t'2026-03-01T08:00:00.123Z']",
    "[process:is_hidden = true AND process:pid != false]",
    "[x-a:b > -0.5 AND x-a:b < +7 AND x-a:b <= .5 AND x-a:b <> 0 AND x-a:b = -.25]",
    "[NOT EXISTS file:name AND EXISTS file:extensions.'ntfs-ext'.sid]",
    "[email-message:body_multipart[*].body_raw_ref.name = 'a' AND x-a:b[0][12].'c d'.e = 'f']",
    "[x-a:'b c'.d = 1]",
    "[((x-a:b = 1 OR x-a:b = 2) AND (x-a:c = 3))]",
    "([domain-name:value = 'a.example'] FOLLOWEDBY [url:value = 'https://a.example']) WITHIN 300 SECONDS",
    "[a:b = 1] REPEATS 5 TIMES WITHIN 1800.5 SECONDS",
    f"[a:b = 1] {_FROM_TO} REPEATS +2 TIMES AND ([c:d = 2] OR [e:f = 3]) WITHIN 5 SECONDS WITHIN 6 SECONDS",
    "( [a:b = 1] AND ([c:d = 2] ) ) REPEATS 2 TIMES",
    "[a:b=1]AND[c:d=2]FOLLOWEDBY[e:f='x'AND g:h=3OR i:j=true]",
    "[a:b /* a word */ = // of more\n 1]",
    "[a:b = 'two\nlines'] /* end */",
    "\u2003[a:b\u00a0=\u30001]\x85",
    "[and:or = 1 AND start-:stop = 2 AND true-x:y = 3 AND _:_ = 4]",
)
BAD = (
    *("", " ", "(", "((((", "[", "]", "[]", "()", "([])", "a:b = 1", "[a:b]", "[a = 1]", "[a:b = ]"),
    *("[:b = 1]", "[a: = 1]", "[a.b = 1]", "[a:b.c-d = 1]", "[a:b-c = 1]", "['a':b = 1]", "[a:b..c = 1]"),
    *("[a:b = x]", '[a:b = "x"]', "[a:b = 'x]", "[a:b = x']", "[a:b = 'x\\n']", "[a:b = 'x\\']", "[a:b 'x']"),
    *("[a:b = 05]", "[a:b = 5.]", "[a:b = --5]", "[a:b = 1e5]", "[a:b = 1.2.3]", "[a:b = +]", "[a:b = 0x1]"),
    *("[a:b = True]", "[a:b > true]", "[a:b = null]", "[a:true = 1]", "[true:b = 1]", "[a:b.false = 1]"),
    *(
        "[a:IN = 1]",
        "[a:b.LAST = 1]",
        "[AND:b = 1]",
        "[a:b and c:d]",
        "[a:b=1 and c:d=2]",
        "[a:b=1] followedby",
    ),
    *("[a:b = h'f']", "[a:b = h'fg']", "[a:b = b'']", "[a:b = b'====']", "[a:b = b'AAE']", "[a:b = b'A===']"),
    *(
        "[a:b = t'2026-13-01T00:00:00Z']",
        "[a:b = t'2026-01-32T00:00:00Z']",
        "[a:b = t'2026-01-01T24:00:00Z']",
    ),
    *(
        "[a:b = t'2026-01-01T00:00:61Z']",
        "[a:b = t'2026-01-01T00:00:00.Z']",
        "[a:b = t'2026-01-01 00:00:00Z']",
    ),
    *(
        "[a:b = t'2026-01-01T00:00:00']",
        "[a:b = t '2026-01-01T00:00:00Z']",
        "[a:b = T'2026-01-01T00:00:00Z']",
    ),
    *("[a:b IN 1]", "[a:b IN (1 2)]", "[a:b IN (1,)]", "[a:b IN (,1)]", "[a:b IN ((1))]", "[a:b IN (1]"),
    *(
        "[a:b LIKE 1]",
        "[a:b MATCHES /x/]",
        "[a:b ISSUBSET h'00']",
        "[a:b = NOT 1]",
        "[NOT a:b = 1]",
        "[a:b =< 1]",
    ),
    *(
        "[a:b NOT NOT = 1]",
        "[EXISTS a:b = 1]",
        "[a:b EXISTS]",
        "[NOT (a:b = 1)]",
        "[EXISTS (a:b)]",
        "[a:b =? 1]",
    ),
    *("[a:b[-1] = 1]", "[a:b[] = 1]", "[a:b['x'] = 1]", "[a:b[1.5] = 1]", "[a:[0] = 1]", "[a:b[0]c = 1]"),
    *(
        "[a:b = 1",
        "[a:b = 1]]",
        "[[a:b = 1]]",
        "([a:b = 1]",
        "[a:b = 1])",
        "[(a:b = 1]",
        "[a:b = 1)]",
        "[a:b = 1] 2",
    ),
    *(
        "[a:b = 1] [c:d = 2]",
        "[a:b = 1] AND",
        "AND [a:b = 1]",
        "[a:b = 1 AND]",
        "[a:b = 1 FOLLOWEDBY c:d = 2]",
    ),
    *(
        "[a:b = 1] REPEATS TIMES",
        "[a:b = 1] REPEATS 1.5 TIMES",
        "[a:b = 1] REPEATS -1 TIMES",
        "[a:b = 1] TIMES",
    ),
    *(
        "[a:b = 1] WITHIN 5 HOURS",
        "[a:b = 1] WITHIN SECONDS",
        "[a:b = 1] WITHIN '5' SECONDS",
        "REPEATS 5 TIMES",
    ),
    *(
        "[a:b = 1] WITHIN 5 SECONDS WITHIN 5 SECONDS",
        "[a:b = 1] REPEATS 2 TIMES WITHIN 1 SECONDS REPEATS 2 TIMES",
    ),
    *(f"[a:b = 1] {_FROM_TO} {_FROM_TO}", "[a:b = 1] START t'2026-01-01T00:00:00Z'", "[a:b = 1] STOP"),
    "[a:b = 1] START '2026-01-01T00:00:00Z' STOP '2026-01-02T00:00:00Z'",
    *("[file:hashes.MD5 = 'f00']", f"[file:hashes.'SHA-1' = '{_MD5}']", "[x:'hashes'.a.md5 != 'f00']"),
    *("[file:hashes.MD5 ISSUBSET 'f00']", "[file:hashes.MD5 = 5]", "[file:hashes.SSDEEP = '3 4']"),
    *("[a:b = 1 /* ]", "[a:b = 1] /", "[a:b = 1] */", "/* before */ [a:b = 1]", "// before\n[a:b = 1]"),
    *(
        "[a:b = 1]\0",
        "\ufeff[a:b = 1]",
        "[a:b = 1];",
        "[a:b = $x]",
        "[a:b = {1}]",
        "[ä:b = 1]",
        "[a:b\u200b = 1]",
    ),
)
WORDS = (
    *("[", "]", "(", ")", " ", ".", ",", ":", "*", "=", "!=", "<", ">=", "<>", "a", "b-c", "hashes", "MD5"),
    *("'x'", "'a b'", "1", "-2", "0.5", "true", "h'00'", "b'AAEC'", "t'2026-03-01T08:00:00Z'", "/* c */"),
    *(
        "AND",
        "OR",
        "NOT",
        "IN",
        "LIKE",
        "MATCHES",
        "EXISTS",
        "ISSUBSET",
        "FOLLOWEDBY",
        "LAST",
        "REPEATS 2 TIMES",
    ),
    *("WITHIN 5 SECONDS", "START", "STOP", "SECONDS", "a:b = 1", "[a:b = 1]", "a:b", "\\", "'", "/", "-"),
)
_PIECES = re.compile(r"'(?:[^'\\]|\\.)*'|[A-Za-z_0-9-]+|\s+|[^\s\w]")


def oracle_accepts(pattern: str) -> bool:
    """Whether OASIS' own validator accepts `pattern`; it fails in its own ways on a few, which is no."""
    try:
        return not run_validator(pattern, "2.1")
    except (AttributeError, UnboundLocalError, RecursionError):
        return False


def refusal(pattern: str) -> str | None:
    """Return what our grammar says against `pattern`, if anything."""
    try:
        Grammar(pattern, "/pattern").pattern()
    except Malformed as error:
        return error.detail
    return None


def letters_changed(pattern: str) -> Iterator[str]:
    """Yield `pattern` with each character left out, doubled, and exchanged for its neighbour."""
    for at, letter in enumerate(pattern):
        before, after = pattern[:at], pattern[at + 1 :]
        yield before + after
        yield before + letter + letter + after
        yield before + after[:1] + letter + after[1:]


def words_changed(pattern: str) -> Iterator[str]:
    """Yield `pattern` with each word left out, doubled, and exchanged for its neighbour."""
    words = _PIECES.findall(pattern)
    for at, word in enumerate(words):
        before, after = words[:at], words[at + 1 :]
        yield "".join((*before, *after))
        yield "".join((*before, word, " ", word, *after))
        yield "".join((*before, *after[:1], " ", word, *after[1:]))


def spoiled(chance: Random) -> str:
    """Return a good pattern with one to three words put in or left out by `chance`."""
    words = _PIECES.findall(chance.choice(GOOD))
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(words) + 1)
        words[at : at + chance.randint(0, 1)] = [chance.choice(WORDS)] * chance.randint(0, 1)
    return "".join(words)
