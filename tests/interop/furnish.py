"""Furnishes the node of TANSIQ_HOME: reads a plan as JSON, writes what was made as JSON."""

from __future__ import annotations

import json
import sys
from typing import Any

import msgspec

from tansiq.wiring import ImportOrder, Node, open_node
from tansiq.wiring.taxii import add_account, add_drawer, grant


def main() -> None:
    """Make the collections, accounts and rights that the plan names."""
    made = furnish(open_node(), json.load(sys.stdin))
    sys.stdout.write(json.dumps(made))


def furnish(node: Node, plan: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Return the `drawers` by alias and the `tokens` by account that the plan asked for."""
    drawers = {
        one["alias"]: add_drawer(node, one["title"], alias=one["alias"], order=_order(one.get("terms"))).id
        for one in plan["drawers"]
    }
    tokens = {one["name"]: add_account(node, **one).token for one in plan["accounts"]}
    for account, alias, rights in plan["rights"]:
        grant(node, account, alias, read="r" in rights, write="w" in rights)
    return {"drawers": drawers, "tokens": tokens}


def _order(terms: dict[str, Any] | None) -> ImportOrder | None:
    return None if terms is None else msgspec.convert(terms, ImportOrder)


if __name__ == "__main__":
    main()
