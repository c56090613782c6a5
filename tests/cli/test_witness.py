"""``habeas witness`` as a process: each status, races, kills, a full disk, an insider with the true key."""

import json
import random
import select
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.cli.conftest import Command, first_line
from tests.cli.test_calling import WITHOUT_DJANGO
from tests.cli.witnesses import Running, answering, made
from tests.shared import environment
from tests.tlog.logs import LOG, ORIGIN, entries, head, signed, tree_of

from habeas.cli import witness_state
from habeas.cli.witness_state import State, opened_state
from habeas.tlog.checkpoint import Checkpoint, parse_checkpoint
from habeas.tlog.keys import Kind, Signer, opened
from habeas.tlog.note import Note, parse_note
from habeas.tlog.tree import Tree, consistency_proof
from habeas.tlog.witness import Evidence, Ground, Request, cosigned, parse_request

HELD = entries(300)
TREE = tree_of(HELD)
REWRITTEN = tree_of([*HELD[:17], b"another", *HELD[18:]])


def request(before: int, size: int, tree: Tree = TREE, *, proof: "list[bytes] | None" = None) -> bytes:
    made_proof = consistency_proof(before, size, tree.subtree) if 0 < before <= size else []
    return bytes(Request(before, tuple(made_proof if proof is None else proof), signed(head(tree, size))))


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    file = tmp_path / "north.policy"
    file.write_text(f"log {LOG.verifier}\nquorum none\n")
    return file


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """The folder of a witness with two keys."""
    folder = tmp_path / "witness"
    made(folder, "mechanism.example/w", "--ml-dsa-44")
    return folder


def remembered(folder: Path) -> Checkpoint | None:
    files = [file for file in folder.glob("heads/*") if not file.name.startswith(".")]  # a kill may leave one
    return parse_checkpoint(parse_note(files[0].read_bytes()).text) if files else None


def kept(folder: Path) -> list[str]:
    return sorted(file.name.split("-at-")[0] for file in folder.glob("evidence/*/*.request"))


def test_each_status_of_the_protocol(state: Path, policy: Path) -> None:
    stranger = Signer(ORIGIN, Kind.ED25519, b"\x05" * 32)
    other_log = Signer("other.example", Kind.ED25519, b"\x06" * 32)
    with answering(state, policy) as witness:
        status, body, kind = witness.ask(request(0, 100))
        assert (status, kind) == (200, "text/plain; charset=utf-8")
        both = cosigned(signed(head(TREE, 100)), body, witness.verifiers)
        assert [each.verifier.kind for each in opened(both, witness.verifiers)] == [
            Kind.ED25519_COSIGNATURE,
            Kind.MLDSA44_COSIGNATURE,
        ]
        assert witness.ask(request(100, 100))[0] == 200
        for asked, status in (
            (b"garbage", 400),
            (request(101, 100), 400),
            (bytes(Request(0, (), signed(head(TREE, 200), by=stranger))), 403),
            (bytes(Request(0, (), signed(Checkpoint("other.example", 1, bytes(32)), by=other_log))), 404),
            (request(100, 200, proof=[]), 422),
            (request(100, 200, REWRITTEN), 422),
        ):
            assert witness.ask(asked)[0] == status, asked
        assert witness.ask(request(0, 200)) == (409, b"100\n", "text/x.tlog.size")
        assert witness.ask(request(100, 100, REWRITTEN))[:2] == (409, b"")
        assert witness.ask(request(0, 200), "/elsewhere")[0] == 404
        assert witness.ask(request(100, 200))[0] == 200
        assert remembered(state) == head(TREE, 200)
        hold_limits(witness)
    said = (state / "said").read_text()
    assert f"{ORIGIN}: 100 entries, cosigned" in said
    assert "refused with 422, kept as evidence" in said
    assert "127.0.0.1" not in said


def hold_limits(witness: Running) -> None:
    host, port = urlsplit(witness.address).netloc.split(":")
    for line, status in (
        ("GET /add-checkpoint HTTP/1.1\r\nHost: w\r\n", 405),
        ("POST /add-checkpoint HTTP/1.1\r\nHost: w\r\n", 411),
        ("POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: 99999999\r\n", 413),
        ("POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: -1\r\n", 411),
        (
            "POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n",
            411,
        ),
        ("POST " + "/x" * 40_000 + " HTTP/1.1\r\n", 414),
        ("POST /add-checkpoint HTTP/1.1\r\n" + "".join(f"X-{n}: y\r\n" for n in range(200)), 431),
    ):
        with socket.create_connection((host, int(port)), timeout=30) as asking:
            asking.sendall(f"{line}\r\n".encode())
            assert asking.recv(65536).split(b" ")[1] == str(status).encode(), line[:60]


