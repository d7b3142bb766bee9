"""The node that this process serves."""

from __future__ import annotations

from functools import cache

from tansiq.wiring import Node, open_node


@cache
def current_node() -> Node:
    """Return the node in TANSIQ_HOME, opened once a process.

    Raises what `open_node` raises.
    """
    return open_node()
