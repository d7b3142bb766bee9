"""One foreign entry under examination, and what there is to examine it against."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime

from tansiq.exchange.agencies import Agency
from tansiq.exchange.errors import Inadmissible
from tansiq.exchange.ports import Signature, Transaction
from tansiq.exchange.refusals import Refusal
from tansiq.exchange.world import LiveWorld
from tansiq.ledger import Body


@dataclass(frozen=True, slots=True)
class Arrival:
    """The `body` that `sender` told us and `originator` signed, as it came at the moment `now`.

    It is examined against `tx`, and against `world` where that remembers more.
    """

    body: Body
    sender: str
    originator: Agency
    tx: Transaction
    world: LiveWorld
    now: datetime

    @property
    def direct(self) -> bool:
        """Whether the originator itself told us."""
        return self.sender == self.originator.id

    @property
    def signature(self) -> Signature:
        """The originator's signature as it is kept."""
        head = self.body.head
        return Signature(head.by, head.key, b64encode(head.sig).decode())

    def require(self, holds: object, refusal: Refusal, **about: str) -> None:
        """Raise `Inadmissible` with `refusal` unless the condition `holds`."""
        if not holds:
            raise Inadmissible(refusal, **about)
