"""The ids of cyber-observables, derived from what they are (STIX 2.1, sections 2.9 and 6)."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

from tansiq.stix.upgrade.canonical import canonical

_NAMESPACE = UUID("00abedb4-aa42-466c-9c01-fed23315a9b7")
_HASHES = ("MD5", "SHA-1", "SHA-256", "SHA-512")
_CONTRIBUTING: Mapping[str, tuple[str, ...]] = {
    "artifact": ("hashes", "payload_bin"),
    "autonomous-system": ("number",),
    "directory": ("path",),
    "domain-name": ("value",),
    "email-addr": ("value",),
    "email-message": ("from_ref", "subject", "body"),
    "file": ("hashes", "name", "extensions", "parent_directory_ref"),
    "ipv4-addr": ("value",),
    "ipv6-addr": ("value",),
    "mac-addr": ("value",),
    "mutex": ("name",),
    "network-traffic": (
        *("start", "end", "src_ref", "dst_ref", "src_port", "dst_port", "protocols", "extensions"),
    ),
    "software": ("name", "cpe", "swid", "vendor", "version"),
    "url": ("value",),
    "user-account": ("account_type", "user_id", "account_login"),
    "windows-registry-key": ("key", "values"),
    "x509-certificate": ("hashes", "serial_number"),
}


def contributing(members: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of the `members` of a cyber-observable that its id is derived from."""
    names = _CONTRIBUTING.get(members["type"], ())
    return {name: members[name] for name in names if name in members}


def identify(object_type: str, parts: Mapping[str, Any], seed: str) -> str:
    """Return the id of a cyber-observable of `object_type` with the contributing `parts`.

    Without any, its UUID is one of version 4, taken from `seed` so that the same upgrade gives the same id.
    """
    if not parts:
        return f"{object_type}--{unlike_any_other(seed.encode())}"
    hashes = parts.get("hashes")
    one = {"hashes": _one_of(hashes)} if isinstance(hashes, dict) and hashes else {}
    return f"{object_type}--{uuid5(_NAMESPACE, canonical({**parts, **one}))}"


def unlike_any_other(seed: bytes) -> UUID:
    """Return a UUID of version 4 whose bits are the SHA-256 of `seed`."""
    return UUID(bytes=sha256(seed).digest()[:16], version=4)


def _one_of(hashes: Mapping[str, Any]) -> dict[str, Any]:
    name = next((name for name in _HASHES if name in hashes), min(hashes))
    return {name: hashes[name]}
