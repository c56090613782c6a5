"""Tiles and entry bundles (C2SP tlog-tiles): the files of a log, a pure function of its entries."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from habeas.tlog.faults import read_as
from habeas.tlog.note import LARGEST_NOTE
from habeas.tlog.strict import HASH_SIZE
from habeas.tlog.tree import Subtrees, Tree, leaf_hash

HEIGHT = 8
WIDTH = 256
"""Hashes of a full tile, entries of a full bundle."""

LARGEST_ENTRY = 2**16 - 1
"""Bytes. C2SP tlog-tiles, Log entries: the length has two bytes."""

CHECKPOINT = "checkpoint"

_LENGTH_SIZE = 2
_ENTRIES = "tile/entries/"


@dataclass(frozen=True, slots=True)
class Tile:
    """A run of hashes at one level; ``width`` below ``WIDTH`` makes it a partial one."""

    level: int
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """C2SP tlog-tiles, Merkle Tree."""
        return f"tile/{self.level}/{_numbered(self.index, self.width)}"


def bundle_path(index: int, width: int = WIDTH) -> str:
    """C2SP tlog-tiles, Log entries."""
    return f"{_ENTRIES}{_numbered(index, width)}"


def largest(path: str) -> int:
    """How many bytes the file at a path of a log may have."""
    if path == CHECKPOINT:
        return LARGEST_NOTE
    entry = _LENGTH_SIZE + LARGEST_ENTRY
    return WIDTH * (entry if path.startswith(_ENTRIES) else HASH_SIZE)


def tiles(size: int, since: int = 0) -> Iterator[Tile]:
    """The tiles of a tree; only those that ``since`` entries did not have already."""
    level = 0
    while count := size >> HEIGHT * level:
        before = since >> HEIGHT * level
        for index in range(before // WIDTH, -(-count // WIDTH)):
            width = min(WIDTH, count - index * WIDTH)
            if index * WIDTH + width > before:
                yield Tile(level, index, width)
        level += 1


def edge(size: int) -> Iterator[Tile]:
    """The partial tiles of a tree, one a level at most: their hashes make its root."""
    level = 0
    while count := size >> HEIGHT * level:
        if count % WIDTH:
            yield Tile(level, count // WIDTH, count % WIDTH)
        level += 1


def tile_bytes(tile: Tile, subtrees: Subtrees) -> bytes:
    """What the file of a tile holds."""
    first = tile.index * WIDTH
    return b"".join(subtrees(HEIGHT * tile.level, first + place) for place in range(tile.width))


def parse_tile(data: bytes, width: int) -> tuple[bytes, ...]:
    """The hashes of a tile; ``MalformedError`` where it has not ``width`` of them."""
    with read_as("log-tile-malformed"):
        if len(data) != width * HASH_SIZE:
            raise ValueError(f"the tile has {len(data)} bytes instead of {width * HASH_SIZE}")
        return tuple(data[place : place + HASH_SIZE] for place in range(0, len(data), HASH_SIZE))


def bundle_bytes(entries: Sequence[bytes]) -> bytes:
    """What the file of a bundle holds; ``ValueError`` for an entry that is too long for a log."""
    for entry in entries:
        if len(entry) > LARGEST_ENTRY:
            raise ValueError(f"an entry has more than {LARGEST_ENTRY} bytes")
    return b"".join(len(entry).to_bytes(_LENGTH_SIZE, "big") + entry for entry in entries)


def parse_bundle(data: bytes, width: int) -> tuple[bytes, ...]:
    """The entries of a bundle; ``MalformedError`` where they are not ``width`` and nothing else."""
    with read_as("log-bundle-malformed"):
        entries, place = list[bytes](), 0
        for _ in range(width):
            start = place + _LENGTH_SIZE
            place = start + int.from_bytes(data[place:start], "big")
            if start > len(data) or place > len(data):
                raise ValueError(f"the bundle ends before its entry {len(entries)}")
            entries.append(data[start:place])
        if place != len(data):
            raise ValueError(f"the bundle goes on after its {width} entries")
        return tuple(entries)


def log_files(entries: Sequence[bytes], since: int = 0) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of every bundle and tile that ``since`` entries did not have; no checkpoint."""
    tree = Tree()
    for entry in entries:
        tree.append(leaf_hash(entry))
    for tile in tiles(len(entries), since):
        if tile.level == 0:
            first = tile.index * WIDTH
            bundle = entries[first : first + tile.width]
            yield bundle_path(tile.index, tile.width), bundle_bytes(bundle)
        yield tile.path, tile_bytes(tile, tree.subtree)


def _numbered(index: int, width: int) -> str:
    """``x001/x234/067``, and ``.p/3`` where it is partial."""
    digits = str(index).zfill(-(-len(str(index)) // 3) * 3)
    groups = [digits[place : place + 3] for place in range(0, len(digits), 3)]
    number = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
    return number if width == WIDTH else f"{number}.p/{width}"
