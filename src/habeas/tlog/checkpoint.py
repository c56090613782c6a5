"""Checkpoints (C2SP tlog-checkpoint): whose log, how many entries, and the root over all of them.

Extension lines are read and kept, because Ed25519 signatures cover them. We write none, since nobody
who watches a log can check them, and ML-DSA-44, which leaves them out, is not accepted over them.
"""

from dataclasses import dataclass

from habeas.tlog.faults import read_as
from habeas.tlog.strict import as_base64, decimal, hash_bytes


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log at one size."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __str__(self) -> str:
        """C2SP tlog-checkpoint, Note text."""
        lines = (self.origin, str(self.size), as_base64(self.root), *self.extensions)
        return "".join(f"{line}\n" for line in lines)


def parse_checkpoint(text: str) -> Checkpoint:
    """Read the text of a note as a checkpoint; ``MalformedError`` where it is none."""
    with read_as("log-checkpoint-malformed"):
        lines = text.split("\n")
        if len(lines) < 4 or lines.pop() or not all(lines):
            raise ValueError("the checkpoint has not its three lines")
        origin, size, root, *extensions = lines
        return Checkpoint(
            origin,
            decimal(size, "size in the checkpoint"),
            hash_bytes(root, "root in the checkpoint"),
            tuple(extensions),
        )
