"""Properties of the tree: what was proven holds, and nothing near it does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.tlog.logs import entries, tree_of

from habeas.tlog.faults import UnprovenError
from habeas.tlog.tree import (
    EMPTY_ROOT,
    Frontier,
    Tree,
    check_consistency,
    check_inclusion,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root,
)

WHOLE = tree_of(entries(300))
SIZES = st.integers(1, WHOLE.size)


def flipped(data: bytes, bit: int) -> bytes:
    at = bit // 8 % len(data)
    return data[:at] + bytes((data[at] ^ 1 << bit % 8,)) + data[at + 1 :]


def naive_root(leaves: list[bytes]) -> bytes:
    """RFC 6962, section 2.1, word by word."""
    if len(leaves) <= 1:
        return leaves[0] if leaves else EMPTY_ROOT
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(naive_root(leaves[:split]), naive_root(leaves[split:]))


@given(SIZES)
def test_every_way_to_the_root_leads_to_the_same(size: int) -> None:
    leaves = [WHOLE.subtree(0, index) for index in range(size)]
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    again = Frontier(size, frontier.hashes)
    assert naive_root(leaves) == WHOLE.root(size) == frontier.root() == again.root()
    again.append(leaf_hash(b"next"))
    assert (again.size, len(again.hashes)) == (size + 1, (size + 1).bit_count())


def test_an_empty_tree() -> None:
    assert Tree().root() == Frontier().root() == EMPTY_ROOT
    with pytest.raises(ValueError, match="2 hashes at its edge"):
        Frontier(3, [bytes(32)])


@given(SIZES, st.data())
def test_inclusion(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    leaf, top = WHOLE.subtree(0, index), WHOLE.root(size)
    proof = inclusion_proof(index, size, WHOLE.subtree)
    check_inclusion(index, size, leaf, proof, top)

    bit = data.draw(st.integers(0, 255))
    near = [
        (index, size, flipped(leaf, bit), proof, top),
        (index, size, leaf, proof, flipped(top, bit)),
        (index ^ 1 << bit % 9, size, leaf, proof, top),
        (index, size, leaf, [*proof, top], top),
        (index, size, leaf, [top, *proof], top),
        (index, size, leaf[:31], proof, top),
        (-1, size, leaf, proof, top),
    ]
    if proof:
        at = data.draw(st.integers(0, len(proof) - 1))
        near.append((index, size, leaf, [*proof[:at], flipped(proof[at], bit), *proof[at + 1 :]], top))
        near.append((index, size, leaf, proof[:-1], top))
        near.append((index, size, leaf, [], top))
    for each in near:
        with pytest.raises(UnprovenError) as refused:
            check_inclusion(*each)
        assert refused.value.code == "log-inclusion-wrong"


@given(SIZES, st.data())
def test_consistency(size: int, data: st.DataObject) -> None:
    before = data.draw(st.integers(1, size))
    old, new = WHOLE.root(before), WHOLE.root(size)
    proof = consistency_proof(before, size, WHOLE.subtree)
    check_consistency(before, size, old, new, proof)

    bit = data.draw(st.integers(0, 255))
    near = [
        (before, size, flipped(old, bit), new, proof),
        (before, size, old, flipped(new, bit), proof),
        (before, size, old, new, [*proof, new]),
        (0, size, old, new, proof),
        (size + 1, size, old, new, proof),
        (before, size, old[:31], new, proof),
    ]
    if before != size:
        near.append((size, before, new, old, proof))
        near.append((before, size, old, new, proof[:-1]))
        at = data.draw(st.integers(0, len(proof) - 1))
        near.append((before, size, old, new, [*proof[:at], flipped(proof[at], bit), *proof[at + 1 :]]))
    for each in near:
        with pytest.raises(UnprovenError) as refused:
            check_consistency(*each)
        assert refused.value.code == "log-consistency-wrong"


@given(SIZES, SIZES, st.integers(0, 299))
def test_no_proof_for_one_size_serves_another(size: int, other: int, index: int) -> None:
    if size == other or index >= min(size, other):
        return
    proof = inclusion_proof(index, size, WHOLE.subtree)
    with pytest.raises(UnprovenError):
        check_inclusion(index, other, WHOLE.subtree(0, index), proof, WHOLE.root(other))
    with pytest.raises(UnprovenError):
        check_inclusion(index, size, WHOLE.subtree(0, index), proof, WHOLE.root(other))


def test_what_cannot_be_proven_is_not_tried() -> None:
    with pytest.raises(ValueError, match="no entry 3"):
        inclusion_proof(3, 3, WHOLE.subtree)
    with pytest.raises(ValueError, match="nothing can be proven"):
        consistency_proof(0, 3, WHOLE.subtree)
    assert root(0, WHOLE.subtree) == EMPTY_ROOT
