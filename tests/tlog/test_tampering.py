"""A log on the disk, tampered with 2,000 times: each is refused."""

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.tlog.logs import (
    LOG,
    ORIGIN,
    SECOND,
    WITNESS,
    entries,
    fetch_from,
    head,
    plain,
    signed,
    tree_of,
    witnessed,
    written,
)

from habeas.errors import NotRightError
from habeas.tlog.checkpoint import Checkpoint
from habeas.tlog.faults import MissingError
from habeas.tlog.keys import Kind, Signer
from habeas.tlog.note import Note
from habeas.tlog.policy import Policy
from habeas.tlog.reading import Fetch
from habeas.tlog.tiles import CHECKPOINT, log_files
from habeas.tlog.verifying import verified_head, walk

SIZE, REMEMBERED = 300, 270
HELD = entries(SIZE)
TREE = tree_of(HELD)
EARLIER = {"remembered": signed(head(TREE, REMEMBERED))}
TIMES = {
    "a bit of a tile": 500,
    "a bit of a bundle": 500,
    "a bit of the checkpoint": 400,
    "two files swapped": 100,
    "a file cut short or lengthened": 200,
    "a file taken away": 50,
    "an older checkpoint after a newer one was seen": 100,
    "rewritten and signed with the true key, after an earlier head was seen": 100,
    "rewritten and signed with the true key, the witnesses' lines taken over": 50,
}
Tampered = tuple[Fetch, Policy, "dict[str, Note]"]


def refusal(fetch: Fetch, policy: Policy, earlier: "dict[str, Note]") -> str | None:
    """The code of the refusal; ``None`` where the log is found right."""
    try:
        verified = verified_head(fetch, policy, earlier)
        assert sum(walk(verified.reader)) == verified.judged.checkpoint.size
    except NotRightError as refused:
        return refused.code
    return None


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("log")
    written(made, HELD, WITNESS, SECOND)
    return made


def fetch_of(folder: Path) -> Fetch:
    def fetch(path: str) -> bytes:
        try:
            return (folder / path).read_bytes()
        except FileNotFoundError:
            raise MissingError("log-file-missing", path) from None

    return fetch


def files(folder: Path, under: str) -> list[Path]:
    return sorted(path for path in folder.glob(under) if path.is_file())


@contextmanager
def changed(*paths: Path) -> Iterator[None]:
    """Give the files their bytes back afterwards."""
    before = [path.read_bytes() for path in paths]
    yield
    for path, data in zip(paths, before, strict=True):
        path.write_bytes(data)


