"""Who asks: Basic, Bearer or a client certificate; a password is hashed once in five minutes.

What was verified is remembered under a keyed digest of the header, and every later request asks the store
whether the account still stands as it stood then.
"""

from __future__ import annotations

import binascii
import re
import secrets
import threading
import time
from base64 import b64decode
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b, sha256
from hmac import compare_digest
from ssl import PEM_cert_to_DER_cert
from typing import Final, NamedTuple
from urllib.parse import unquote

from django.contrib.auth.hashers import check_password, make_password
from django.utils.crypto import salted_hmac

from tansiq.exchange.taxii import Account, Secrets
from tansiq.release import Standing
from tansiq.store import Transaction
from tansiq.web.accounts.throttle import ATTEMPT, NOBODY, READ, SUCCESS, Rule
from tansiq.web.taxii.errors import TooMany, Unauthorized
from tansiq.web.taxii.messages import is_loopback
from tansiq.wiring import Node
from tansiq.wiring.taxii import token_digest

REMEMBERED: Final = 300.0
"""Seconds until a password is hashed again."""
MOST: Final = 4096
"""Credentials that are remembered."""
LONGEST: Final = 4096
"""Bytes of an Authorization header."""
_BASIC: Final = re.compile(r"basic +([A-Za-z0-9+/]+={0,2})", re.IGNORECASE)
_BEARER: Final = re.compile(r"bearer +([A-Za-z0-9._~+/-]+=*)", re.IGNORECASE)
_NAME: Final = re.compile(r"[A-Za-z0-9._@-]{1,64}")
_FINGERPRINT: Final = re.compile(r"[0-9a-f]{64}")


