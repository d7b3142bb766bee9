import pytest
from cryptography import x509

from tansiq.net import NotACertificate, make_certificate, pin_of
from tests.exchange.cast import NOW


@pytest.mark.parametrize("host", ["node.example", "192.0.2.7", "2001:db8::7"])
def test_a_certificate_names_its_host(host: str) -> None:
    made = make_certificate(host, NOW)
    read = x509.load_pem_x509_certificate(made.certificate)
    names = read.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert host in {str(name.value) for name in names}
    assert made.pin == pin_of(made.certificate)


def test_two_certificates_have_two_pins() -> None:
    assert make_certificate("node.example", NOW).pin != make_certificate("node.example", NOW).pin


def test_the_private_key_is_not_shown() -> None:
    assert "PRIVATE" not in repr(make_certificate("node.example", NOW))


def test_other_bytes_are_no_certificate() -> None:
    with pytest.raises(NotACertificate):
        pin_of(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
