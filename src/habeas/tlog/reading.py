"""A log read through its files, where nothing is believed before it leads to the signed root.

The partial tiles at the right edge make the root together: they are held against the checkpoint
first. Every other tile is full, and its hash stands in the tile above it, which was checked before.
So a forged tile is refused when it is read, whatever is done with it (compare CVE-2026-56865, where a
reader handed out the hashes of a tile that it had not compared).
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TypeAlias

from habeas.errors import Where
from habeas.tlog.checkpoint import Checkpoint
from habeas.tlog.faults import MalformedError, MissingError, UnprovenError
from habeas.tlog.tiles import HEIGHT, WIDTH, Tile, bundle_path, edge, parse_bundle, parse_tile
from habeas.tlog.tree import folded, leaf_hash, root

Fetch: TypeAlias = Callable[[str], bytes]
"""The bytes at a path of the log (C2SP tlog-tiles, APIs); ``MissingError`` where there are none."""

Parse: TypeAlias = Callable[[bytes, int], tuple[bytes, ...]]

_KEPT = 256
"""Tiles kept at hand, of 8 KiB each. A walk in order needs one for each level."""


class LogReader:
    """The entries and hashes below one checkpoint; ``UnprovenError`` where they do not lead to its root."""

    def __init__(self, fetch: Fetch, checkpoint: Checkpoint) -> None:
        self._fetch = fetch
        self.checkpoint = checkpoint
        self.tiles_read = 0
        self._edge: dict[tuple[int, int], tuple[bytes, ...]] = {}
        self._kept: dict[tuple[int, int], tuple[bytes, ...]] = {}
        for tile in edge(checkpoint.size):
            self._edge[tile.level, tile.index] = self._fetched(tile)
        if root(checkpoint.size, self.subtree) != checkpoint.root:
            raise UnprovenError(
                "log-root-wrong",
                "the tiles at the edge of the log do not make the root that is signed",
                advice="A tile was changed or is of another log, or the checkpoint is.",
            )

    @property
    def edge(self) -> Mapping[int, tuple[bytes, ...]]:
        """The hashes of the partial tiles by their level: from here the log is gone on with."""
        return {level: hashes for (level, _index), hashes in self._edge.items()}

    @property
    def bundles(self) -> int:
        """How many entry bundles, and how many tiles of the lowest level, there are."""
        return -(-self.checkpoint.size // WIDTH)

    def subtree(self, height: int, index: int) -> bytes:
        """The hash of a complete subtree: with this every proof can be made (``habeas.tlog.tree``)."""
        level, above = divmod(height, HEIGHT)
        number, first = divmod(index << above, WIDTH)
        return folded(self.tile(level, number)[first : first + (1 << above)])

    def root_at(self, size: int) -> bytes:
        """The root that the log had at an earlier size."""
        if not 0 <= size <= self.checkpoint.size:
            raise ValueError(f"the log has {self.checkpoint.size} entries, not {size}")
        return root(size, self.subtree)

    def tile(self, level: int, index: int) -> tuple[bytes, ...]:
        """The hashes of a tile, held against the root."""
        place = (level, index)
        known = self._edge.get(place) or self._kept.get(place)
        if known is not None:
            return known
        if not 0 <= index < (self.checkpoint.size >> HEIGHT * (level + 1)):
            raise ValueError(f"the log has no tile {index} at level {level}")
        tile = Tile(level, index)
        hashes = self._fetched(tile)
        if folded(hashes) != self.tile(level + 1, index // WIDTH)[index % WIDTH]:
            raise UnprovenError(
                "log-tile-wrong", "the tile is not the one that the signed root holds", where=Where(tile.path)
            )
        if len(self._kept) >= _KEPT:
            del self._kept[next(iter(self._kept))]
        self._kept[place] = hashes
        return hashes

    def bundle(self, index: int) -> tuple[bytes, ...]:
        """The entries of a bundle, each held against its hash in the tree."""
        hashes = self.tile(0, index)
        path = bundle_path(index, len(hashes))
        entries = self._read(path, bundle_path(index), len(hashes), parse_bundle)
        for place, (entry, expected) in enumerate(zip(entries, hashes, strict=True)):
            if leaf_hash(entry) != expected:
                raise UnprovenError(
                    "log-entry-wrong",
                    f"entry {index * WIDTH + place} is not the one that the signed root holds",
                    where=Where(path),
                )
        return entries

    def _fetched(self, tile: Tile) -> tuple[bytes, ...]:
        self.tiles_read += 1
        return self._read(tile.path, Tile(tile.level, tile.index).path, tile.width, parse_tile)

    def _read(self, path: str, full: str, width: int, parse: Parse) -> tuple[bytes, ...]:
        """What a file holds. A partial one may have given way to the full one (Partial Tiles)."""
        try:
            return self._parsed(path, width, parse)
        except MissingError:
            if width < WIDTH:
                with suppress(MissingError):
                    return self._parsed(full, WIDTH, parse)[:width]
            raise

    def _parsed(self, path: str, width: int, parse: Parse) -> tuple[bytes, ...]:
        data = self._fetch(path)
        try:
            return parse(data, width)
        except MalformedError as fault:
            raise MalformedError(fault.code, fault.message, where=Where(path)) from fault
