"""What can go wrong while a node is put together; each error carries a `code` for its sentence."""

from __future__ import annotations

from typing import ClassVar


class NodeError(Exception):
    """The root: a `code` and the `about` parameters of its sentence."""

    code: ClassVar[str] = "NODE_ERROR"

    def __init__(self, **about: str) -> None:
        super().__init__(f"{self.code}: {about}")
        self.about = about


class NotANode(NodeError):
    """The folder holds no node yet."""

    code = "NOT_A_NODE"


class AlreadyANode(NodeError):
    """The folder holds a node already; keys are never overwritten."""

    code = "ALREADY_A_NODE"


class KeysDamaged(NodeError):
    """The file of the keys is not what was written."""

    code = "KEYS_DAMAGED"


class OpenToOthers(NodeError):
    """Somebody but the owner could read a secret."""

    code = "SECRET_OPEN_TO_OTHERS"


class PlainHttpRefused(NodeError):
    """Off loopback nodes speak TLS 1.3 only."""

    code = "PLAIN_HTTP_REFUSED"


class PortTaken(NodeError):
    """Another program listens on the port."""

    code = "PORT_TAKEN"


class FingerprintDiffers(NodeError):
    """The fingerprint that was read aloud is not that of the key in hand."""

    code = "FINGERPRINT_DIFFERS"


class NotConfirmed(NodeError):
    """Nobody compared the fingerprint of the partner, which the settings demand."""

    code = "NOT_CONFIRMED"


class NotText(NodeError):
    """A file that should be UTF-8 text is not."""

    code = "NOT_TEXT"


class AccountTaken(NodeError):
    """Somebody with this name may log in already."""

    code = "ACCOUNT_TAKEN"


class PasswordTooWeak(NodeError):
    """The password would be guessed."""

    code = "PASSWORD_TOO_WEAK"


class UnknownLanguage(NodeError):
    """A text's language must be one that the platform reads."""

    code = "UNKNOWN_LANGUAGE"


class UnknownCountry(NodeError):
    """A country is named by its ISO 3166-1 alpha-2 code."""

    code = "UNKNOWN_COUNTRY"


class NoRoom(NodeError):
    """The disk is so full that a node must not be started."""

    code = "NO_ROOM"


class NotWritable(NodeError):
    """A file of the node's folder cannot be written."""

    code = "NOT_WRITABLE"


class PartnershipEnded(NodeError):
    """A partnership that was ended is begun again by a new invitation alone."""

    code = "PARTNERSHIP_ENDED"
