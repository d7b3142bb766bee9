"""The node's own certificate: made once, kept beside the keys, pinned by partners when they pair."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tansiq.net import make_certificate, pin_of
from tansiq.wiring.home import read_secret, write_secret

CERTIFICATE = "certificate.pem"
PRIVATE_KEY = "certificate.key"


def certificate_pin(home: Path) -> str | None:
    """Return the SHA-256 of the node's certificate in hex, None while it has none."""
    path = home / CERTIFICATE
    return pin_of(read_secret(path).encode()) if path.exists() else None


def ensure_certificate(home: Path, host: str, now: datetime) -> tuple[Path, Path]:
    """Return the files of the node's certificate and of its key, made for `host` if there are none."""
    certificate, key = home / CERTIFICATE, home / PRIVATE_KEY
    if not certificate.exists():
        made = make_certificate(host, now)
        key.unlink(missing_ok=True)
        write_secret(key, made.key.decode())
        write_secret(certificate, made.certificate.decode())
    return certificate, key
