"""What the Inbox shows."""

from __future__ import annotations

from dataclasses import dataclass

from tansiq.web.workbench.parts import Field, Paging, ReportLine


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters as they stand in the address.

    `partner`, `circle`, `type`, `tlp`, `q` and `unread` (value "1" or "").
    """

    partner: Field
    circle: Field
    type: Field
    tlp: Field
    q: Field
    unread: Field

    @property
    def active(self) -> bool:
        """Return whether anything narrows the listing."""
        typed = any(one.value for one in (self.q, self.unread))
        return typed or any(one.value for field in self.fields for one in field.chosen)

    @property
    def fields(self) -> tuple[Field, ...]:
        """Return the fields that offer choices."""
        return (self.partner, self.circle, self.type, self.tlp)


@dataclass(frozen=True, slots=True)
class InboxPage:
    """What partners told us, newest first; `empty_node` when nothing ever came in."""

    rows: tuple[ReportLine, ...]
    filters: Filters
    paging: Paging
    empty_node: bool = False
