"""Trying a verb of the desk on behalf of a person, who is told in a sentence how it went."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tansiq.desk import NotAllowed, NotFound
from tansiq.store import Unavailable
from tansiq.web.visits import Visit
from tansiq.web.workbench.frame import tell
from tansiq.web.workbench.speech import said


@contextmanager
def attempt(visit: Visit, done: str) -> Iterator[None]:
    """Run the block; then the person's next page says `done`, or why it was refused.

    What makes a page of its own is raised again: `NotAllowed`, `NotFound`, `Unavailable`, and every fault.
    """
    try:
        yield
    except (NotAllowed, NotFound, Unavailable):
        raise
    except Exception as error:  # noqa: BLE001 - `said` raises again what is not ours
        tell(visit, "alarm", said(error, visit.lang))
    else:
        tell(visit, "done", done)
