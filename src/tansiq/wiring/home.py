"""The node's folder: its secrets as files that only their owner may read."""

from __future__ import annotations

import os
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from tansiq.exchange import Keyring
from tansiq.ledger import LedgerError, NodeKey
from tansiq.wiring.errors import AlreadyANode, KeysDamaged, NotANode, NotWritable, OpenToOthers

KEYS = "keys.json"
ADDRESS = "address"
PRIVATE = 0o600
FOLDER = 0o700


class StoredKey(msgspec.Struct, forbid_unknown_fields=True):
    """A signing key at rest: the `name` under which it signs, and its 32-byte `seed` in base64."""

    name: str
    seed: str


class StoredKeyring(msgspec.Struct, forbid_unknown_fields=True):
    """The keyring at rest."""

    agency: str
    node: StoredKey
    receipt: StoredKey
    seal: str
    retired: tuple[StoredKey, ...] = ()


def home_folder() -> Path:
    """Return the folder that TANSIQ_HOME names, `~/.tansiq` when it is not set."""
    return Path(os.environ.get("TANSIQ_HOME") or Path.home() / ".tansiq").absolute()


def make_home(home: Path) -> None:
    """Create the node's folder, closed to everybody else.

    Raises `AlreadyANode` when it holds keys, `NotWritable` when it cannot be made.
    """
    with writing(home):
        home.mkdir(mode=FOLDER, parents=True, exist_ok=True)
        home.chmod(FOLDER)
    if (home / KEYS).exists():
        raise AlreadyANode(home=str(home))


def save_keyring(home: Path, keyring: Keyring) -> None:
    """Write `keyring`, readable by the owner alone and durable on return; keys are never overwritten.

    Raises `AlreadyANode` when there are keys already.
    """
    stored = StoredKeyring(
        agency=keyring.agency,
        node=_stored(keyring.node),
        receipt=_stored(keyring.receipt),
        seal=keyring.seal,
        retired=tuple(_stored(key) for key in keyring.retired),
    )
    write_secret(home / KEYS, msgspec.json.encode(stored).decode())


def load_keyring(home: Path) -> Keyring:
    """Read the keyring back.

    Raises `NotANode` when there is none, `OpenToOthers` when somebody else could read it, `KeysDamaged` when
    it is not what was written.
    """
    path = home / KEYS
    try:
        return _keyring(msgspec.json.decode(read_secret(path), type=StoredKeyring))
    except FileNotFoundError as missing:
        raise NotANode(home=str(home)) from missing
    except (ValueError, LedgerError) as damaged:
        raise KeysDamaged(path=str(path)) from damaged


def _keyring(stored: StoredKeyring) -> Keyring:
    return Keyring(
        agency=stored.agency,
        node=_loaded(stored.node),
        receipt=_loaded(stored.receipt),
        seal=stored.seal,
        retired=tuple(_loaded(key) for key in stored.retired),
    )


def write_secret(path: Path, secret: str) -> None:
    """Create `path` with `secret`, mode 0600, durable on return.

    Raises `AlreadyANode` when it exists, `NotWritable` when it cannot be written.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with writing(path):
        _write_new(draft, secret)
        try:
            os.link(draft, path)
        except FileExistsError as there:
            raise AlreadyANode(home=str(path.parent)) from there
        finally:
            draft.unlink()
        _sync_folder(path.parent)


def replace_secret(path: Path, text: str) -> None:
    """Put `text` in the place of `path`, mode 0600, whole or not at all, durable on return.

    Raises `NotWritable` when it cannot be written.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with writing(path):
        _write_new(draft, text)
        draft.replace(path)
        _sync_folder(path.parent)


def read_address(home: Path) -> str | None:
    """Return the address under which the node was last started, None before its first start."""
    path = home / ADDRESS
    return path.read_text(encoding="utf-8").strip() if path.exists() else None


def announce(home: Path, url: str) -> None:
    """Remember under which `url` the node was started, for invitations."""
    replace_secret(home / ADDRESS, url)


def read_secret(path: Path) -> str:
    """Return the secret in `path`. Raises `OpenToOthers` when its mode lets anybody but the owner read it."""
    mode = path.stat().st_mode & 0o777
    if mode & 0o077:
        raise OpenToOthers(path=str(path), mode=oct(mode))
    return path.read_text(encoding="utf-8").strip()


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Run a block that writes `path`. Raises `NotWritable` when the disk refuses."""
    try:
        yield
    except OSError as error:
        raise NotWritable(path=str(path), why=str(error.strerror)) from error


def _write_new(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)  # a draft that a crash left, or a link that somebody laid
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())


def _stored(key: NodeKey) -> StoredKey:
    return StoredKey(name=key.name, seed=b64encode(key.seed).decode())


def _loaded(stored: StoredKey) -> NodeKey:
    return NodeKey(stored.name, b64decode(stored.seed, validate=True))


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
