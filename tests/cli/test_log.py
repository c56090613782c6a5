"""``habeas log`` on folders, on a served folder, on receipts: what it says, its status, what it fetches."""

import gzip
import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.cli.conftest import Command, first_line
from tests.cli.test_calling import WITHOUT_DJANGO
from tests.shared import environment
from tests.tlog.logs import LOG, ORIGIN, POLICY_TEXT, SECOND, WITNESS, entries, head, signed, tree_of, written

from habeas.cli.log_source import source
from habeas.errors import HabeasError
from habeas.tlog.checkpoint import Checkpoint
from habeas.tlog.proof import Proof
from habeas.tlog.tree import inclusion_proof

HELD = entries(300)
TREE = tree_of(HELD)
KEY = ("--vkey", str(LOG.verifier))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("log") / "north"
    written(folder, HELD, WITNESS, SECOND)
    return folder


@pytest.fixture
def log(whole: Path, tmp_path: Path) -> Path:
    """A log of its own, to be tampered with."""
    return Path(shutil.copytree(whole, tmp_path / "north"))


@pytest.fixture
def policy(tmp_path: Path) -> str:
    file = tmp_path / "north.policy"
    file.write_text(POLICY_TEXT, "utf-8")
    return str(file)


def kept(path: Path, size: int, *, root: bytes | None = None) -> str:
    """A file with a checkpoint that the log signed at that size."""
    path.write_bytes(bytes(signed(Checkpoint(ORIGIN, size, root or TREE.root(size)))))
    return str(path)


def test_a_log_in_a_folder(habeas: Command, whole: Path) -> None:
    done = habeas("log", "verify", str(whole), *KEY)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == f"{ORIGIN}: 300 entries, nothing found wrong."
    for said in (
        f"signed by   {ORIGIN} (Ed25519)",
        "witness     none signed it",
        "hash tiles  3 read",
        "entries     300 read",
        "This does not show",
        "That everything was entered.",
        "That others are shown the same log",
        "That it was not rewritten before today",
    ):
        assert said in done.stdout
    assert not habeas.data.exists()


def test_a_log_with_witnesses_and_an_earlier_checkpoint(
    habeas: Command, whole: Path, policy: str, tmp_path: Path
) -> None:
    since = kept(tmp_path / "since", 257)
    done = habeas("--json", "log", "verify", str(whole), "--policy", policy, "--since", since)
    said = json.loads(done.stdout)
    assert (said["schema"], said["origin"], said["size"]) == ("habeas/log/1", ORIGIN, 300)
    assert [(each["name"], each["at"]) for each in said["witnesses"]] == [
        ("mechanism", "2026-09-21T14:13:20Z"),
        ("bar", "2026-09-21T14:13:20Z"),
    ]
    assert said["earlier"] == [{"file": since, "size": 257}]
    assert (said["tiles_read"], said["entries_read"]) == (3, 300)
    assert len(said["shows"]) == 3
    assert len(said["does_not_show"]) == 3
    assert said["signed_by"] == [{"vkey": str(LOG.verifier), "at": None}]


def test_what_was_seen_is_remembered_and_a_log_that_goes_back_or_forks_is_refused(
    habeas: Command, log: Path, tmp_path: Path
) -> None:
    seen = tmp_path / "seen"
    call = ("log", "verify", str(log), *KEY, "--remember", str(seen))
    assert habeas(*call).returncode == 0
    assert seen.read_bytes() == (log / "checkpoint").read_bytes()
    assert "goes on from 300 entries" in habeas(*call).stdout

    (log / "checkpoint").write_bytes(bytes(signed(head(TREE, 299))))
    done = habeas(*call)
    assert (done.returncode, done.stdout) == (1, "")
    assert first_line(done).startswith("habeas: error: log-rolled-back: the log had 300 entries before")

    shutil.rmtree(log)
    written(log, [*HELD[:20], b"another", *HELD[21:], b"and more"])
    done = habeas(*call)
    assert done.returncode == 1
    assert first_line(done).startswith("habeas: error: log-forked: the log of 301 entries does not begin")
    assert "keep both" in done.stderr
    # What was remembered is the evidence: a refusal leaves it as it is.
    assert seen.read_bytes() == bytes(signed(head(TREE), WITNESS, SECOND))


