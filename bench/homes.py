"""Nodes as `tansiq init` founds them, in a folder of their own, with any number of partners."""

from __future__ import annotations

import gc
import secrets
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final

from pyrage.x25519 import Identity

from tansiq import desk
from tansiq.exchange import Address, Agency, Partner, make_keyring
from tansiq.exchange.node import default_basis
from tansiq.release import Standing
from tansiq.wiring import OPERATOR, ImportOrder, Node, create_node, new_uuid

CIRCLE: Final = "Sahel"
ORDER: Final = ImportOrder(purposes=("counter-terrorism",), grading="A2", tlp="amber", to=(CIRCLE,))
"""The terms of every import here."""


@contextmanager
def node(partners: int) -> Iterator[Node]:
    """Found a node that has `partners`, all in one circle; one node a process, gone at the end."""
    with tempfile.TemporaryDirectory(prefix="tansiq-bench-") as folder:
        founded = create_node(Path(folder) / "home", names=_names("Home"), country="MA")
        pair(founded, partners)
        gc.collect()
        gc.freeze()  # as a served node does when it has started
        yield founded
        founded.store.close()


def pair(at: Node, partners: int) -> None:
    """Pair the node with invented agencies that have true keys but no address, and convene them."""
    begun = at.now() - timedelta(days=1)
    agencies = [_agency(number) for number in range(partners)]
    with at.store.transaction() as tx:
        for agency in agencies:
            tx.agencies.pair(
                Partner(agency, Standing.ACTIVE, Address()), default_basis(agency.id, begun), now=begun
            )
    with at.desk() as opened:
        members = [agency.id for agency in agencies]
        desk.circles.create(
            _names(CIRCLE), members, actor=OPERATOR, now=at.now(), desk=opened, new_uuid=new_uuid
        )


def _agency(number: int) -> Agency:
    keys = make_keyring(f"identity--{uuid.uuid4()}", secrets.token_bytes, str(Identity.generate()))
    named = _names(f"Agency {number}")
    return Agency(
        keys.agency, named, "ML", (keys.node.public.vkey(),), keys.receipt.public.vkey(), keys.recipient
    )


def _names(name: str) -> dict[str, str]:
    return {"ar": f"{name} (ar)", "fr": f"{name} (fr)", "en": name}
