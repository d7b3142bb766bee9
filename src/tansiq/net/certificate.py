"""The self-signed certificate of a node; partners pin it when they pair, nobody else needs to trust it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import ip_address
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tansiq.net.errors import NotACertificate

LIFETIME: Final = timedelta(days=3650)


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate and its private key, both PEM."""

    certificate: bytes
    key: bytes = field(repr=False)

    @property
    def pin(self) -> str:
        """The SHA-256 of the certificate, 64 hex digits."""
        return pin_of(self.certificate)


def make_certificate(host: str, now: datetime) -> Certificate:
    """Return a new self-signed certificate (ECDSA P-256, ten years) for `host`, a name or an IP address."""
    key = generate_private_key(SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host[:64])])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + LIFETIME)
        .add_extension(x509.SubjectAlternativeName([_alternative(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return Certificate(certificate.public_bytes(Encoding.PEM), private)


def _alternative(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def pin_of(certificate: bytes) -> str:
    """Return the SHA-256 of the PEM `certificate`, as partners pin it. Raises `NotACertificate`."""
    try:
        read = x509.load_pem_x509_certificate(certificate)
    except ValueError as error:
        raise NotACertificate(str(error)) from error
    return sha256(read.public_bytes(Encoding.DER)).hexdigest()