def flip(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1] + bytes((file.read_bytes()[-1] ^ 1,)))


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("tile/0/000", "log-tile-wrong"),
        ("tile/0/001.p/44", "log-root-wrong"),
        ("tile/entries/000", "log-entry-wrong"),
        ("tile/entries/001.p/44", "log-entry-wrong"),
        ("checkpoint", "log-note-malformed"),
    ],
)
def test_a_log_that_was_tampered_with(habeas: Command, log: Path, path: str, code: str) -> None:
    flip(log / path)
    done = habeas("log", "verify", str(log), *KEY)
    assert (done.returncode, done.stdout) == (1, "")
    assert first_line(done).startswith(f"habeas: error: {code}: ")
    (log / path).unlink()
    done = habeas("log", "verify", str(log), *KEY)
    assert done.returncode == 1
    assert first_line(done).startswith("habeas: error: log-file-missing: ")
    assert path in first_line(done)


def test_entries_that_are_not_open_are_left_out_only_when_that_is_said(habeas: Command, log: Path) -> None:
    shutil.rmtree(log / "tile" / "entries")
    assert habeas("log", "verify", str(log), *KEY).returncode == 1
    done = habeas("log", "verify", str(log), *KEY, "--without-entries")
    assert done.returncode == 0
    assert "entries     not read" in done.stdout
    assert "The entries themselves were not read." in done.stdout.replace("\n    ", " ")


CALLS = [
    ((), "call-refused: no key says whose log this is"),
    (("--vkey", "north"), "log-key-refused: "),
    (("--vkey", str(WITNESS.verifier)), "log-key-refused: "),
    (("--policy", "POLICY", "--vkey", str(LOG.verifier).replace("north", "south")), "log-key-refused: "),
    (("--policy", "nowhere"), "file-missing: "),
    ((*KEY, "--since", "nowhere"), "file-missing: "),
    ((*KEY, "--since", "POLICY"), "log-note-malformed: "),
    ((*KEY, "--remember", "nowhere/seen"), "file-missing: "),
]


@pytest.mark.parametrize(("words", "line"), CALLS)
def test_calls_that_are_refused(
    habeas: Command, whole: Path, policy: str, words: tuple[str, ...], line: str
) -> None:
    done = habeas("log", "verify", str(whole), *(policy if word == "POLICY" else word for word in words))
    assert (done.returncode, done.stdout) == (2, "")
    assert first_line(done).startswith(f"habeas: error: {line}")


def test_a_quorum_that_is_missing(habeas: Command, log: Path, policy: str) -> None:
    (log / "checkpoint").write_bytes(bytes(signed(head(TREE), WITNESS)))
    done = habeas("log", "verify", str(log), "--policy", policy)
    assert done.returncode == 1
    assert first_line(done).startswith("habeas: error: log-quorum-missing: ")


# Receipts


@pytest.fixture
def receipt(tmp_path: Path) -> tuple[Path, Path]:
    """A receipt, and the entry that it is for."""
    proof = Proof(200, tuple(inclusion_proof(200, 300, TREE.subtree)), signed(head(TREE), WITNESS, SECOND))
    (tmp_path / "mine.tlog-proof").write_bytes(bytes(proof))
    (tmp_path / "mine").write_bytes(HELD[200])
    return tmp_path / "mine.tlog-proof", tmp_path / "mine"


def test_a_receipt_holds_without_the_log(habeas: Command, receipt: tuple[Path, Path], policy: str) -> None:
    proof, leaf = receipt
    done = habeas("log", "check", str(proof), "--leaf", str(leaf), "--policy", policy)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"is entry 200 of {ORIGIN}, which had 300 entries then." in done.stdout
    assert "witness     bar, bar.example/w (Ed25519) at 2026-09-21T14:13:20Z" in done.stdout
    said = json.loads(habeas("log", "check", str(proof), "--leaf", str(leaf), *KEY, "--json").stdout)
    assert (said["schema"], said["index"], said["witnesses"]) == ("habeas/log-proof/1", 200, [])


def test_a_receipt_for_something_else_is_not_right(habeas: Command, receipt: tuple[Path, Path]) -> None:
    proof, leaf = receipt
    leaf.write_bytes(HELD[201])
    done = habeas("log", "check", str(proof), "--leaf", str(leaf), *KEY)
    assert (done.returncode, done.stdout) == (1, "")
    assert first_line(done).startswith("habeas: error: log-inclusion-wrong: ")
    proof.write_bytes(b"no proof")
    done = habeas("log", "check", str(proof), "--leaf", str(leaf), *KEY)
    assert done.returncode == 1
    assert first_line(done).startswith("habeas: error: log-proof-malformed: ")
    proof.write_bytes(b'{"schema":"habeas/record-file/1"}')
    assert "habeas register check" in habeas("log", "check", str(proof), *KEY).stderr
    leaf.write_bytes(bytes(70_000))
    assert habeas("log", "check", str(proof), "--leaf", str(leaf), *KEY).returncode == 2


