"""``habeas log copy``: a mirror. It only grows, and a log that does not go on from it is refused.

What lies in the copy was verified before it was written, and is verified again each time. The head comes
last, so that the copy is a whole log at every moment, and an interrupted call is gone on with.
"""

import argparse
import hashlib
import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

from habeas.cli.log_given import add_log, add_whom, policy_given
from habeas.cli.log_source import source
from habeas.cli.log_words import counted, head_json, row, signatures
from habeas.cli.saying import one_line, progress
from habeas.durable import held, make_folder, put
from habeas.errors import HabeasError, NotRightError
from habeas.tlog.keys import opened
from habeas.tlog.note import LARGEST_NOTE, Note, parse_note
from habeas.tlog.policy import Policy
from habeas.tlog.reading import Fetch, LogReader
from habeas.tlog.tiles import CHECKPOINT, bundle_bytes, bundle_path, edge, largest, tiles
from habeas.tlog.verifying import VerifiedHead, verified_head

COPY_EXAMPLE = "habeas log copy https://log.example/north /srv/mirror/north --policy north.policy"
COPY_SCHEMA = "habeas/log-copy/1"
MOST_EVIDENCE = 100
T = TypeVar("T")


def add_copy(parser: argparse.ArgumentParser) -> None:
    """Declare what ``copy`` takes."""
    add_log(parser)
    parser.add_argument("copy", metavar="DIR", help="the folder of the copy; made the first time")
    parser.add_argument(
        "--without-entries",
        action="store_true",
        help="copy the hashes only, where the entries are not open to you",
    )
    add_whom(parser)


def copy(args: argparse.Namespace) -> int:
    """Verify a log and bring the copy up to it; raises what is not right, and leaves the copy then."""
    policy = policy_given(args)
    folder = Path(args.copy)
    make_folder(folder)
    with (
        held(folder / ".lock", "log-copy-runs", "another process writes this copy"),
        source(args.log) as fetch,
    ):
        kept = _Kept(folder, fetch)
        before = kept.head()
        head = _verified(kept, policy, before)
        size = head.judged.checkpoint.size
        with progress("Copying the log", size) as step:
            for count in _written(kept, head.reader, entries=not args.without_entries):
                step(count)
        if before is None or bytes(before) != bytes(head.note):
            put(folder / CHECKPOINT, bytes(head.note))
        _take_away_narrower(folder, size)
    _say(args, head, before)
    return 0


class _Kept:
    """The copy first, and the log for what is not there, or is damaged in the copy."""

    def __init__(self, folder: Path, fetch: Fetch) -> None:
        self.folder = folder
        self.shown = b""
        self._fetch = fetch
        self._own: set[str] = set()
        self._damaged: set[str] = set()

    def head(self) -> Note | None:
        """The head of the copy."""
        file = self.folder / CHECKPOINT
        if not file.exists():
            return None
        with file.open("rb") as opened_file:
            return parse_note(opened_file.read(LARGEST_NOTE + 1))

    def fetch(self, path: str) -> bytes:
        """The bytes at a path of the log. Its head is always the one that is shown now."""
        if path == CHECKPOINT:
            self.shown = self._fetch(path)
            return self.shown
        file = self.folder / path
        if path not in self._damaged and file.is_file() and file.stat().st_size <= largest(path):
            self._own.add(path)
            return file.read_bytes()
        self._own.discard(path)
        return self._fetch(path)

    def tried(self, read: Callable[[], T]) -> T:
        """What ``read`` gives; where a file of the copy is damaged, the log is asked for it instead."""
        while True:
            try:
                return read()
            except NotRightError as fault:
                if not self._gives_up(fault):
                    raise

    def _gives_up(self, fault: NotRightError) -> bool:
        """Whether the fault is in a file of the copy: that one, at the edge all, is not asked again."""
        own = fault.where is not None and fault.where.file in self._own
        if own and fault.where is not None:
            self._damaged.add(fault.where.file)
        elif fault.code == "log-root-wrong" and self._own - self._damaged:
            own = True
            self._damaged |= self._own
        return own

    def put(self, path: str, data: bytes) -> None:
        """Write a file, unless it lies there as it is."""
        file = self.folder / path
        if not file.is_file() or file.read_bytes() != data:
            make_folder(file.parent)
            put(file, data)


def _verified(kept: _Kept, policy: Policy, before: Note | None) -> VerifiedHead:
    earlier = {} if before is None else {str(kept.folder / CHECKPOINT): before}
    try:
        return kept.tried(lambda: verified_head(kept.fetch, policy, earlier))
    except NotRightError as fault:
        file = _evidence(kept, policy)
        if file is not None and fault.code in ("log-forked", "log-rolled-back", "log-consistency-wrong"):
            fault.advice = (
                f"{fault.advice or ''} What was shown is kept in {file}; the copy was left as it is.".strip()
            )
        raise


def _evidence(kept: _Kept, policy: Policy) -> Path | None:
    """Keep the head that was refused, if the log signed it: else anybody could have made it."""
    try:
        note = parse_note(kept.shown)
        by_log = opened(note, policy.logs)
    except HabeasError:
        return None
    folder = kept.folder / "evidence"
    file = folder / f"{hashlib.sha256(note.text.encode()).hexdigest()[:16]}.checkpoint"
    if not file.exists():
        make_folder(folder)
        if len(list(folder.iterdir())) >= MOST_EVIDENCE:
            return None
        put(file, bytes(Note(note.text, tuple(each.signature for each in by_log))))
    return file


def _written(kept: _Kept, reader: LogReader, *, entries: bool) -> Iterator[int]:
    """Verify each tile and bundle and write it; yield how many entries at a time."""
    for tile in sorted(tiles(reader.checkpoint.size), key=lambda each: -each.level):
        kept.put(tile.path, b"".join(kept.tried(partial(reader.tile, tile.level, tile.index))))
        if tile.level == 0:
            if entries:
                held_entries = kept.tried(partial(reader.bundle, tile.index))
                kept.put(bundle_path(tile.index, tile.width), bundle_bytes(held_entries))
            yield tile.width


def _take_away_narrower(folder: Path, size: int) -> None:
    """Partial files that gave way to wider ones (C2SP tlog-tiles, Partial Tiles)."""
    now = {folder / tile.path for tile in edge(size)}
    now |= {folder / bundle_path(tile.index, tile.width) for tile in edge(size) if tile.level == 0}
    for parts in list((folder / "tile").rglob("*.p")):
        for file in parts.iterdir():
            if file not in now:
                file.unlink()
        if not any(parts.iterdir()):
            parts.rmdir()


def _say(args: argparse.Namespace, head: VerifiedHead, before: Note | None) -> None:
    size = head.judged.checkpoint.size
    earlier = next((each.size for each in head.earlier.values()), 0)
    if args.json:
        told = {"schema": COPY_SCHEMA, **head_json(head.judged), "copy": args.copy, "had": earlier}
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return
    origin, entries = head.judged.checkpoint.origin, counted(size, "entry", "entries")
    lines = [
        one_line(f"{args.copy}: {origin}, {entries}, nothing found wrong."),
        *signatures(head.judged),
        row(
            "earlier",
            "the copy is new" if before is None else f"the copy had {earlier}, and goes on from there",
        ),
        row("entries", "not copied" if args.without_entries else "copied, each is the one signed"),
    ]
    print("\n".join(lines))
