"""The way to a partner's node over HTTP.

Signed requests, bounded answers, downloads that resume where they broke off.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import msgspec

from tansiq.exchange import Address, BadAddress, Keyring, RefusedByPartner, Unreachable, check_address
from tansiq.exchange.node import TOLERANCE, Message, feed_path, server_time, sign_request, slice_path
from tansiq.ledger import MAX_PACK, NodeKey
from tansiq.net.wire import Answer, Wire

MAX_ANSWER: Final = 256 * 1024
RESUMES: Final = 5
MAX_SKEW: Final = timedelta(days=20 * 365)
"""Further off than a clock that was never set."""
_CODE: Final = re.compile(r"[a-z0-9-]{1,64}")
_CONTENT_RANGE: Final = re.compile(r"bytes ([0-9]{1,15})-[0-9]{1,15}/[0-9]{1,15}")
_REFUSALS: Final = msgspec.json.Decoder(dict[str, str])


@dataclass(frozen=True, slots=True)
class _Partial:
    """What came of a download before it broke off."""

    path: str = ""
    etag: str = ""
    data: bytes = b""


class HttpTransport:
    """Reaches the node of agency `partner` at `address`, from a node at `home` that signs with `keyring`.

    `now` is this node's clock. Raises `BadAddress` for an address that must not be reached, or no address at
    all.
    """

    def __init__(
        self,
        address: Address,
        partner: str,
        keyring: Keyring,
        *,
        home: Address,
        now: Callable[[], datetime],
        random_bytes: Callable[[int], bytes],
    ) -> None:
        if address.url is None:
            raise BadAddress(partner=partner, why="no address is known")
        self._wire = Wire(check_address(address, home=home))
        self._partner = partner
        self._keyring = keyring
        self._now = now
        self._random_bytes = random_bytes
        self._skew = timedelta(0)
        self._partial = _Partial()

    @property
    def skew(self) -> timedelta:
        """By how much the partner's clock is ahead of ours, as far as its answers showed.

        Zero within the tolerance.
        """
        return self._skew

    def checkpoint(self, size: int, seen: int, wait: float, root: bytes | None = None) -> bytes | None:
        """Return the signed head of the feed to us, or None when there is nothing newer."""
        held = f"after={size}&root={root.hex()}" if root else f"after={size}"
        answer = self._ask(
            "GET", f"{self._feed()}/checkpoint?{held}&seen={seen}&wait={wait:g}", patience=wait
        )
        return None if answer.status == 204 else _whole(answer)

    def slice(self, number: int, first: int, last: int) -> bytes:
        """Return entries `first` to `last` (exclusive) of pack `number`.

        Resumes what an earlier call has begun.
        """
        path = f"{self._feed()}/{slice_path(number, first, last)}"
        if self._partial.path != path:
            self._partial = _Partial(path)
        for _ in range(RESUMES):
            if self._resume(path):
                done, self._partial = self._partial, _Partial()
                return done.data
        raise Unreachable(why="broke off too often")

    def tile(self, path: str) -> bytes:
        """Return the hash tile at `path`."""
        return _whole(self._ask("GET", f"{self._feed()}/{path}"))

    def post_receipt(self, note: bytes) -> None:
        """Hand over our receipt."""
        self._ask("POST", f"{self._feed()}/receipt", body=note)

    def hello(self, statement: bytes) -> None:
        """Hand over our address statement."""
        self._ask("POST", f"{self._feed()}/hello", body=statement)

    def close(self) -> None:
        """Break off what is under way in another thread."""
        self._wire.close()

    def _feed(self) -> str:
        return self._wire.prefix + feed_path(self._keyring.agency)

    def _resume(self, path: str) -> bool:
        """Fetch what is missing of the download; returns whether it is whole now."""
        begun = self._partial
        ranged = (
            {"Range": f"bytes={len(begun.data)}-", "If-Range": begun.etag}
            if begun.data and begun.etag
            else {}
        )
        answer = self._ask("GET", path, headers=ranged, limit=MAX_PACK)
        start = _start(answer)
        if start not in {0, len(begun.data)}:
            raise Unreachable(why="answered another range than asked for")
        if start + len(answer.body) > MAX_PACK:
            self._partial = _Partial()
            raise Unreachable(why="answer too large", limit=str(MAX_PACK))
        self._partial = _Partial(path, answer.headers.get("etag", ""), begun.data[:start] + answer.body)
        return answer.complete

    def _ask(
        self,
        method: str,
        target: str,
        *,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        limit: int = MAX_ANSWER,
        patience: float = 0,
    ) -> Answer:
        """Send a signed request, with the partner's time or an earlier key where it asks for that.

        Raises `RefusedByPartner` or `Unreachable`.
        """
        message = Message(method, target, dict(headers or {}), body)
        refusal = RefusedByPartner(401, "unknown-key")
        for key in self._keyring.signers:
            try:
                return self._try(message, key, limit, patience)
            except RefusedByPartner as error:
                refusal = error
                if error.partner_code != "unknown-key":
                    break
        raise refusal

    def _try(self, message: Message, key: NodeKey, limit: int, patience: float) -> Answer:
        answer = self._send(message, key, limit, patience)
        if answer.status == 401 and _refusal(answer).get("code") == "clock-skew":
            self._skew = _believable(server_time(_refusal(answer)) - self._now())
            answer = self._send(message, key, limit, patience)
        elif abs(self._skew) < TOLERANCE:
            self._skew = timedelta(0)
        if answer.status not in {200, 204, 206}:
            code = _refusal(answer).get("code", "")
            raise RefusedByPartner(answer.status, code if _CODE.fullmatch(code) else "unreadable")
        return answer

    def _send(self, message: Message, key: NodeKey, limit: int, patience: float) -> Answer:
        signed = sign_request(
            message,
            key=key,
            by=self._keyring.agency,
            to=self._partner,
            now=self._now() + self._skew,
            random_bytes=self._random_bytes,
        )
        return self._wire.send(
            message.method, message.target, signed, message.body, limit=limit, patience=patience
        )


def _believable(skew: timedelta) -> timedelta:
    """Return `skew` if a clock can be off by so much. Raises `Unreachable` when it is no time to sign by."""
    if abs(skew) > MAX_SKEW:
        raise Unreachable(why="a clock that is decades off")
    return skew


def _whole(answer: Answer) -> bytes:
    if not answer.complete:
        raise Unreachable(why="broke off")
    return answer.body


def _start(answer: Answer) -> int:
    """Return at which byte of the whole the body of `answer` begins."""
    if answer.status != 206:
        return 0
    match = _CONTENT_RANGE.fullmatch(answer.headers.get("content-range", ""))
    if match is None:
        raise Unreachable(why="a part that does not say which")
    return int(match[1])


def _refusal(answer: Answer) -> dict[str, str]:
    try:
        return _REFUSALS.decode(answer.body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return {}
