"""What this node proves itself with to foreign servers: a file each, never the database."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec

from tansiq.net import Credentials
from tansiq.wiring.errors import KeysDamaged
from tansiq.wiring.home import FOLDER, read_secret, replace_secret
from tansiq.wiring.node import Node

KEYS: Final = "taxii"
"""The folder of these files within the node's own."""


class Secret(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A `password` for the source's user name, or a bearer `token`."""

    password: str | None = None
    token: str | None = None

    def __repr__(self) -> str:
        return "Secret(…)"


def keep_secret(node: Node, source_id: str, secret: Secret) -> None:
    """Write the `secret` of a source, readable by the owner alone. Raises `NotWritable`."""
    path = _path(node, source_id)
    path.parent.mkdir(mode=FOLDER, exist_ok=True)
    replace_secret(path, msgspec.json.encode(secret).decode())


def forget_secret(node: Node, source_id: str) -> None:
    """Remove the secret of a source, if it has one."""
    _path(node, source_id).unlink(missing_ok=True)


def credentials(node: Node, source_id: str, username: str | None) -> Credentials:
    """Return by what this node proves itself to a source; nothing when no secret was given.

    Raises `OpenToOthers` when somebody else could read the file, `KeysDamaged` when it is not what was
    written.
    """
    path = _path(node, source_id)
    try:
        secret = msgspec.json.decode(read_secret(path), type=Secret)
    except FileNotFoundError:
        return Credentials(username)
    except (ValueError, msgspec.MsgspecError) as damaged:
        raise KeysDamaged(path=str(path)) from damaged
    return Credentials(username, secret.password, secret.token)


def _path(node: Node, source_id: str) -> Path:
    return node.home / KEYS / source_id
