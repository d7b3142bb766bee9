"""What an admitted entry does to this node; `admit` decides it, `apply` does it."""

from __future__ import annotations

from dataclasses import dataclass

from tansiq import ledger
from tansiq.exchange.agencies import Agency
from tansiq.exchange.ports import Signature
from tansiq.release import Grant, Record, Roster


@dataclass(frozen=True, slots=True)
class Keep:
    """Keep one version of an object that reached us through the circles `via`."""

    record: Record
    signature: Signature
    via: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """Do nothing: what the entry says is held already, or was overtaken."""

    object_id: str | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Erase an object as its originator asks, and have everybody erase it whom we told."""

    statement: ledger.Recall | ledger.Erase
    originator: str


@dataclass(frozen=True, slots=True)
class KeepAck:
    """Keep what another agency says it did; `pass_on_to` names who had told us the object."""

    statement: ledger.Ack
    pass_on_to: str | None


@dataclass(frozen=True, slots=True)
class Rotate:
    """Go by another node key of an agency from now on."""

    agency: Agency


@dataclass(frozen=True, slots=True)
class KeepRoster:
    """Keep a roster with its `statement`, and the `strangers` in it.

    `doubtful` are known here by other keys.
    """

    roster: Roster
    statement: bytes
    signature: Signature
    strangers: tuple[Agency, ...]
    doubtful: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeepGrant:
    """Keep the originator's permission to pass its object on."""

    grant: Grant
    statement: bytes
    signature: Signature


Effect = Keep | Known | Withdraw | KeepAck | Rotate | KeepRoster | KeepGrant