class Credentials(NamedTuple):
    """By what a request wants to be known; `digest` stands for it where it must not be kept itself."""

    digest: bytes
    name: str = ""
    password: str | None = None
    token: bytes | None = None
    certificate: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What was verified: account `name` proves itself by `proof`, looked at anew after `until`."""

    name: str
    proof: str | bytes
    until: float


class Gate:
    """Lets accounts in; with `certificates` also by what a proxy on this machine says that it verified."""

    def __init__(self, *, certificates: bool = False, clock: Callable[[], float] = time.monotonic) -> None:
        self._key = secrets.token_bytes(32)
        self._certificates = certificates
        self._clock = clock
        self._known: OrderedDict[bytes, Known] = OrderedDict()
        self._lock = threading.Lock()
        self._nobody = make_password(secrets.token_urlsafe())

    def digest(self, *parts: bytes) -> bytes:
        """Return a digest of `parts` that only this process can make."""
        return blake2b(b"\n".join(parts), key=self._key, digest_size=16).digest()

    def read(self, authorization: str | None, certificate: str | None, address: str) -> Credentials:
        """Return what a request from `address` proves itself by; a `certificate` counts from loopback only.

        Raises `Unauthorized` when there is nothing, or it is not well formed.
        """
        if authorization is None:
            return self._of_certificate(certificate, address)
        if len(authorization) > LONGEST:
            raise Unauthorized
        if basic := _BASIC.fullmatch(authorization.strip()):
            return self._of_basic(basic[1])
        if bearer := _BEARER.fullmatch(authorization.strip()):
            token = token_digest(bearer[1])
            return Credentials(self.digest(b"bearer", token), token=token)
        raise Unauthorized

    def needs_proof(self, given: Credentials) -> bool:
        """Return whether a password must be hashed before `admit` can know who this is."""
        known = self._known.get(given.digest)
        return given.password is not None and (known is None or known.until < self._clock())

    def prove(self, node: Node, given: Credentials, address: str) -> None:
        """Compare a password, slowly, and remember it; call it from one thread at a time, in no transaction.

        Raises `Unauthorized`, or `TooMany` while too many were wrong. What was right before and still stands
        is never made to wait for what others guess.
        """
        if not self.needs_proof(given):
            return
        hashed = self._password_of(node, given)
        known = self._known.get(given.digest)
        seen = known is not None and known.proof == hashed
        rules = [] if seen else _rules(given.name, address)
        failed = _require_patience(node, rules)
        right = check_password(given.password or "", hashed or self._nobody) and hashed is not None
        if failed or not right:
            _note(node, rules, given.name if right else NOBODY, SUCCESS if right else ATTEMPT)
        if not right or hashed is None:
            raise Unauthorized
        self._remember(given.digest, given.name, hashed)

    def admit(self, tx: Transaction, given: Credentials) -> tuple[Account, float]:
        """Return whose account this is at the moment of `tx`, and until when it need not be proved again.

        Raises `Unauthorized` for a closed or renewed account, and for one of a partner that is not active.
        """
        known = self._known.get(given.digest)
        if known is None or (given.password is None and known.until < self._clock()):
            known = self._look(tx, given)
        found = None if known is None else tx.doors.account(known.name)
        if known is None or found is None:
            raise Unauthorized
        account, proofs = found
        if account.closed is not None or not _stands(known.proof, proofs):
            raise Unauthorized
        if account.agency is not None and not _is_active(account.agency, tx):
            raise Unauthorized
        return account, known.until

    def _look(self, tx: Transaction, given: Credentials) -> Known | None:
        """Find whose a token or a certificate is; both are too long to be guessed."""
        if given.token is not None:
            account = tx.doors.by_token(given.token)
            return None if account is None else self._remember(given.digest, account.name, given.token)
        for one in tx.doors.accounts() if given.certificate is not None else ():
            found = tx.doors.account(one.name)
            if found is not None and one.closed is None and found[1].certificate == given.certificate:
                return self._remember(given.digest, one.name, str(given.certificate))
        return None

    def _remember(self, digest: bytes, name: str, proof: str | bytes) -> Known:
        known = Known(name, proof, self._clock() + REMEMBERED)
        with self._lock:
            self._known[digest] = known
            self._known.move_to_end(digest)
            while len(self._known) > MOST:
                self._known.popitem(last=False)
        return known

    def _of_basic(self, encoded: str) -> Credentials:
        try:
            name, colon, password = _text(b64decode(encoded, validate=True)).partition(":")
        except binascii.Error:
            raise Unauthorized from None
        if not colon or _NAME.fullmatch(name) is None:
            raise Unauthorized
        digest = self.digest(b"basic", name.encode(), password.encode())
        return Credentials(digest, name=name, password=password)

    def _of_certificate(self, certificate: str | None, address: str) -> Credentials:
        if not self._certificates or not certificate or not is_loopback(address):
            raise Unauthorized
        found = fingerprint(certificate)
        return Credentials(self.digest(b"certificate", found.encode()), certificate=found)

    def _password_of(self, node: Node, given: Credentials) -> str | None:
        with node.snapshot() as tx:
            found = tx.doors.account(given.name)
        return None if found is None or found[0].closed is not None else found[1].password


def fingerprint(header: str) -> str:
    """Return the SHA-256 of a certificate from what a proxy says: its hexadecimal digits, or an escaped PEM.

    Raises `Unauthorized` when it is neither.
    """
    digits = header.strip().replace(":", "").lower()
    if _FINGERPRINT.fullmatch(digits):
        return digits
    with suppress(ValueError):
        return sha256(PEM_cert_to_DER_cert(unquote(header).strip())).hexdigest()
    raise Unauthorized


def _text(raw: bytes) -> str:
    """Read a name and a password, which older tools send in Latin-1 (RFC 7617, appendix B)."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _stands(proof: str | bytes, proofs: Secrets) -> bool:
    if isinstance(proof, bytes):
        return proofs.token is not None and compare_digest(proofs.token, proof)
    return proof in {proofs.password, proofs.certificate}


def _is_active(agency: str, tx: Transaction) -> bool:
    partner = tx.agencies.partner(agency)
    return partner is not None and partner.standing is Standing.ACTIVE


def _rules(name: str, address: str) -> list[Rule]:
    """Return what is counted: failures for a name, and from an address unless a proxy here hides it."""
    digest = salted_hmac("tansiq.taxii", name, algorithm="sha256").hexdigest()[:32]
    rules = [Rule(f"taxii:name:{digest}", 4)]
    return rules if is_loopback(address) else [*rules, Rule(f"taxii:address:{address}", 19)]


def _require_patience(node: Node, rules: list[Rule]) -> bool:
    """Return whether an attempt failed since the last success. Raises `TooMany` while a lockout runs."""
    now, failed = node.now(), False
    with node.snapshot() as tx:
        for rule in rules:
            lines = tx.trail.read(rule.subject, limit=READ)
            wait = rule.wait(lines, now).total_seconds()
            if wait > 0:
                raise TooMany(int(wait) + 1)
            failed = failed or bool(lines and lines[0].verb == ATTEMPT)
    return failed


def _note(node: Node, rules: list[Rule], actor: str, verb: str) -> None:
    with node.store.transaction() as tx:
        for rule in rules:
            tx.trail.note(actor, verb, rule.subject, at=node.now(), detail={})
