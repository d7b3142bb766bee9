"""What the log-in page shows."""

from __future__ import annotations

from dataclasses import dataclass, field

from tansiq.web.workbench.parts import AgencyName, Field


@dataclass(frozen=True, slots=True)
class LogInPage:
    """The log-in form of `agency`'s node.

    Fields `username` and `password`, `next` a local path, `errors` of the whole.
    """

    agency: AgencyName
    next: str = ""
    username: Field = field(default_factory=Field)
    errors: tuple[str, ...] = ()
