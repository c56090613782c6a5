"""The Merkle tree of RFC 6962, section 2.1: hashes, roots, proofs made and proofs checked.

A *subtree* is named by its height and its index: the hash of the entries from
``index * 2**height`` on, ``2**height`` of them, all there. Whoever can tell these hashes (a tree in
memory, tiles on a disk) can make every root and every proof.
"""

import hashlib
from collections.abc import Callable, Sequence
from typing import TypeAlias

from habeas.tlog.faults import UnprovenError
from habeas.tlog.strict import HASH_SIZE

Subtrees: TypeAlias = Callable[[int, int], bytes]
"""``subtrees(height, index)`` is the hash of a complete subtree."""

EMPTY_ROOT = hashlib.sha256(b"").digest()
"""RFC 6962, section 2.1: the root of a tree without entries."""

LONGEST_PROOF = 63
"""Hashes of a proof in the largest tree; C2SP tlog-witness, add-checkpoint."""


def leaf_hash(entry: bytes) -> bytes:
    """RFC 6962, section 2.1: the hash of one entry."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """RFC 6962, section 2.1: the hash of what stands above two hashes."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def folded(hashes: Sequence[bytes]) -> bytes:
    """The hash above a power of two of hashes."""
    row = list(hashes)
    while len(row) > 1:
        row = [node_hash(row[place], row[place + 1]) for place in range(0, len(row), 2)]
    return row[0]


def root(size: int, subtrees: Subtrees) -> bytes:
    """The root of the first ``size`` entries."""
    return _range(0, size, subtrees) if size else EMPTY_ROOT


def inclusion_proof(index: int, size: int, subtrees: Subtrees) -> list[bytes]:
    """RFC 6962, section 2.1.1: that entry ``index`` is in the tree of ``size`` entries."""
    if not 0 <= index < size:
        raise ValueError(f"there is no entry {index} in a tree of {size}")
    low, high, proof = 0, size, list[bytes]()
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            proof.append(_range(middle, high, subtrees))
            high = middle
        else:
            proof.append(_range(low, middle, subtrees))
            low = middle
    return proof[::-1]


def consistency_proof(before: int, size: int, subtrees: Subtrees) -> list[bytes]:
    """RFC 6962, section 2.1.2: that the tree of ``before`` entries is how the tree of ``size`` begins."""
    if not 0 < before <= size:
        raise ValueError(f"nothing can be proven between trees of {before} and {size}")
    low, high, proof, whole = 0, size, list[bytes](), True
    while before != high:
        middle = low + _split(high - low)
        if before <= middle:
            proof.append(_range(middle, high, subtrees))
            high = middle
        else:
            proof.append(_range(low, middle, subtrees))
            low, whole = middle, False
    if not whole:
        proof.append(_range(low, high, subtrees))
    return proof[::-1]


def check_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> None:
    """RFC 9162, section 2.1.3.2. Raises ``UnprovenError`` where the proof does not lead to ``root``."""
    fault = UnprovenError(
        "log-inclusion-wrong", f"the proof does not show entry {index} in the tree of {size} entries"
    )
    if not 0 <= index < size or not _all_hashes(leaf, root, *proof):
        raise fault
    first, last, above = index, size - 1, leaf
    for step in proof:
        if last == 0:
            raise fault
        if first & 1 or first == last:
            above = node_hash(step, above)
            first, last = _up_from_right(first, last)
        else:
            above = node_hash(above, step)
        first, last = first >> 1, last >> 1
    if last != 0 or above != root:
        raise fault


def check_consistency(
    before: int, size: int, root_before: bytes, root: bytes, proof: Sequence[bytes]
) -> None:
    """RFC 9162, section 2.1.4.2. Raises ``UnprovenError`` where one tree is not how the other begins.

    Nothing is proven of an empty tree: every tree begins with it.
    """
    fault = UnprovenError(
        "log-consistency-wrong", f"the tree of {size} entries does not begin with that of {before}"
    )
    if not 0 < before <= size or not _all_hashes(root_before, root, *proof):
        raise fault
    if before == size:
        if proof or root_before != root:
            raise fault
        return
    steps = list(proof) if before & (before - 1) else [root_before, *proof]
    if not steps:
        raise fault
    first, last = before - 1, size - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            raise fault
        if first & 1 or first == last:
            old, new = node_hash(step, old), node_hash(step, new)
            first, last = _up_from_right(first, last)
        else:
            new = node_hash(new, step)
        first, last = first >> 1, last >> 1
    if last != 0 or old != root_before or new != root:
        raise fault


class Frontier:
    """What has to be kept to go on with a tree: one hash for each bit of its size."""

    def __init__(self, size: int = 0, hashes: Sequence[bytes] = ()) -> None:
        if len(hashes) != size.bit_count() or not _all_hashes(*hashes):
            raise ValueError(f"a tree of {size} entries has {size.bit_count()} hashes at its edge")
        self.size = size
        self._hashes = list(hashes)

    @property
    def hashes(self) -> tuple[bytes, ...]:
        """Those of the complete subtrees, from the largest to the smallest."""
        return tuple(self._hashes)

    def append(self, leaf: bytes) -> None:
        """Take up the hash of one more entry."""
        above, size = leaf, self.size
        while size & 1:
            above, size = node_hash(self._hashes.pop(), above), size >> 1
        self._hashes.append(above)
        self.size += 1

    def root(self) -> bytes:
        """The root of all entries so far."""
        if not self._hashes:
            return EMPTY_ROOT
        above = self._hashes[-1]
        for left in reversed(self._hashes[:-1]):
            above = node_hash(left, above)
        return above


class Tree:
    """A whole tree in memory, 64 bytes an entry."""

    def __init__(self) -> None:
        self._levels = [bytearray()]

    @property
    def size(self) -> int:
        """How many entries it has."""
        return len(self._levels[0]) // HASH_SIZE

    def append(self, leaf: bytes) -> None:
        """Take up the hash of one more entry."""
        above, place, height = leaf, self.size, 0
        self._levels[0] += above
        while place & 1:
            above = node_hash(self.subtree(height, place - 1), above)
            place, height = place >> 1, height + 1
            if height == len(self._levels):
                self._levels.append(bytearray())
            self._levels[height] += above

    def subtree(self, height: int, index: int) -> bytes:
        """The hash of a complete subtree."""
        return bytes(self._levels[height][index * HASH_SIZE : (index + 1) * HASH_SIZE])

    def root(self, size: int | None = None) -> bytes:
        """The root of the first ``size`` entries, or of all."""
        return root(self.size if size is None else size, self.subtree)


def _split(count: int) -> int:
    """RFC 6962, section 2.1: the largest power of two below ``count``."""
    return 1 << (count - 1).bit_length() - 1


def _range(low: int, high: int, subtrees: Subtrees) -> bytes:
    """The hash of the entries from ``low`` to ``high``, a range that a tree has a node for."""
    count = high - low
    if count & (count - 1) == 0:
        height = count.bit_length() - 1
        return subtrees(height, low >> height)
    middle = low + _split(count)
    return node_hash(_range(low, middle, subtrees), _range(middle, high, subtrees))


def _up_from_right(first: int, last: int) -> tuple[int, int]:
    """Skip the levels on which the last node has no sibling."""
    while first and not first & 1:
        first, last = first >> 1, last >> 1
    return first, last


def _all_hashes(*values: bytes) -> bool:
    return all(len(value) == HASH_SIZE for value in values)
