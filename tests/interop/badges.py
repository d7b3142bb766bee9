"""Client certificates of a tests' own authority, and nginx in front of a node, which checks them."""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.e2e.faults import free_port
from tests.e2e.nodes import NodeProcess, eventually
from tests.services.programs import MissingProgram

NGINX: Final = "/usr/sbin/nginx"
CERTIFICATE_HEADER: Final = "X-Client-Certificate"
NGINX_CONFIG: Final = """
worker_processes 1;
pid nginx.pid;
events {{}}
http {{
  access_log off;
  client_body_temp_path bodies;
  proxy_temp_path answers;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  client_max_body_size 100m;
  server {{
    listen 127.0.0.1:{port} ssl;
    ssl_certificate {server.certificate};
    ssl_certificate_key {server.key};
    ssl_client_certificate {authority.certificate};
    ssl_verify_client optional;
    location / {{
      proxy_pass http://127.0.0.1:{node};
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-Proto https;
      proxy_set_header X-Client-Certificate $ssl_client_escaped_cert;
    }}
  }}
}}
"""


@dataclass(frozen=True, slots=True)
class Badge:
    """A certificate with its key, as files, and what its SHA-256 is."""

    certificate: Path
    key: Path

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the certificate in hexadecimal digits."""
        made = x509.load_pem_x509_certificate(self.certificate.read_bytes())
        return made.fingerprint(hashes.SHA256()).hex()


class Authority:
    """A certificate authority of the tests' own, in `folder`."""

    def __init__(self, folder: Path, name: str) -> None:
        """Make its key and its own certificate."""
        self._folder, self._name = folder, name
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.badge = self._badge(name, self._key, lets_sign=True)

    def issue(self, name: str) -> Badge:
        """Return a certificate for `name`, as a server at 127.0.0.1 and as a client."""
        return self._badge(name, ec.generate_private_key(ec.SECP256R1()), lets_sign=False)

    def _badge(self, name: str, key: ec.EllipticCurvePrivateKey, *, lets_sign: bool) -> Badge:
        now = datetime.now(UTC)
        local = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
        made = (
            x509.CertificateBuilder()
            .subject_name(_named(name))
            .issuer_name(_named(self._name))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=lets_sign, path_length=None), critical=True)
            .add_extension(x509.SubjectAlternativeName(local), critical=False)
            .sign(self._key, hashes.SHA256())
        )
        badge = Badge(self._folder / f"{name}.pem", self._folder / f"{name}.key")
        badge.certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
        badge.key.write_bytes(_key_bytes(key))
        return badge


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _key_bytes(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def trusting(authority: Authority, badge: Badge | None = None) -> ssl.SSLContext:
    """Return TLS that trusts servers of `authority` and shows `badge`."""
    context = ssl.create_default_context(cafile=str(authority.badge.certificate))
    if badge is not None:
        context.load_cert_chain(badge.certificate, badge.key)
    return context


@contextmanager
def proxied(folder: Path, node: NodeProcess, authority: Authority) -> Iterator[int]:
    """Run nginx in front of `node` and yield its port; it hands certificates of `authority` on."""
    if not Path(NGINX).exists():
        raise MissingProgram(NGINX, "nginx-light")
    port = free_port()
    text = NGINX_CONFIG.format(
        port=port,
        server=authority.issue("proxy"),
        authority=authority.badge,
        node=node.port,
    )
    (folder / "nginx.conf").write_text(text, encoding="utf-8")
    log = str(folder / "nginx.log")
    with subprocess.Popen(
        [NGINX, "-p", str(folder), "-c", "nginx.conf", "-e", log, "-g", "daemon off;"]
    ) as server:
        try:
            eventually((folder / "nginx.pid").exists, what="nginx is up")
            yield port
        finally:
            server.terminate()
