"""What can go wrong while tools, partners and drawers are let in; each has a `code` for its sentence."""

from __future__ import annotations

from tansiq.wiring.errors import NodeError


class BadToolName(NodeError):
    """The name of an account must fit into an HTTP log-in."""

    code = "TAXII_BAD_NAME"


class ToolTaken(NodeError):
    """An account of this name exists, or existed."""

    code = "TAXII_NAME_TAKEN"


class NoSuchTool(NodeError):
    """No open account has this name."""

    code = "TAXII_NO_ACCOUNT"


class BadFingerprint(NodeError):
    """The fingerprint of a certificate is its SHA-256 in 64 hexadecimal digits."""

    code = "TAXII_BAD_FINGERPRINT"


class CertificateTaken(NodeError):
    """Another account proves itself by this certificate."""

    code = "TAXII_CERTIFICATE_TAKEN"


class BadAlias(NodeError):
    """The alias of a collection must fit into an address and must not look like an id."""

    code = "TAXII_BAD_ALIAS"


class AliasTaken(NodeError):
    """Another collection has this alias."""

    code = "TAXII_ALIAS_TAKEN"


class SpeaksForUs(NodeError):
    """What is put into a collection with terms is signed as ours; a partner's tool must not write there."""

    code = "TAXII_SPEAKS_FOR_US"


class NoTitle(NodeError):
    """A collection needs a title that people can read."""

    code = "TAXII_NO_TITLE"


class NoSuchDrawer(NodeError):
    """No collection made by hand answers to what was typed."""

    code = "TAXII_NO_COLLECTION"


class DrawerInUse(NodeError):
    """A foreign server is read from or written to through the collection."""

    code = "TAXII_COLLECTION_IN_USE"


class TextHasTerms(NodeError):
    """The terms of a collection are for STIX objects, not for texts."""

    code = "TAXII_TERMS_OF_TEXT"


class NoSuchSource(NodeError):
    """No foreign server answers to what was typed."""

    code = "TAXII_NO_SOURCE"


class BadInterval(NodeError):
    """A foreign server is asked between once a minute and once a month."""

    code = "TAXII_BAD_INTERVAL"


class PushWithoutOrigin(NodeError):
    """What is brought to a foreign server comes from one collection, or is what one partner may have."""

    code = "TAXII_PUSH_FROM_WHERE"


class SourceFault(NodeError):
    """A fault of this node stopped a run; the log has all of it."""

    code = "TAXII_SOURCE_FAULT"
