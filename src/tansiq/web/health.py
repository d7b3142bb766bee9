"""Whether the node works, for whoever watches it; no secret and no content."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse

from tansiq.store import Unavailable
from tansiq.web.node import current_node
from tansiq.web.visits import for_everybody


@for_everybody
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers, 503 with what fails when it does not."""
    del request
    try:
        with current_node().snapshot():
            return JsonResponse({"ok": True})
    except Unavailable:
        return JsonResponse({"ok": False, "fails": ["database"]}, status=503)
