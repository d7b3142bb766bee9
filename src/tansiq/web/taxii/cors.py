"""Whether pages of another origin may read answers: only of those that the settings name."""

from __future__ import annotations

from typing import Final

from tansiq.web.taxii.messages import Answer, Request

HEADERS: Final = "accept, authorization, content-encoding, content-type"
EXPOSED: Final = "retry-after, x-taxii-date-added-first, x-taxii-date-added-last"
AGE: Final = "600"


class Cors:
    """Lets the pages of `origins` read answers (Fetch, 3.2)."""

    def __init__(self, origins: tuple[str, ...]) -> None:
        self._origins = frozenset(origins)

    def allow(self, request: Request, sent: Answer) -> Answer:
        """Return `sent` with what the browser must know, unchanged for every other origin."""
        origin = request.headers.get(b"origin", b"").decode("latin-1") if self._origins else ""
        if origin not in self._origins:
            return sent
        more = {"access-control-allow-origin": origin, "access-control-expose-headers": EXPOSED}
        if request.method == "OPTIONS" and b"access-control-request-method" in request.headers:
            allow = next((value.decode() for name, value in sent.headers if name == b"allow"), "")
            more |= {
                "access-control-allow-methods": allow,
                "access-control-allow-headers": HEADERS,
                "access-control-max-age": AGE,
            }
        headers = [*sent.headers, *((name.encode(), value.encode()) for name, value in more.items())]
        return sent._replace(headers=headers)
