"""Notes of C2SP signed-note: a text and the lines of its signers, read as strictly as by Go's sumdb/note."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Protocol

from tansiq.ledger.encoding import from_base64, to_base64
from tansiq.ledger.errors import Malformed, WrongSignature
from tansiq.ledger.keys import check_name

MAX_SIGNATURES: Final = 100
MAX_NOTE: Final = 64 * 1024
_PREFIX: Final = "— "


class Verifier(Protocol):
    """Whoever can tell whether a signature is its own: `PublicKey` for type 0x01, `Cosigner` for 0x04."""

    @property
    def name(self) -> str:
        """The key name in the signature line."""

    @property
    def key_hash(self) -> bytes:
        """The 4-byte key id in the signature line."""

    def verify(self, message: bytes, signature: bytes) -> object:
        """Raise `WrongSignature` unless `signature` stands for `message`."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: key `name`, 4-byte `key_hash` and the `raw` bytes after it."""

    name: str
    key_hash: bytes
    raw: bytes

    @property
    def line(self) -> str:
        """The line as it stands in the note, newline included."""
        return f"{_PREFIX}{self.name} {to_base64(self.key_hash + self.raw)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A `text` (newline at its end) and its `signatures`, in the order of the lines."""

    text: str
    signatures: tuple[Signature, ...]

    def encode(self) -> bytes:
        """Return the note as it travels."""
        return f"{self.text}\n{''.join(signature.line for signature in self.signatures)}".encode()

    def by(self, verifier: Verifier) -> Signature | None:
        """Return the first signature line under the name and key id of `verifier`, if there is one."""
        wanted = (verifier.name, verifier.key_hash)
        return next((one for one in self.signatures if (one.name, one.key_hash) == wanted), None)


def parse_note(data: bytes) -> Note:
    """Read a note without believing it (C2SP signed-note, section "Format").

    Raises `Malformed` for whatever Go's `note.Open` refuses, and for base64 that is not canonical.
    """
    text = _decode(data)
    body, separator, block = text.rpartition("\n\n")
    if not separator or not block.endswith("\n"):
        raise Malformed("note", "no signature lines after a blank line")
    lines = block[:-1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise Malformed("note", f"more than {MAX_SIGNATURES} signature lines")
    return Note(body + "\n", tuple(parse_signature(line) for line in lines))


def _decode(data: bytes) -> str:
    if len(data) > MAX_NOTE:
        raise Malformed("note", f"more than {MAX_NOTE} bytes")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise Malformed("note", f"not UTF-8 at byte {error.start}") from error
    if any(char < " " and char != "\n" for char in text):
        raise Malformed("note", "has a control character")
    return text


def parse_signature(line: str) -> Signature:
    """Read one signature line without its newline.

    Raises `Malformed` unless `Signature.line` would write it.
    """
    name, separator, encoded = line.removeprefix(_PREFIX).partition(" ")
    if not line.startswith(_PREFIX) or not separator:
        raise Malformed("signature line", "not of the form dash, name, base64")
    check_name(name)
    raw = from_base64(encoded, "signature line")
    if len(raw) <= 4:
        raise Malformed("signature line", "no signature after the key id")
    return Signature(name, raw[:4], raw[4:])


def open_note(data: bytes, known: Iterable[Verifier]) -> Note:
    """Return the note with the signatures of `known` verifiers alone, one each, all of them verified.

    Raises `Malformed`, and `WrongSignature` when a known verifier's line does not verify or none has signed.
    """
    note = parse_note(data)
    verified = []
    for verifier in _distinct(known):
        signature = note.by(verifier)
        if signature:
            verifier.verify(note.text.encode(), signature.raw)
            verified.append(signature)
    if not verified:
        raise WrongSignature(note.signatures[0].name, "no known key has signed the note")
    return Note(note.text, tuple(verified))


def _distinct(known: Iterable[Verifier]) -> list[Verifier]:
    verifiers = list(known)
    if len({(one.name, one.key_hash) for one in verifiers}) < len(verifiers):
        raise ValueError("two known verifiers share a name and a key id")
    return verifiers