def test_more_at_once_than_there_is_room_for_are_told_to_come_back(state: Path, policy: Path) -> None:
    with answering(state, policy) as witness:
        host, port = urlsplit(witness.address).netloc.split(":")
        waiting = [socket.create_connection((host, int(port)), timeout=30) for _ in range(40)]
        told = [each for each in waiting if each in readable(waiting)]
        assert all(each.recv(100).startswith(b"HTTP/1.1 503") for each in told)
        assert len(told) == 8
        for each in waiting:
            each.close()


def readable(waiting: "list[socket.socket]") -> "list[socket.socket]":
    found: list[socket.socket] = []
    for _ in range(100):
        found = select.select(waiting, [], [], 0.1)[0]
        if len(found) >= 8:
            break
    return found


def test_an_insider_with_the_key_of_the_log_rewrites_an_entry(state: Path, policy: Path) -> None:
    """security.md 1.3, the main threat. What the insider signed is kept, and convicts."""
    longer = tree_of([*HELD[:17], b"another", *HELD[18:], b"more"])
    with answering(state, policy) as witness:
        assert witness.ask(request(0, 300))[0] == 200
        assert witness.ask(request(300, 300, REWRITTEN))[0] == 409
        assert witness.ask(request(300, 301, longer))[0] == 422
        assert witness.ask(request(0, 250))[0] == 409, "an old backup"
        assert witness.ask(request(300, 250, proof=[]))[0] == 400
        assert witness.ask(request(300, 301, tree_of([*HELD, b"more"])))[0] == 200
    assert kept(state) == ["not-shown", "older", "two-heads"]
    [convicting] = state.glob("evidence/*/two-heads-*.request")
    false, true = (
        parse_request(convicting.read_bytes()).note,
        parse_note(convicting.with_suffix(".known").read_bytes()),
    )
    heads = [parse_checkpoint(each.text) for each in (false, true)]
    assert all(opened(each, [LOG.verifier]) for each in (false, true))
    assert heads[0].size == heads[1].size
    assert heads[0].root != heads[1].root


def test_a_hundred_requests_at_once_never_get_two_that_differ(state: Path, policy: Path) -> None:
    """Two histories in every size, fifty requests each, shuffled; a signature for one shuts the other out."""
    asked = [(tree, size) for tree in (TREE, REWRITTEN) for size in range(251, 301)]
    random.Random(1).shuffle(asked)  # noqa: S311 (the same order in each run)

    def ask(witness: Running, tree: Tree, size: int) -> "tuple[Tree, int] | None":
        before = 0
        for _ in range(300):
            status, body, kind = witness.ask(request(before, size, tree))
            if status == 200:
                opened(cosigned(signed(head(tree, size)), body, witness.verifiers), witness.verifiers)
                return tree, size
            if status == 503:
                continue
            if status != 409 or kind != "text/x.tlog.size" or int(body) > size:
                return None
            before = int(body)
        return None

    with answering(state, policy) as witness, ThreadPoolExecutor(20) as pool:
        given = list(pool.map(lambda each: ask(witness, *each), asked))
    cosigned_ones = [each for each in given if each]
    assert len({id(tree) for tree, _size in cosigned_ones}) == 1
    last = remembered(state)
    assert last.size == max(size for _tree, size in cosigned_ones)
    assert last == head(cosigned_ones[0][0], last.size)


def test_it_is_killed_again_and_again_and_never_goes_back(state: Path, policy: Path) -> None:
    known = 0
    for turn in range(6):
        with answering(state, policy) as witness, ThreadPoolExecutor(1) as pool:
            killing = pool.submit(lambda wait: (time.sleep(wait), witness.process.kill()), 0.02 * turn)
            while known < 300:
                try:
                    status, body, _kind = witness.ask(request(known, known + 1))
                except (OSError, HTTPException):  # killed before its answer, or in the midst of it
                    break
                if status == 409:
                    # Stored and not answered when it was killed: never less than what was answered.
                    assert int(body) == known + 1
                else:
                    assert status == 200
                known += 1
            killing.result()
        assert known <= (remembered(state) or Checkpoint("", 0, b"")).size <= known + 1
    assert known > 0


def test_what_it_knows_outlives_it_and_is_never_taken_for_nothing(
    habeas: Command, state: Path, policy: Path
) -> None:
    with answering(state, policy) as witness:
        assert witness.ask(request(0, 200))[0] == 200
        call = ("witness", "--state", str(state), "--policy", str(policy), "--port", "0")
        done = habeas(*call)
        assert done.returncode == 2
        assert first_line(done).startswith("habeas: error: witness-runs: ")
    with answering(state, policy) as witness:
        assert witness.ask(request(0, 300)) == (409, b"200\n", "text/x.tlog.size")
    [file] = (state / "heads").iterdir()
    whole = file.read_bytes()
    for damaged in (b"", whole[:-20], whole.replace(b"\n200\n", b"\n199\n"), bytes(signed(head(TREE, 100)))):
        file.write_bytes(damaged)
        done = habeas(*call)
        assert done.returncode == 2
        assert first_line(done).startswith("habeas: error: witness-state-refused: ")


