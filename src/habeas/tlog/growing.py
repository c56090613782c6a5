"""A log that grows: the right edge of its tree, and each tile as it is filled.

Nothing else of the tree is kept: at most ``WIDTH - 1`` hashes a level, so that a log of any length is
gone on with in the same memory. ``LogReader.edge`` is where a published log is taken up again.
"""

from collections.abc import Iterator, Mapping, Sequence

from habeas.tlog.checkpoint import Checkpoint
from habeas.tlog.strict import HASH_SIZE
from habeas.tlog.tiles import HEIGHT, WIDTH, Tile
from habeas.tlog.tree import folded, root


class Growing:
    """The edge of a tree of ``size`` entries; ``edge`` gives by level the hashes of its partial tiles."""

    def __init__(self, size: int = 0, edge: Mapping[int, Sequence[bytes]] | None = None) -> None:
        self.size = size
        self._levels: list[list[bytes]] = []
        given = edge or {}
        level = 0
        while count := size >> HEIGHT * level:
            hashes = list(given.get(level, ()))
            if len(hashes) != count % WIDTH or any(len(each) != HASH_SIZE for each in hashes):
                raise ValueError(f"the edge has {len(hashes)} hashes at level {level}, not {count % WIDTH}")
            self._levels.append(hashes)
            level += 1

    def append(self, leaf: bytes) -> Iterator[tuple[Tile, bytes]]:
        """Take up the hash of one more entry; yield the tiles that it fills, the lowest first."""
        self.size += 1
        above, level = leaf, 0
        while True:
            if level == len(self._levels):
                self._levels.append([])
            row = self._levels[level]
            row.append(above)
            if len(row) < WIDTH:
                return
            yield Tile(level, (self.size >> HEIGHT * (level + 1)) - 1), b"".join(row)
            above = folded(row)
            row.clear()
            level += 1

    def edge(self) -> Iterator[tuple[Tile, bytes]]:
        """The partial tiles, which give way to fuller ones as the log grows."""
        for level, row in enumerate(self._levels):
            if row:
                yield Tile(level, self.size >> HEIGHT * (level + 1), len(row)), b"".join(row)

    def checkpoint(self, origin: str) -> Checkpoint:
        """The head of the log at this size."""
        return Checkpoint(origin, self.size, root(self.size, self._subtree))

    def _subtree(self, height: int, index: int) -> bytes:
        """A complete subtree at the right edge, which is all that the root asks for."""
        level, above = divmod(height, HEIGHT)
        first = (index << above) % WIDTH
        return folded(self._levels[level][first : first + (1 << above)])
