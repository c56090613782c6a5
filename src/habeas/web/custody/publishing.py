"""The published log: tiles, bundles of entries and the signed head, made from what is committed.

The files are a function of the entries: lost, they are made again, and are the same to the byte. The head is
put there last, so that whoever reads it finds every tile that it calls for.
"""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from habeas.durable import make_folder, put
from habeas.errors import HabeasError, NotRightError
from habeas.tlog.checkpoint import Checkpoint, parse_checkpoint
from habeas.tlog.faults import MissingError
from habeas.tlog.growing import Growing
from habeas.tlog.keys import opened
from habeas.tlog.note import Note, parse_note
from habeas.tlog.proof import Proof
from habeas.tlog.reading import LogReader
from habeas.tlog.tiles import CHECKPOINT, WIDTH, Tile, bundle_bytes, bundle_path
from habeas.tlog.tree import inclusion_proof, leaf_hash
from habeas.web.custody.models import Entry, Log
from habeas.web.custody.signing import LogSigner, file_name

FOLDER = "register-log"
_AT_ONCE = 2_000


class PublishedLog:
    """The files of one log, below the data folder."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self.folder = Path(settings.DATA) / FOLDER / file_name(log)
        self.signer = LogSigner(log)

    def fetch(self, path: str) -> bytes:
        """The bytes at a path of the log; ``MissingError`` where there are none."""
        try:
            return (self.folder / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            raise MissingError("log-file-missing", f"the published log has no file {path}") from None

    def head(self) -> Note | None:
        """The head that is published, as far as the log's own key signed it."""
        try:
            note = parse_note(self.fetch(CHECKPOINT))
        except MissingError:
            return None
        opened(note, [self.signer.verifier])
        return note

    def size(self) -> int:
        """How many entries the published head covers."""
        head = self.head()
        return 0 if head is None else parse_checkpoint(head.text).size

    def reader(self) -> LogReader | None:
        """The published log for making proofs; ``None`` before the first head."""
        head = self.head()
        return None if head is None else LogReader(self.fetch, parse_checkpoint(head.text))

    def publish(self) -> Note | None:
        """Publish every committed entry; ``None`` while there is none.

        Where files are gone or damaged all are made anew: the signer holds their root against the last one.

        Raises ``NotRightError`` (``register-differs``) where the register holds something else than what
        was published, and ``RefusedError`` (``log-would-fork``).
        """
        before = self._taken_up()
        size = before.checkpoint.size if before else 0
        growing = Growing(size, before.edge) if before else Growing()
        bundle = list(before.bundle(before.bundles - 1)) if before and size % WIDTH else []
        for entry in self._entries(since=size):
            bundle.append(entry)
            for tile, data in growing.append(leaf_hash(entry)):
                if tile.level == 0:
                    self._put_bundle(tile.index, bundle)
                    bundle = []
                self._put_tile(tile, data)
        if growing.size == size:
            return self.head()
        if bundle:
            self._put_bundle(growing.size // WIDTH, bundle)
        for tile, data in growing.edge():
            self._put_tile(tile, data)
        return self._put_head(growing.checkpoint(self.log.origin))

    def proof(self, index: int) -> Proof | None:
        """The receipt of an entry; ``None`` until a head covers it."""
        head, reader = self.head(), self.reader()
        if head is None or reader is None or index >= reader.checkpoint.size:
            return None
        return Proof(index, tuple(inclusion_proof(index, reader.checkpoint.size, reader.subtree)), head)

    def replace_head(self, note: Note) -> None:
        """Publish the same head with more signatures."""
        self._put(CHECKPOINT, bytes(note))

    def _taken_up(self) -> LogReader | None:
        """The files to go on from; ``None`` where they do not hold together."""
        try:
            return self.reader()
        except HabeasError:
            return None

    def _entries(self, since: int) -> Iterator[bytes]:
        """The leaves from an index on, each held against its hash and its place."""
        rows = Entry.objects.filter(log=self.log, number__gte=self.log.first + since).order_by("number")
        expected = self.log.first + since
        for number, leaf, stored in rows.values_list("number", "leaf", "leaf_hash").iterator(_AT_ONCE):
            if number != expected or leaf_hash(bytes(leaf)) != bytes(stored):
                raise NotRightError(
                    "register-differs",
                    f"entry {expected - self.log.first} of the register is not the one that was committed",
                    advice="Stop, keep the file as it is, and compare it with the mirror of the log.",
                )
            expected += 1
            yield bytes(leaf)

    def _put_head(self, checkpoint: Checkpoint) -> Note:
        note = self.signer.sign(checkpoint, LogReader(self.fetch, checkpoint).root_at)
        self._put(CHECKPOINT, bytes(note))
        return note

    def _put_bundle(self, index: int, entries: list[bytes]) -> None:
        self._put(bundle_path(index, len(entries)), bundle_bytes(entries))

    def _put_tile(self, tile: Tile, data: bytes) -> None:
        self._put(tile.path, data)

    def _put(self, path: str, data: bytes) -> None:
        file = self.folder / path
        make_folder(file.parent)
        put(file, data)
