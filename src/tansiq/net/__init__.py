"""Speaks HTTP outward; refuses what it was not told to reach."""

from tansiq.net.certificate import Certificate, make_certificate, pin_of
from tansiq.net.courier import Courier, Couriers, Errand
from tansiq.net.errors import NetError, NotACertificate
from tansiq.net.http import HttpTransport
from tansiq.net.taxii import Credentials, TaxiiTransport

__all__ = [
    "Certificate",
    "Courier",
    "Couriers",
    "Credentials",
    "Errand",
    "HttpTransport",
    "NetError",
    "NotACertificate",
    "TaxiiTransport",
    "make_certificate",
    "pin_of",
]
