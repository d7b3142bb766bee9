"""What the store refuses or cannot do, each with the `hint` that mends it."""

from __future__ import annotations


class StoreError(Exception):
    """Any refusal or failure of the store; `hint` says what a person can do about it."""

    hint: str = ""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        if hint is not None:
            self.hint = hint

    def __str__(self) -> str:
        """Return what happened, and how to mend it."""
        return " ".join(part for part in (super().__str__(), self.hint) if part)


class Unavailable(StoreError):
    """The database cannot serve now: nothing of the running transaction was kept."""


class Locked(Unavailable):
    """Another process holds the database for longer than we wait."""

    hint = "Try again; if it stays so, look for a backup or another program that keeps the database open."


class Gone(Unavailable):
    """The database is not there, or does not answer."""

    hint = "Check TANSIQ_HOME and TANSIQ_DATABASE, and that the disk is mounted or the server runs."


class DiskFull(Unavailable):
    """There is no room to write."""

    hint = "Free space on the disk that holds the database; nothing was half-written."


class ReadOnly(Unavailable):
    """The database may not be written: file permissions, a read-only disk, or this is a snapshot."""

    hint = "Check the owner and the permissions of the database and its folder."


class Damaged(Unavailable):
    """The bytes of the database are not what it wrote."""

    hint = "Stop the node, keep the files as they are, and restore the newest backup."


class NotPrepared(Unavailable):
    """The database has no tables, or those of another release."""

    hint = "Run `tansiq init` for a new node; start the node once to bring an older one up to date."


class ForkRefused(StoreError):
    """A second root for one size of the feed to `receiver` was about to be signed or accepted."""

    hint = "Do not sign: a restored backup must first catch up with the partner's last receipt."

    def __init__(self, receiver: str, size: int, *, held: bytes | None, offered: bytes) -> None:
        ours = "no such size" if held is None else held.hex()
        super().__init__(f"feed to {receiver}, size {size}: we hold {ours}, offered was {offered.hex()}.")
        self.receiver = receiver
        self.size = size
        self.held = held
        self.offered = offered


class NotCommitted(StoreError):
    """A head was about to be signed over entries that are not durable yet."""

    hint = "Sign in a transaction of its own, after the one that appended."

    def __init__(self, receiver: str) -> None:
        super().__init__(f"The feed to {receiver} grew in this transaction.")
        self.receiver = receiver


class Gap(StoreError):
    """Entries from `sender` were about to be kept that do not join on to those we hold."""

    hint = "Read the position again and fetch from there."

    def __init__(self, sender: str, *, held: int, offered: int) -> None:
        super().__init__(f"From {sender} we hold {held} entries; offered was a tree of {offered}.")
        self.sender = sender
        self.held = held
        self.offered = offered


class NotThere(StoreError):
    """The store holds no such `kind` of thing by that `name`."""

    def __init__(self, kind: str, name: str) -> None:
        super().__init__(f"No {kind} {name} is kept here.")
        self.kind = kind
        self.name = name


class VersionTaken(StoreError):
    """Another content is already kept under that `name` and `version`; what was published never changes."""

    def __init__(self, name: str, version: str) -> None:
        super().__init__(f"{name} {version} is kept with other bytes.")
        self.name = name
        self.version = version


class TooLong(StoreError):
    """A text is longer than its column in any database."""

    def __init__(self, what: str, length: int, limit: int) -> None:
        super().__init__(f"{what} of {length} characters; at most {limit} are kept.")
        self.what = what
        self.length = length
        self.limit = limit


class Withdrawn(StoreError):
    """The object was recalled; nothing of it comes back."""

    def __init__(self, object_id: str) -> None:
        super().__init__(f"{object_id} was recalled.")
        self.object_id = object_id


class AlreadyFounded(StoreError):
    """The node belongs to another agency."""

    def __init__(self, agency_id: str) -> None:
        super().__init__(f"This node belongs to {agency_id}.")
        self.agency_id = agency_id


class InvitationUsed(StoreError):
    """The invitation was accepted before, by another agency."""

    def __init__(self, nonce: str, used_by: str) -> None:
        super().__init__(f"Invitation {nonce} was used by {used_by}.")
        self.nonce = nonce
        self.used_by = used_by


class Nested(StoreError):
    """A transaction or snapshot was opened within another of the same thread."""

    hint = "Pass the open transaction on instead."

    def __init__(self) -> None:
        super().__init__("A transaction is already open in this thread.")


class Taken(StoreError):
    """That name of a `kind` of thing, or what proves it, belongs to another already."""

    def __init__(self, kind: str, name: str) -> None:
        super().__init__(f"{kind} {name}: the name, or what proves it, is another's.")
        self.kind = kind
        self.name = name
