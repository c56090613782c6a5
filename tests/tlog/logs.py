"""Logs of our own for tests: entries, keys that are the same in every run, and a log in a folder."""

from collections.abc import Sequence
from pathlib import Path

from habeas.tlog.checkpoint import Checkpoint
from habeas.tlog.faults import MissingError
from habeas.tlog.keys import Kind, Signer
from habeas.tlog.note import Note
from habeas.tlog.policy import Policy, parse_policy
from habeas.tlog.tiles import CHECKPOINT, log_files
from habeas.tlog.tree import Tree, leaf_hash

ORIGIN = "custody.example/north"
NOON = 1_790_000_000

LOG = Signer(ORIGIN, Kind.ED25519, bytes(32))
WITNESS = Signer("mechanism.example/w", Kind.ED25519_COSIGNATURE, b"\x01" * 32)
SECOND = Signer("bar.example/w", Kind.ED25519_COSIGNATURE, b"\x02" * 32)
LATTICE = Signer("university.example/w", Kind.MLDSA44_COSIGNATURE, b"\x03" * 32)

POLICY_TEXT = f"""# two of three
log {LOG.verifier}
witness mechanism {WITNESS.verifier} https://mechanism.example/
witness bar {SECOND.verifier}
witness university {LATTICE.verifier}
group two 2 mechanism bar university
quorum two
"""


def entries(count: int, seed: int = 0) -> list[bytes]:
    """Different ones, of differing lengths; one is empty."""
    return [f"{seed}/{number}".encode() * (number % 7) for number in range(count)]


def tree_of(held: Sequence[bytes]) -> Tree:
    tree = Tree()
    for entry in held:
        tree.append(leaf_hash(entry))
    return tree


def signed(checkpoint: Checkpoint, *witnesses: Signer, by: Signer = LOG) -> Note:
    text = str(checkpoint)
    return Note(text, (by.sign(text), *(each.sign(text, NOON) for each in witnesses)))


def head(tree: Tree, size: int | None = None) -> Checkpoint:
    count = tree.size if size is None else size
    return Checkpoint(ORIGIN, count, tree.root(count))


def written(folder: Path, held: Sequence[bytes], *witnesses: Signer) -> Note:
    """Write a log into a folder as a web server would show it."""
    for path, data in log_files(held):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    note = signed(head(tree_of(held)), *witnesses)
    (folder / CHECKPOINT).write_bytes(bytes(note))
    return note


def fetch_from(files: "dict[str, bytes]"):
    """A log in memory."""

    def fetch(path: str) -> bytes:
        try:
            return files[path]
        except KeyError:
            raise MissingError("log-file-missing", f"{path} is not there") from None

    return fetch


def plain() -> Policy:
    """The log's key, and no witness."""
    return Policy().of_logs([LOG.verifier])


def witnessed() -> Policy:
    return parse_policy(POLICY_TEXT.encode())
