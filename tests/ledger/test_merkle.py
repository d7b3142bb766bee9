import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.ledger import (
    Frontier,
    Malformed,
    ProofFailed,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root,
    verify_consistency,
    verify_inclusion,
)
from tests.ledger.cast import digests

# The eight inputs and the roots over the first n of them that the Certificate Transparency sources publish.
INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
CT_LEAVES = [leaf_hash(bytes.fromhex(text)) for text in INPUTS]

sizes = st.integers(0, 70)


def slow_root(leaves: list[bytes]) -> bytes:
    """RFC 6962, section 2.1, word by word."""
    if len(leaves) <= 1:
        return leaves[0] if leaves else bytes.fromhex(ROOTS[0])
    split = max(1 << power for power in range(len(leaves).bit_length()) if 1 << power < len(leaves))
    return node_hash(slow_root(leaves[:split]), slow_root(leaves[split:]))


def prove_inclusion(leaves: list[bytes], index: int, proof: list[bytes]) -> None:
    size, expected = len(leaves), root(leaves)
    verify_inclusion(leaf=leaves[index], index=index, size=size, proof=proof, expected=expected)


def prove_consistency(leaves: list[bytes], old: int, proof: list[bytes], **changed: object) -> None:
    values: dict[str, object] = {"old_size": old, "old_root": root(leaves[:old]), "new_size": len(leaves)}
    values |= {"new_root": root(leaves), "proof": proof} | changed
    verify_consistency(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_certificate_transparency(size: int) -> None:
    assert root(CT_LEAVES[:size]).hex() == ROOTS[size]


@given(sizes)
def test_root_follows_the_recursive_definition(size: int) -> None:
    assert root(digests(size)) == slow_root(digests(size))


@given(sizes, st.lists(sizes, max_size=4))
def test_growing_in_steps_gives_the_same_tree(first: int, steps: list[int]) -> None:
    grown = Frontier.empty().extend(digests(first))
    for step in steps:
        grown = grown.extend(digests(grown.size + step)[grown.size :])
    assert grown == Frontier.empty().extend(digests(grown.size))


@given(sizes)
def test_a_frontier_survives_its_bytes(size: int) -> None:
    frontier = Frontier.empty().extend(digests(size))
    assert Frontier.from_bytes(frontier.to_bytes()) == frontier


@pytest.mark.parametrize("data", [b"", bytes(7), bytes(9), bytes(8 + 32), b"\xff" * 8 + bytes(64 * 32)])
def test_a_malformed_frontier_is_refused(data: bytes) -> None:
    with pytest.raises(Malformed):
        Frontier.from_bytes(data)


def test_a_frontier_with_surplus_peaks_is_refused() -> None:
    data = Frontier.empty().extend(digests(5)).to_bytes()
    with pytest.raises(Malformed):
        Frontier.from_bytes(data + bytes(32))


@given(st.integers(1, 70), st.data())
def test_inclusion_is_proven(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    prove_inclusion(digests(size), index, inclusion_proof(digests(size), index))


@given(sizes, st.data())
def test_consistency_is_proven(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(0, size))
    prove_consistency(digests(size), old, consistency_proof(digests(size), old))


@given(st.integers(2, 40), st.data())
def test_a_proof_for_another_leaf_is_refused(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    claimed = data.draw(st.integers(0, size - 1).filter(lambda other: other != index))
    proof = inclusion_proof(digests(size), index)
    with pytest.raises(ProofFailed):
        prove_inclusion(digests(size), claimed, proof)


@given(st.integers(2, 40), st.data())
def test_a_changed_cut_or_padded_inclusion_proof_is_refused(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(digests(size), index)
    at = data.draw(st.integers(0, len(proof) - 1))
    changed = [*proof[:at], bytes(32), *proof[at + 1 :]]
    for attack in (changed, proof[:at], [*proof, bytes(32)], [proof[0][:31], *proof[1:]]):
        with pytest.raises(ProofFailed):
            prove_inclusion(digests(size), index, attack)


@given(st.integers(2, 40), st.data())
def test_a_changed_cut_or_padded_consistency_proof_is_refused(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, size - 1))
    proof = consistency_proof(digests(size), old)
    at = data.draw(st.integers(0, len(proof) - 1))
    changed = [*proof[:at], bytes(32), *proof[at + 1 :]]
    for attack in (changed, proof[:at], [*proof, bytes(32)], [b"short", *proof[1:]]):
        with pytest.raises(ProofFailed):
            prove_consistency(digests(size), old, attack)


@given(st.integers(1, 40), st.data())
def test_a_rewritten_history_has_no_consistency_proof(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, size))
    rewritten = digests(size, "rewritten")
    with pytest.raises(ProofFailed):
        prove_consistency(rewritten, old, consistency_proof(rewritten, old), old_root=root(digests(old)))


def test_a_larger_tree_is_not_consistent_with_a_smaller_one() -> None:
    with pytest.raises(ProofFailed):
        prove_consistency(digests(4), 4, [], old_size=5)


def test_an_empty_old_tree_with_a_root_of_its_own_is_refused() -> None:
    with pytest.raises(ProofFailed):
        prove_consistency(digests(4), 0, [], old_root=bytes(32))


@pytest.mark.parametrize(("size", "index"), [(0, 0), (3, 3), (3, -1)])
def test_no_proof_for_a_leaf_outside_the_tree(size: int, index: int) -> None:
    with pytest.raises(ProofFailed):
        inclusion_proof(digests(size), index)
    with pytest.raises(ProofFailed):
        verify_inclusion(leaf=bytes(32), index=index, size=size, proof=[], expected=bytes(32))


@pytest.mark.parametrize("old", [-1, 4])
def test_no_consistency_proof_from_a_size_outside_the_tree(old: int) -> None:
    with pytest.raises(ProofFailed):
        consistency_proof(digests(3), old)
