"""Tiles and bundles: the same files from the same entries, and nothing believed that does not fit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.tlog.logs import ORIGIN, entries, fetch_from, head, tree_of

from habeas.tlog.checkpoint import Checkpoint
from habeas.tlog.faults import MalformedError, MissingError, UnprovenError
from habeas.tlog.reading import LogReader
from habeas.tlog.tiles import (
    CHECKPOINT,
    LARGEST_ENTRY,
    Tile,
    bundle_bytes,
    bundle_path,
    largest,
    log_files,
    parse_bundle,
    parse_tile,
)
from habeas.tlog.tree import (
    EMPTY_ROOT,
    check_consistency,
    check_inclusion,
    consistency_proof,
    inclusion_proof,
)

AWKWARD = (0, 1, 2, 255, 256, 257, 511, 512, 513)
HELD = entries(513)
TREE = tree_of(HELD)


@pytest.mark.parametrize("size", AWKWARD)
def test_tiles_make_the_same_root_and_every_proof(size: int) -> None:
    files = dict(log_files(HELD[:size]))
    reader = LogReader(fetch_from(files), head(TREE, size))
    assert [entry for index in range(reader.bundles) for entry in reader.bundle(index)] == HELD[:size]
    assert all(len(data) <= largest(path) for path, data in files.items())
    for before in (each for each in AWKWARD if each <= size):
        assert reader.root_at(before) == TREE.root(before)
        if before:
            proof = consistency_proof(before, size, reader.subtree)
            check_consistency(before, size, TREE.root(before), TREE.root(size), proof)
            index = before - 1
            path = inclusion_proof(index, size, reader.subtree)
            check_inclusion(index, size, TREE.subtree(0, index), path, TREE.root(size))


def test_a_log_of_three_levels() -> None:
    """65,537 entries: full tiles above full ones."""
    held = [number.to_bytes(3, "big") for number in range(65_537)]
    tree, files = tree_of(held), dict(log_files(held))
    assert {"tile/0/255", "tile/0/256.p/1", "tile/1/000", "tile/1/001.p/1"} & set(files) == {
        "tile/0/255",
        "tile/0/256.p/1",
        "tile/1/000",
    }
    assert files["tile/2/000.p/1"] == tree.subtree(16, 0)
    reader = LogReader(fetch_from(files), head(tree))
    assert reader.bundle(255)[-1] == held[65_535]
    for index in (0, 65_535, 65_536):
        path = inclusion_proof(index, tree.size, reader.subtree)
        check_inclusion(index, tree.size, tree.subtree(0, index), path, tree.root())
    # More tiles than are kept at hand: read in order, then once more.
    assert [len(reader.tile(0, index)) for index in range(reader.bundles)] == [*[256] * 256, 1]
    assert reader.tile(0, 0)[0] == tree.subtree(0, 0)
    before = len(files["tile/0/100"])
    files["tile/0/100"] = b"\x01" + files["tile/0/100"][1:]
    assert len(files["tile/0/100"]) == before
    reader = LogReader(fetch_from(files), head(tree))
    for ask in (
        lambda: reader.tile(0, 100),
        lambda: reader.bundle(100),
        lambda: inclusion_proof(25_700, tree.size, reader.subtree),
    ):
        with pytest.raises(UnprovenError) as refused:
            ask()
        assert (refused.value.code, str(refused.value.where)) == ("log-tile-wrong", "tile/0/100")


@given(st.integers(0, 513), st.integers(0, 513))
def test_what_was_published_in_steps_is_what_is_published_at_once(one: int, other: int) -> None:
    first, then = sorted((one, other))
    stepwise = dict(log_files(HELD[:first])) | dict(log_files(HELD[:then], since=first))
    at_once = dict(log_files(HELD[:then]))
    assert {path: stepwise[path] for path in at_once} == at_once
    assert all(".p/" in path for path in set(stepwise) - set(at_once))
    LogReader(fetch_from(stepwise), head(TREE, first))


def test_a_partial_tile_may_have_given_way_to_the_full_one() -> None:
    files = dict(log_files(HELD[:512]))
    files["tile/1/000.p/1"] = TREE.subtree(8, 0)
    reader = LogReader(fetch_from(files), head(TREE, 300))
    assert reader.bundle(1) == tuple(HELD[256:300])
    gone = {path: data for path, data in files.items() if path != bundle_path(1)}
    with pytest.raises(MissingError, match=r"entries/001.p/44 is not there"):
        LogReader(fetch_from(gone), head(TREE, 300)).bundle(1)
    gone = {path: data for path, data in files.items() if path != Tile(0, 1).path}
    with pytest.raises(MissingError):
        LogReader(fetch_from(gone), head(TREE, 300))


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=256))
def test_a_bundle_is_read_as_it_was_written(held: list[bytes]) -> None:
    data = bundle_bytes(held)
    assert list(parse_bundle(data, len(held))) == held
    for near, width in ((data + b"\0", len(held)), (data[:-1], len(held)), (data, len(held) + 1)):
        with pytest.raises(MalformedError) as refused:
            parse_bundle(near, width)
        assert refused.value.code == "log-bundle-malformed"


def test_the_longest_entry() -> None:
    longest = bytes(LARGEST_ENTRY)
    assert parse_bundle(bundle_bytes([longest]), 1) == (longest,)
    with pytest.raises(ValueError, match="65535"):
        bundle_bytes([longest + b"\0"])


@given(st.binary(max_size=100), st.integers(1, 4))
def test_what_is_read_as_a_bundle_or_a_tile_is_written_as_it_was(data: bytes, width: int) -> None:
    for read, write in ((parse_bundle, bundle_bytes), (parse_tile, b"".join)):
        try:
            assert write(read(data, width)) == data
        except MalformedError:
            continue


@pytest.mark.parametrize(
    ("index", "path"),
    [
        (0, "000"),
        (999, "999"),
        (1_000, "x001/000"),
        (1_234_067, "x001/x234/067"),
        (10**9, "x001/x000/x000/000"),
    ],
)
def test_paths(index: int, path: str) -> None:
    assert Tile(3, index).path == f"tile/3/{path}"
    assert Tile(3, index, 7).path == f"tile/3/{path}.p/7"
    assert bundle_path(index, 255) == f"tile/entries/{path}.p/255"


def test_sizes_that_a_file_may_have() -> None:
    assert (largest("tile/0/000"), largest(bundle_path(0))) == (8_192, 256 * 65_537)
    assert largest(CHECKPOINT) == 512 * 1024


def test_an_empty_log_has_the_root_of_an_empty_tree_and_no_other() -> None:
    assert LogReader(fetch_from({}), Checkpoint(ORIGIN, 0, EMPTY_ROOT)).bundles == 0
    with pytest.raises(UnprovenError) as refused:
        LogReader(fetch_from({}), Checkpoint(ORIGIN, 0, bytes(32)))
    assert refused.value.code == "log-root-wrong"


def test_what_is_not_in_the_log_is_not_asked_for() -> None:
    reader = LogReader(fetch_from(dict(log_files(HELD))), head(TREE))
    with pytest.raises(ValueError, match="no tile"):
        reader.tile(0, 3)
    with pytest.raises(ValueError, match="513 entries"):
        reader.root_at(514)
