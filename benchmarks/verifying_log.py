"""How long a log takes to build and to verify, beside SHA-256 alone on the same entries.

    python benchmarks/verifying_log.py [--entries N]

The peer is what no verifier can be quicker than: one SHA-256 for each entry and one for each node above.
"""

import argparse
import hashlib
import resource
import time
from collections.abc import Callable

from habeas.tlog.checkpoint import Checkpoint
from habeas.tlog.keys import Kind, Signer
from habeas.tlog.note import Note
from habeas.tlog.policy import Policy
from habeas.tlog.proof import Proof
from habeas.tlog.tiles import CHECKPOINT, log_files
from habeas.tlog.tree import Tree, inclusion_proof, leaf_hash
from habeas.tlog.verifying import verified_head, walk

ENTRY = 400
"""Bytes: about what an event of a custody record has in canonical form."""


def seconds(do: Callable[[], object]) -> float:
    begun = time.perf_counter()
    do()
    return time.perf_counter() - begun


def alone(entries: list[bytes]) -> None:
    row = [hashlib.sha256(b"\0" + entry).digest() for entry in entries]
    for _ in range(len(row) - 1):
        hashlib.sha256(b"\1" + row[0] + row[-1]).digest()


def main() -> int:
    """Measure and tell."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--entries", type=int, default=100_000)
    count = parser.parse_args().entries
    entries = [number.to_bytes(8, "big") * (ENTRY // 8) for number in range(count)]
    log = Signer("bench.example/log", Kind.ED25519, bytes(32))
    files: dict[str, bytes] = {}
    tree = Tree()

    def build() -> None:
        files.update(log_files(entries))
        for entry in entries:
            tree.append(leaf_hash(entry))
        text = str(Checkpoint(log.verifier.name, count, tree.root()))
        files[CHECKPOINT] = bytes(Note(text, (log.sign(text),)))

    def fetch(path: str) -> bytes:
        return files[path]

    def verify() -> None:
        assert sum(walk(verified_head(fetch, policy).reader)) == count

    def receipt() -> None:
        head = verified_head(fetch, policy)
        path = tuple(inclusion_proof(count // 2, count, head.reader.subtree))
        Proof(count // 2, path, head.note).check(leaf_hash(entries[count // 2]), policy)

    policy = Policy().of_logs([log.verifier])
    for name, do in (
        ("SHA-256 alone", lambda: alone(entries)),
        ("build, twice the tree", build),
        ("verify", verify),
        ("one receipt from tiles", receipt),
    ):
        took = seconds(do)
        print(f"{name:<24} {took * 1000:>9.1f} ms")
    print(f"{len(files)} files, {sum(map(len, files.values())) / 2**20:.0f} MiB")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
