"""What every answer to a browser carries: what may run on the page, who may frame it, that it is not kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

POLICY: Final = {
    "default-src": "'self'",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
}
DEVICES: Final = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
HEADERS: Final = {
    "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in POLICY.items()),
    "Permissions-Policy": ", ".join(f"{device}=()" for device in DEVICES),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class ContentSecurityPolicy:
    """Middleware that sets `HEADERS` on every answer, errors among them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer `request`, with the headers."""
        response = self._get_response(request)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response
