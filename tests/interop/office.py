"""A served node with tools, a partner and collections."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.e2e.faults import Pair
from tests.e2e.nodes import NodeProcess
from tests.interop.asking import Tool, basic, bearer, collection_at
from tests.interop.badges import CERTIFICATE_HEADER

PASSWORD: Final = "seven camels at the third well"
PLAIN: Final = ("both", "filters", "paged", "empty", "use-cases", "fetched", "leaving")
"""The collections without terms, by alias."""
TERMS: Final = {"purposes": ["counter-terrorism"], "grading": "B3"}
"""What every collection with terms says; the rest differs."""


@dataclass(frozen=True)
class Office:
    """The served `node`, its served `partner`, bearer `tokens` by account, ids of `drawers` by alias."""

    node: NodeProcess
    partner: NodeProcess
    tokens: dict[str, str]
    drawers: dict[str, str]
    analyst: Tool
    """A tool of the partner at its own node."""

    def tool(self, account: str) -> Tool:
        """Return a client that logs in as `account` by its token."""
        return Tool(self.node.port, bearer(self.tokens[account]))

    def at(self, alias: str) -> str:
        """Return the address of a collection."""
        return collection_at(self.drawers[alias])


def furnished(node: NodeProcess, plan: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Have `node` make what `plan` says (see `tests.interop.furnish`)."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.interop.furnish"],
        env=node.environment() | {"PYTHONPATH": str(Path(__file__).parents[2])},
        input=json.dumps(plan),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    made: dict[str, dict[str, str]] = json.loads(done.stdout)
    return made


@contextmanager
def open_office(folder: Path, certificate: str) -> Iterator[Office]:
    """Serve a node for all cases; the tool `badge` proves itself by `certificate`."""
    pair = Pair.founded(folder)
    node, partner = pair.nodes
    made = furnished(node, _plan(partner.agency, certificate))
    desk = furnished(partner, {"drawers": [], "accounts": [{"name": "analyst"}], "rights": []})
    node.extra |= {"TANSIQ_TAXII_CERTIFICATE_HEADER": CERTIFICATE_HEADER}
    try:
        pair.start()
        analyst = Tool(partner.port, bearer(desk["tokens"]["analyst"]))
        yield Office(node, partner, made["tokens"], made["drawers"], analyst)
    finally:
        pair.kill()


def _plan(partner: str, certificate: str) -> dict[str, Any]:
    told: list[dict[str, Any]] = [
        {
            "alias": f"told-{level}",
            "title": f"Told {level}",
            "terms": {**TERMS, "tlp": level, "to": [partner]},
        }
        for level in ("green", "amber", "red")
    ]
    plain: list[dict[str, Any]] = [{"alias": alias, "title": alias.title()} for alias in PLAIN]
    both = [(name, one["alias"], "rw") for name in ("producer", "badge") for one in (*plain, *told)]
    readers = [("consumer", one["alias"], "r") for one in (*plain, *told)]
    writers = [("dropbox", one["alias"], "w") for one in (*plain, *told)]
    return {
        "drawers": [*plain, *told],
        "accounts": [
            {"name": "producer", "password": PASSWORD},
            {"name": "badge", "certificate": certificate},
            *({"name": name} for name in ("consumer", "dropbox", "stranger")),
            {"name": "ally", "partner": partner},
        ],
        "rights": [*both, *readers, *writers],
    }


PRODUCER: Final = basic("producer", PASSWORD)
