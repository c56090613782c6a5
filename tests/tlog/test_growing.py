"""A log that grows piece by piece has the files of one that was made at once."""

from hypothesis import given
from hypothesis import strategies as st

from habeas.tlog.growing import Growing
from habeas.tlog.tiles import Tile, log_files
from habeas.tlog.tree import Tree, leaf_hash

ENTRIES = [str(number).encode() for number in range(66_100)]
HASHES = [leaf_hash(entry) for entry in ENTRIES]


@given(st.lists(st.integers(1, 700), min_size=1, max_size=4))
def test_pieces_of_any_length_make_the_tiles_and_the_root_of_the_whole(pieces):
    files: dict[Tile, bytes] = {}
    edge: dict[int, tuple[bytes, ...]] = {}
    tree, size = Tree(), 0
    for piece in pieces:
        growing = Growing(size, edge)
        for leaf in HASHES[size : size + piece]:
            tree.append(leaf)
            files.update(growing.append(leaf))
        size += piece
        files.update(growing.edge())
        edge = {tile.level: _hashes(data) for tile, data in growing.edge()}
        assert growing.checkpoint("log").root == tree.root()
        assert growing.checkpoint("log").size == size
    expected = {path: data for path, data in log_files(ENTRIES[:size]) if "entries" not in path}
    assert {tile.path: data for tile, data in files.items()}.items() >= expected.items()


def test_the_third_level_begins_when_the_second_has_a_full_tile():
    growing, tree, full = Growing(), Tree(), list[Tile]()
    for leaf in HASHES[:65_537]:
        tree.append(leaf)
        full += [tile for tile, _data in growing.append(leaf)]
    assert full[-2:] == [Tile(0, 255), Tile(1, 0)]
    assert [tile for tile, _data in growing.edge()] == [Tile(0, 256, 1), Tile(2, 0, 1)]
    assert growing.checkpoint("log").root == tree.root()


def _hashes(data: bytes) -> tuple[bytes, ...]:
    return tuple(data[place : place + 32] for place in range(0, len(data), 32))
