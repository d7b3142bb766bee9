"""Who may do what: a closed table from verbs to the roles that may use them."""

from __future__ import annotations

from enum import StrEnum

from tansiq.desk.errors import NotAllowed
from tansiq.desk.ports import Actor


class Verb(StrEnum):
    """What a person can do at the desk."""

    READ = "read"
    WRITE = "write"
    RELEASE = "release"
    RECALL = "recall"
    ARRANGE = "arrange"
    ADMINISTER = "administer"


READERS = frozenset({"drafter", "releaser", "analyst", "liaison", "supervisor", "administrator"})
MAY: dict[Verb, frozenset[str]] = {
    Verb.READ: READERS,
    Verb.WRITE: READERS - {"supervisor"},
    Verb.RELEASE: frozenset({"releaser", "liaison", "administrator"}),
    Verb.RECALL: frozenset({"releaser", "liaison", "administrator"}),
    Verb.ARRANGE: frozenset({"liaison", "administrator"}),
    Verb.ADMINISTER: frozenset({"administrator"}),
}


def require(actor: Actor, verb: Verb) -> None:
    """Check that one of the roles of `actor` may use `verb`.

    Raises `NotAllowed` when none may, naming those that do.
    """
    if not may(actor, verb):
        raise NotAllowed(actor=actor.name, verb=verb.value, roles=", ".join(sorted(MAY[verb])))


def may(actor: Actor, verb: Verb) -> bool:
    """Tell whether a page should offer `verb` to `actor`."""
    return bool(actor.roles & MAY[verb])
