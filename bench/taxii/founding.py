"""Founds the node that is measured, in a process of its own: one process serves one node."""

from __future__ import annotations

import multiprocessing
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Final

from bench import homes
from tansiq.wiring import Node, create_node, taxii

PARTNERS: Final = 3
TOOLS: Final = tuple(f"tool{number}" for number in range(8))
"""Accounts of this agency that may read and write the drawer; the first logs in by password."""
PARTNER: Final = "partner"
"""The account of one of the partners."""
DRAWER: Final = "bench"
"""The alias of a drawer whose objects are signed and told to every partner."""
PASSWORD: Final = "the well is east of the dunes"  # noqa: S105 - of invented tools on loopback


def found(home: Path, database: str | None = None) -> Mapping[str, str]:
    """Found a node in `home` with partners, a drawer with terms, and accounts; returns their tokens."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_found, home, database).result()


def _found(home: Path, database: str | None) -> Mapping[str, str]:
    names = {lang: f"Home ({lang})" for lang in ("ar", "fr", "en")}
    node = create_node(home, names=names, country="MA", database=database)
    homes.pair(node, PARTNERS)
    taxii.add_drawer(node, "Reports", alias=DRAWER, order=homes.ORDER)
    partner = taxii.add_account(node, PARTNER, partner=_partner(node))
    tools = {name: taxii.add_account(node, name, password=_password(name)) for name in TOOLS}
    for name in TOOLS:
        taxii.grant(node, name, DRAWER, read=True, write=True)
    node.store.close()
    return {name: opened.token for name, opened in {**tools, PARTNER: partner}.items()}


def _password(name: str) -> str | None:
    return PASSWORD if name == TOOLS[0] else None


def _partner(node: Node) -> str:
    with node.snapshot() as tx:
        return min(partner.agency.id for partner in tx.agencies.partners())
