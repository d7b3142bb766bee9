"""Founds the node that is measured, in a process of its own: one process serves one node."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Final

from bench import homes
from tansiq.wiring import Node, create_node, taxii

PARTNERS: Final = 3
TOOLS: Final = tuple(f"tool{number}" for number in range(8))
"""Accounts of this agency that may read and write the drawer."""
PARTNER: Final = "partner"
"""The account of one of the partners."""
DRAWER: Final = "bench"
"""The alias of a drawer whose objects are signed and told to every partner."""
HOME_DRAWER: Final = "plain"
"""The alias of a drawer without terms."""
PASSWORD: Final = "the well is east of the dunes"  # noqa: S105 - of invented tools on loopback


def found(home: Path, database: str | None = None) -> None:
    """Found a node in `home` with partners, two drawers, and accounts that all have the same password."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        pool.submit(_found, home, database).result()


def _found(home: Path, database: str | None) -> None:
    names = {lang: f"Home ({lang})" for lang in ("ar", "fr", "en")}
    node = create_node(home, names=names, country="MA", database=database)
    homes.pair(node, PARTNERS)
    taxii.add_drawer(node, "Reports", alias=DRAWER, order=homes.ORDER)
    taxii.add_drawer(node, "Notes of this house", alias=HOME_DRAWER)
    for name in TOOLS:
        taxii.add_account(node, name, password=PASSWORD)
        for drawer in (DRAWER, HOME_DRAWER):
            taxii.grant(node, name, drawer, read=True, write=True)
    taxii.add_account(node, PARTNER, partner=_partner(node), password=PASSWORD)
    node.store.close()


def _partner(node: Node) -> str:
    with node.snapshot() as tx:
        return min(partner.agency.id for partner in tx.agencies.partners())
