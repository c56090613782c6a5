"""Asking witnesses: real ones in processes of their own, and servers that answer as no witness should."""

import contextlib
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.cli.witnesses import answering, made
from tests.tlog.logs import LOG, entries, head, signed, tree_of

from habeas.tlog.policy import parse_policy
from habeas.tlog.tree import Tree, consistency_proof
from habeas.web.custody import witnesses
from habeas.web.custody.witnesses import Asked, Outcome, Proofs, gather

HELD = entries(300)
TREE = tree_of(HELD)
NOWHERE = "http://127.0.0.1:9/"


def proofs(size: int, tree: Tree = TREE) -> Proofs:
    return lambda before: consistency_proof(before, size, tree.subtree)


def test_every_witness_is_asked_and_one_that_is_down_keeps_nobody_waiting(tmp_path: Path) -> None:
    names = ("mechanism.example/w", "bar.example/w", "gone.example/w")
    folders = [tmp_path / name.partition(".")[0] for name in names]
    keys = [made(folder, name, "--ml-dsa-44") for folder, name in zip(folders, names, strict=True)]
    logs = tmp_path / "logs"
    logs.write_text(f"log {LOG.verifier}\nquorum none\n")

    def policy(*addresses: str) -> str:
        lines = [
            f"witness {name.partition('.')[0]}-{place} {vkey} {address}"
            for name, vkeys, address in zip(names, keys, addresses, strict=True)
            for place, vkey in enumerate(vkeys)
        ]
        members = " ".join(line.split()[1] for line in lines)
        return "\n".join([f"log {LOG.verifier}", *lines, f"group four 4 {members}", "quorum four", ""])

    with answering(folders[0], logs) as first, answering(folders[1], logs) as second:
        believed = parse_policy(policy(first.address, second.address, NOWHERE).encode())
        for size in (100, 300):  # the second time each says first what it has
            gathered = gather(signed(head(TREE, size)), proofs(size), believed)
            judged = believed.judge(gathered.note)
            assert set(judged.by_witnesses) == {b"mechanism-0", b"mechanism-1", b"bar-0", b"bar-1"}
            assert {each.name for each in gathered.asked if each.outcome is Outcome.SILENT} == {
                "gone-0",
                "gone-1",
            }
        back = gather(signed(head(TREE, 200)), proofs(200), believed)
        assert {(each.outcome, each.size) for each in back.asked} == {
            (Outcome.AHEAD, 300),
            (Outcome.SILENT, None),
        }
        assert back.note == signed(head(TREE, 200))
        other = tree_of([*HELD[:17], b"another", *HELD[18:]])
        for size, tree in ((300, other), (301, tree_of([*HELD[:17], b"another", *HELD[18:], b"more"]))):
            told = gather(signed(head(tree, size)), proofs(size, tree), believed).asked
            assert {each.outcome for each in told} == {Outcome.REFUSED, Outcome.SILENT}
        again = gather(signed(head(TREE)), proofs(300), believed, {"mechanism-0": 300, "bar-0": 100})
        assert len(believed.judge(again.note).by_witnesses) == 4


@contextmanager
def answers(status: int, body: bytes, kind: str = "text/plain") -> Iterator[str]:
    """A server that gives the same answer to everything."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.end_headers()
            with contextlib.suppress(OSError):
                self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/w"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def told(vkeys: Sequence[str], address: str) -> Asked:
    policy = parse_policy(f"witness w {vkeys[0]} {address}\nquorum w\n".encode())
    note = signed(head(TREE, 100))
    gathered = gather(note, proofs(100), policy)
    assert gathered.note == note
    [asked] = gathered.asked
    return asked


@pytest.fixture(scope="module")
def vkeys(tmp_path_factory: pytest.TempPathFactory) -> "list[str]":
    return made(tmp_path_factory.mktemp("witness") / "w", "w.example")


@pytest.mark.parametrize(
    ("status", "body", "kind", "outcome"),
    [
        (200, b"", "text/plain", Outcome.REFUSED),
        (200, b"<html>", "text/html", Outcome.REFUSED),
        (200, "— stranger.example AAAAAAAA\n".encode(), "text/plain", Outcome.REFUSED),
        (200, bytes(1_000_000), "text/plain", Outcome.SILENT),
        (302, b"", "text/plain", Outcome.REFUSED),
        (403, b"", "text/plain", Outcome.REFUSED),
        (409, b"", "text/plain", Outcome.REFUSED),
        (409, b"007\n", "text/x.tlog.size", Outcome.REFUSED),
        (409, b"50\n", "text/x.tlog.size", Outcome.REFUSED),
        (409, b"101\n", "text/x.tlog.size", Outcome.AHEAD),
        (422, b"", "text/plain", Outcome.REFUSED),
        (500, b"", "text/plain", Outcome.REFUSED),
    ],
)
def test_what_no_witness_should_answer(
    vkeys: "list[str]", status: int, body: bytes, kind: str, outcome: Outcome
) -> None:
    with answers(status, body, kind) as address:
        assert told(vkeys, address).outcome is outcome


@pytest.mark.parametrize(
    "address", [NOWHERE, "ftp://w.example/", "w.example", "http://[::1/", "http://w:99999/"]
)
def test_addresses_that_answer_nothing(vkeys: "list[str]", address: str) -> None:
    assert told(vkeys, address).outcome is Outcome.SILENT


def test_a_witness_without_an_address_is_named(vkeys: "list[str]") -> None:
    assert told(vkeys, "").outcome is Outcome.NO_ADDRESS


def test_an_answer_that_drips_has_an_end(vkeys: "list[str]", monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(witnesses, "WHOLE_SECONDS", 0.3)
    listening = dripping()
    asked = told(vkeys, next(listening))
    assert asked.outcome in (Outcome.SILENT, Outcome.REFUSED)
    next(listening, None)


def dripping() -> Iterator[str]:
    """A server that sends a letter at a time and never comes to its end."""

    end = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        connected, _ = listener.accept()
        with connected, contextlib.suppress(OSError):
            connected.sendall(b"HTTP/1.1 200 OK\r\nX-Long: ")
            while not end.wait(0.05):
                connected.sendall(b"x")

    thread = threading.Thread(target=drip)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    end.set()
    thread.join()
    listener.close()