def test_a_full_disk_or_a_folder_that_is_gone_gets_no_signature(state: Path, policy: Path) -> None:
    with answering(state, policy) as witness:
        assert witness.ask(request(0, 100))[0] == 200
        (state / "heads").rename(state / "elsewhere")
        assert witness.ask(request(100, 200))[:2] == (500, b"")
        (state / "elsewhere").rename(state / "heads")
        assert witness.ask(request(100, 200))[0] == 200, "what was not signed may be signed later"
    full = (sys.executable, "-c", FULL)
    with answering(state, policy, before=full) as witness:
        assert witness.ask(request(200, 300))[:2] == (500, b"")
        assert witness.ask(request(200, 300, REWRITTEN))[0] == 422, "refused though it could not be kept"
    assert remembered(state) == head(TREE, 200)
    assert "nothing signed: the head cannot be stored" in (state / "said").read_text()


FULL = """
import os, resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
os.execv(sys.argv[1], sys.argv[1:])
"""
"""Starts a program that may write to no file, as on a disk that is full."""


def test_evidence_has_an_end_and_the_first_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(witness_state, "MOST_KEPT", 3)

    def evidence(size: int, ground: Ground = Ground.NOT_SHOWN) -> Evidence:
        note = signed(Checkpoint(ORIGIN, size, bytes(32)))
        return Evidence(ground, Request(0, (), note), parse_checkpoint(note.text))

    signer = Signer("mechanism.example/w", Kind.ED25519_COSIGNATURE, b"\x01" * 32)
    for _ in range(2):  # counted again when the folder is opened again
        with opened_state(tmp_path, [signer], [LOG.verifier]) as opened_one:
            assert [opened_one.keep_evidence(evidence(size)) for size in range(1, 6)] == [True] * 3 + [
                False
            ] * 2
            assert opened_one.keep_evidence(evidence(1, Ground.OLDER))
    assert kept(tmp_path) == ["not-shown"] * 3 + ["older"]


def test_a_head_of_another_log_is_not_believed(tmp_path: Path) -> None:
    signer = Signer("mechanism.example/w", Kind.ED25519_COSIGNATURE, b"\x01" * 32)
    other = Signer("other.example", Kind.ED25519, b"\x06" * 32)
    with opened_state(tmp_path, [signer], [LOG.verifier, other.verifier]) as first:
        text = str(Checkpoint("other.example", 5, bytes(32)))
        first.keep("other.example", Note(text, (signer.sign(text, 1),)))
        assert isinstance(first, State)
        assert first.head(ORIGIN) is None
    for file in (tmp_path / "heads").iterdir():
        file.rename(tmp_path / "heads" / witness_state._name(ORIGIN))
    with pytest.raises(Exception, match="another log"), opened_state(tmp_path, [signer], [LOG.verifier]):
        pass


def test_keys_and_calls(habeas: Command, tmp_path: Path, policy: Path) -> None:
    folder = tmp_path / "w"
    call = ("witness", "--state", str(folder))

    def refused(*words: str) -> str:
        done = habeas(*call, *words)
        assert (done.returncode, done.stdout) == (2, "")
        return first_line(done).split(": ")[2]

    assert refused("--policy", str(policy)) == "witness-has-no-key"
    assert refused("--new-key", "a name") == "call-refused"
    done = habeas(*call, "--new-key", "bar.example/w")
    assert done.stdout.startswith("bar.example/w+")
    key = folder / "witness.key"
    assert (key.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o600, 0o700)
    # "PRIVATE+KEY+<name>+<hash>+<key>": base64 has plus signs too, so it is parted from the left.
    secret = key.read_text().strip().split("+", 4)[4]
    assert secret not in done.stdout + done.stderr
    assert refused("--new-key", "bar.example/w") == "witness-has-key"
    assert refused() == "call-refused"
    empty = tmp_path / "empty.policy"
    empty.write_text("quorum none\n")
    assert refused("--policy", str(empty)) == "log-policy-refused"
    key.chmod(0o640)
    assert refused("--policy", str(policy)) == "witness-key-open"


def test_it_needs_no_django(tmp_path: Path) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            WITHOUT_DJANGO,
            "--json",
            "witness",
            "--state",
            str(tmp_path / "w"),
            "--new-key",
            "w",
        ],
        env=environment(tmp_path / "data"),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["schema"] == "habeas/witness/1"
