"""TAXII put together: who may come in, what becomes of what they bring, and where this node goes itself."""

from tansiq.wiring.taxii.doors import (
    DrawerLine,
    Listing,
    Opened,
    ToolLine,
    add_account,
    add_drawer,
    close_account,
    find_drawer,
    grant,
    listing,
    micros,
    order_of,
    remove_drawer,
    renew_account,
    token_digest,
)
from tansiq.wiring.taxii.intake import DeskIntake, take_back

__all__ = [
    "DeskIntake",
    "DrawerLine",
    "Listing",
    "Opened",
    "ToolLine",
    "add_account",
    "add_drawer",
    "close_account",
    "find_drawer",
    "grant",
    "listing",
    "micros",
    "order_of",
    "remove_drawer",
    "renew_account",
    "take_back",
    "token_digest",
]