def test_neither_needs_django(whole: Path, receipt: tuple[Path, Path], tmp_path: Path) -> None:
    import subprocess
    import sys

    for words in (("verify", str(whole)), ("check", str(receipt[0]), "--leaf", str(receipt[1]))):
        done = subprocess.run(
            [sys.executable, "-c", WITHOUT_DJANGO, "log", *words, *KEY],
            env=environment(tmp_path / "data"),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")


# An address


class Server:
    """A folder on a free port, which remembers what it was asked for and may answer otherwise."""

    def __init__(self, folder: Path) -> None:
        self.asked: list[str] = []
        self.otherwise: dict[str, tuple[int, dict[str, str], bytes]] = {}
        asked, otherwise = self.asked, self.otherwise

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                path = self.path.removeprefix("/logs/north/")
                asked.append(path)
                file = folder / path
                there = (200, {}, file.read_bytes()) if file.is_file() else (404, {}, b"")
                status, headers, body = otherwise.get(path, there)
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_words: object) -> None:
                """Say nothing."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self.http.server_address[1]}"
        self.address = f"http://{self.host}/logs/north"


@contextmanager
def served(folder: Path) -> Iterator[Server]:
    server = Server(folder)
    thread = threading.Thread(target=server.http.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server
    finally:
        server.http.shutdown()
        thread.join()
        server.http.server_close()


def test_a_log_at_an_address_and_no_more_than_it_takes_is_fetched(habeas: Command, whole: Path) -> None:
    with served(whole) as server:
        packed = gzip.compress((whole / "tile/entries/000").read_bytes())
        server.otherwise["tile/entries/000"] = (200, {"Content-Encoding": "gzip"}, packed)
        done = habeas("log", "verify", f"{server.address}/", *KEY)
        assert (done.returncode, done.stderr) == (0, "")
        assert sorted(server.asked) == sorted(
            path.relative_to(whole).as_posix() for path in whole.rglob("*") if path.is_file()
        )
        server.asked.clear()
        server.otherwise["checkpoint"] = (200, {}, bytes(signed(head(TREE), SECOND)).replace(b"300", b"301"))
        done = habeas("log", "verify", server.address, *KEY)
        assert done.returncode == 1
        assert server.asked == ["checkpoint"], "nothing is fetched for a checkpoint that is not signed"


BOMB = gzip.compress(bytes(50_000_000))
ANSWERS = [
    ((302, {"Location": "http://elsewhere.example/\x1b[1m"}, b""), 2, "log-redirected: "),
    ((403, {}, b""), 2, "log-forbidden: "),
    ((500, {}, b""), 2, "log-unreachable: "),
    ((404, {}, b""), 1, "log-file-missing: "),
    ((200, {"Content-Encoding": "br"}, b"x"), 2, "log-unreachable: "),
    ((200, {"Content-Encoding": "gzip"}, b"x"), 1, "log-file-malformed: "),
    ((200, {"Content-Encoding": "gzip"}, BOMB[:-20]), 1, "log-file-malformed: "),
    ((200, {"Content-Encoding": "gzip"}, BOMB), 1, "log-file-malformed: "),
    ((200, {}, bytes(20_000)), 1, "log-file-malformed: "),
    ((200, {"Content-Length": "9000"}, bytes(8192)), 2, "log-unreachable: "),
]


def test_a_server_that_answers_otherwise_is_refused_in_words(whole: Path) -> None:
    with served(whole) as server:
        for answer, status, line in ANSWERS:
            server.otherwise["tile/0/000"] = answer
            if "9000" in answer[1].values():
                server.otherwise["tile/0/000"] = (
                    200,
                    {"Content-Length": "9000", "Connection": "close"},
                    answer[2],
                )
            with source(server.address) as fetch, pytest.raises(HabeasError) as refused:
                fetch("tile/0/000")
            assert (refused.value.exit_status, refused.value.code) == (status, line.removesuffix(": "))
    with source(server.address) as fetch, pytest.raises(HabeasError) as refused:
        fetch("checkpoint")
    assert refused.value.code == "log-unreachable"


@pytest.mark.parametrize(
    "address",
    [
        "ftp://log.example",
        "file:///etc",
        "http://",
        "http://me@log.example",
        "https://log.example/?a",
        "http://[::1",
    ],
)
def test_addresses_that_are_none(address: str) -> None:
    with pytest.raises(HabeasError) as refused, source(address):
        pass
    assert refused.value.code == "call-refused"