def with_a_bit_changed(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + bytes((data[at] ^ 1 << chance.randrange(8),)) + data[at + 1 :]


def rewritten(chance: random.Random) -> list[bytes]:
    """What an insider makes of the entries: one edited, taken out, put in, or two exchanged."""
    held, at = list(HELD), chance.randrange(1, REMEMBERED - 1)
    match chance.randrange(4):
        case 0:
            held[at] += b"!"
        case 1:
            del held[at]
            held.append(b"to make up the number")
        case 2:
            held.insert(at, b"put in")
        case _:
            held[at], held[at - 1] = held[at - 1] + b"'", held[at]
    return held


def insiders(chance: random.Random, lines: Note | None) -> Fetch:
    held = rewritten(chance)
    note = signed(head(tree_of(held)))
    if lines is not None:
        note = note.signed_too(*lines.signatures[1:])
    return fetch_from({**dict(log_files(held)), CHECKPOINT: bytes(note)})


def on_disk(folder: Path, kind: str, chance: random.Random) -> str | None:
    """Tamper with the folder itself, ask, and mend it."""
    tiles, bundles = files(folder, "tile/[0-9]/**/*"), files(folder, "tile/entries/**/*")
    everything = [*tiles, *bundles, folder / CHECKPOINT]
    known = {
        "a bit of a tile": tiles,
        "a bit of a bundle": bundles,
        "a bit of the checkpoint": everything[-1:],
    }
    one, other = chance.sample(everything, 2)
    one = chance.choice(known.get(kind, everything)) if kind != "two files swapped" else one
    with changed(one, other):
        data = one.read_bytes()
        match kind:
            case "two files swapped":
                one.write_bytes(other.read_bytes())
                other.write_bytes(data)
            case "a file cut short or lengthened":
                cut = data[: chance.randrange(len(data))]
                one.write_bytes(chance.choice([cut, data + bytes(chance.randrange(1, 40)), data + data]))
            case "a file taken away":
                one.unlink()
            case _:
                one.write_bytes(with_a_bit_changed(data, chance))
        return refusal(fetch_of(folder), witnessed(), EARLIER)


def tampered(folder: Path, kind: str, chance: random.Random) -> str | None:
    if kind.startswith("an older"):
        note = signed(head(TREE, chance.randrange(1, REMEMBERED)), WITNESS, SECOND)
        held = fetch_of(folder)
        return refusal(lambda path: bytes(note) if path == CHECKPOINT else held(path), witnessed(), EARLIER)
    if kind.endswith("seen"):
        return refusal(insiders(chance, None), plain(), EARLIER)
    if kind.endswith("taken over"):
        true = signed(head(TREE), WITNESS, SECOND)
        return refusal(insiders(chance, true), witnessed(), {})
    return on_disk(folder, kind, chance)


def test_the_log_itself_is_right(folder: Path) -> None:
    assert refusal(fetch_of(folder), witnessed(), EARLIER) is None
    assert refusal(fetch_of(folder), plain(), {}) is None


CODES = {
    "an older checkpoint after a newer one was seen": "log-rolled-back",
    "rewritten and signed with the true key, after an earlier head was seen": "log-forked",
    "rewritten and signed with the true key, the witnesses' lines taken over": "log-signature-wrong",
}
"""Where only one answer tells what happened."""


@pytest.mark.parametrize("kind", TIMES)
def test_tampered_with(folder: Path, kind: str) -> None:
    chance = random.Random(kind)  # noqa: S311 (the same tamperings in every run)
    found = Counter(tampered(folder, kind, chance) for _ in range(TIMES[kind]))
    assert found[None] == 0, found
    assert sum(found.values()) == TIMES[kind]
    if kind in CODES:
        assert set(found) == {CODES[kind]}
    assert refusal(fetch_of(folder), witnessed(), EARLIER) is None, "the log was not mended"


def test_there_are_2000() -> None:
    assert sum(TIMES.values()) == 2_000


def test_what_is_rewritten_before_anybody_saw_it_is_not_found_and_the_page_says_so() -> None:
    """The true key and nobody who remembers: this is what witnesses are for."""
    assert refusal(insiders(random.Random(1), None), plain(), {}) is None  # noqa: S311
    assert refusal(insiders(random.Random(1), None), witnessed(), {}) == "log-quorum-missing"  # noqa: S311


def test_an_earlier_head_of_another_log_or_of_another_key_is_refused(folder: Path) -> None:
    south = Signer("custody.example/south", Kind.ED25519, b"\x0a" * 32)
    both = plain().of_logs([LOG.verifier, south.verifier])
    of_south = signed(Checkpoint(south.verifier.name, 5, TREE.root(5)), by=south)
    for earlier, code in (
        (Note(str(head(TREE, 5)), signed(head(TREE, 6)).signatures), "log-signature-wrong"),
        (signed(Checkpoint(ORIGIN, SIZE, bytes(32))), "log-forked"),
        (signed(Checkpoint(ORIGIN, 5, bytes(32))), "log-forked"),
        (of_south, "log-origin-wrong"),
    ):
        with pytest.raises(NotRightError) as refused:
            verified_head(fetch_of(folder), both, {"kept": earlier})
        assert (refused.value.code, str(refused.value.where)) == (code, "kept")
