"""The node's own certificate."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tansiq.net import NotACertificate
from tansiq.wiring.certificate import CERTIFICATE, certificate_pin, ensure_certificate

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def test_a_node_has_no_pin_before_it_has_a_certificate(tmp_path: Path) -> None:
    assert certificate_pin(tmp_path) is None


def test_a_certificate_is_made_once(tmp_path: Path) -> None:
    ensure_certificate(tmp_path, "node.example.org", NOW)
    pin = certificate_pin(tmp_path)
    ensure_certificate(tmp_path, "other.example.org", NOW)
    assert pin is not None
    assert len(pin) == 64
    assert certificate_pin(tmp_path) == pin


def test_the_key_is_closed_to_others(tmp_path: Path) -> None:
    _, key = ensure_certificate(tmp_path, "node.example.org", NOW)
    assert key.stat().st_mode & 0o777 == 0o600


def test_a_damaged_certificate_is_refused(tmp_path: Path) -> None:
    ensure_certificate(tmp_path, "node.example.org", NOW)
    (tmp_path / CERTIFICATE).write_text("-----BEGIN CERTIFICATE-----\n", "utf-8")
    with pytest.raises(NotACertificate):
        certificate_pin(tmp_path)
