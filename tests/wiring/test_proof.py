"""Whether what is kept is what its originator signed."""

from dataclasses import replace

from tansiq.wiring import Node
from tansiq.wiring.proof import is_verified
from tests.wiring.nodes import write


def test_what_we_signed_verifies(node: Node) -> None:
    object_id = write(node)
    with node.snapshot() as tx:
        record, signature = tx.objects.record(object_id), tx.objects.signature(object_id)
        assert record is not None
        assert is_verified(tx, record, signature)


def test_nothing_verifies_without_a_signature_or_under_anothers(node: Node) -> None:
    one, other = write(node, "A convoy was seen."), write(node, "A camp was found.")
    with node.snapshot() as tx:
        record = tx.objects.record(one)
        assert record is not None
        assert not is_verified(tx, record, None)
        assert not is_verified(tx, record, tx.objects.signature(other))
        assert not is_verified(tx, replace(record, originator="identity--unknown"), tx.objects.signature(one))
