"""How many events a second a register takes, each on the disk before its sender is answered.

    python benchmarks/appending.py [--seconds N] [--clients 1,8,32,100] [--flush-ms MS]

Peers in the same run: one commit for each event, which is what a page of its own would do; and, where it is
installed, the SQLite backend of pymerkle, which keeps a tree and no register. With ``--flush-ms`` every flush
takes so much longer, as on a slower disk (``slow_flush.c``; needs a C compiler).
"""

import argparse
import json
import multiprocessing
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

CLIENTS = "1,8,32,100"
WARMING = 5
"""Seconds of requests that are not counted: at the first, a server loads pages and opens connections."""
SETTING_UP = """
from habeas.web.entry import open_store
open_store(None, make=True)
from habeas.web.stations import actions
from habeas.web.stations.models import Station
station = actions.add_station(None, Station(code="north-1", name="North (invented)"))
for number in range({count}):
    print("token", actions.add_device(None, station, f"machine {{number}}")[1])
"""


@dataclass
class Took:
    """How long each answer took, in seconds, and over how long they were asked."""

    answers: list[float] = field(default_factory=list)
    seconds: float = 0.0
    each: int = 1
    """Events that one answer is for."""

    def line(self, name: str) -> str:
        times = sorted(self.answers)
        median, late = times[len(times) // 2], times[int(len(times) * 0.99)]
        rate = len(times) * self.each / self.seconds
        return f"{name:<44} {rate:>8.0f}/s  median {median * 1e3:>7.1f} ms  99 % {late * 1e3:>7.1f} ms"


def event(record: str) -> dict[str, Any]:
    """An invented event as a machine sends it."""
    from habeas.custody import new_event_id

    now = datetime.now(UTC)
    return {
        "record_id": record,
        "event_id": new_event_id(now),
        "kind": "checked",
        "occurred_at": now.isoformat(),
        "actor_id": "k4tm-x7qd",
        "data": {"note": "asleep, breathing evenly"},
    }


def together(count: int, seconds: float, act: Callable[[int], None]) -> Took:
    """Let ``count`` threads act without a pause."""
    took, end = Took(), time.perf_counter() + seconds

    def one(number: int) -> None:
        while (begun := time.perf_counter()) < end:
            act(number)
            took.answers.append(time.perf_counter() - begun)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took.seconds = time.perf_counter() - begun
    return took


def in_process(folder: str, clients: list[int], seconds: float) -> Iterator[str]:
    """The ledger without HTTP: one commit for each, and commits of groups."""
    from habeas.web import entry

    entry.open_store(folder, make=True)
    from habeas.custody import event_from
    from habeas.web.custody import writing
    from habeas.web.custody.ledger import Submission

    def act(number: int) -> None:
        said = event_from(event(f"r{number}"), now=writing.wall_clock())
        pen.append(Submission((said,)))

    pen: writing.Pen = writing.Straight(writing.wall_clock)
    yield together(1, seconds, act).line("peer: one commit for each event, one thread")
    pen.close()
    pen = writing.GroupCommit(writing.wall_clock)
    for count in clients:
        yield together(count, seconds, act).line(f"ledger, {count} threads")
    pen.close()


def a_tree(folder: str, seconds: float) -> Iterator[str]:
    """Another's tree in SQLite, where it is installed: it is under the GPL, and no part of Habeas."""
    try:
        from pymerkle import SqliteTree
    except ImportError:
        yield "peer: pymerkle is not installed (pip install pymerkle)"
        return
    with SqliteTree(str(Path(folder) / "pymerkle.sqlite3")) as tree:
        took = together_alone(seconds, lambda: tree.append_entry(json.dumps(event("r")).encode()))
        yield took.line("peer: pymerkle, SQLite, one thread")


def together_alone(seconds: float, act: Callable[[], object]) -> Took:
    """The same in this thread: its connection belongs to it."""
    took, end = Took(), time.perf_counter() + seconds
    begun = time.perf_counter()
    while (before := time.perf_counter()) < end:
        act()
        took.answers.append(time.perf_counter() - before)
    took.seconds = time.perf_counter() - begun
    return took


# Over HTTP ---------------------------------------------------------------------------------


class Machine:
    """A machine of a station that sends one event after another over one connection."""

    def __init__(self, port: int, token: str) -> None:
        self._port, self._token = port, token
        self._open()

    def _open(self) -> None:
        self._socket = socket.create_connection(("127.0.0.1", self._port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._answers = self._socket.makefile("rb")

    def send(self, record: str, count: int) -> None:
        """Send so many events in one body and wait for its answer."""
        body = json.dumps([event(record) for _each in range(count)]).encode()
        head = (
            "POST /api/v1/register/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            f"Authorization: Bearer {self._token}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self._socket.sendall(head.encode() + body)
        status = self._answers.readline()
        length, closes = 0, False
        while (line := self._answers.readline().lower()) != b"\r\n":
            if line.startswith(b"content-length:"):
                length = int(line.split(b":")[1])
            closes = closes or line.startswith(b"connection: close")
        answer = self._answers.read(length)
        if b" 200 " not in status:
            raise RuntimeError(f"{status!r}: {answer[:300]!r}")
        if closes:
            self._open()


def machines(port: int, tokens: list[str], seconds: float, each: int, out: Any) -> None:
    """A process of machines that send ``each`` events a body: what they took goes to ``out``."""
    event("r")  # what it imports is no part of the first answer
    kept = [Machine(port, token) for token in tokens]
    took = together(len(kept), seconds, lambda number: kept[number].send(f"h{os.getpid()}-{number}", each))
    out.put((took.answers, took.seconds))


def over_http(port: int, tokens: list[str], count: int, seconds: float, each: int = 1) -> str:
    """So many machines at once, in a process of their own."""
    out: Any = multiprocessing.get_context("spawn").Queue()
    process = multiprocessing.get_context("spawn").Process(
        target=machines, args=(port, tokens[:count], seconds, each, out)
    )
    process.start()
    took = Took(*out.get(), each)
    process.join()
    return took.line(f"HTTP, {count} machines" + (f", {each} events a body" if each > 1 else ""))


@contextmanager
def served(env: dict[str, str], count: int) -> Iterator[tuple[int, list[str]]]:
    """A server of its own, and the tokens of its machines."""
    code = SETTING_UP.format(count=count)
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    tokens = [line.split()[1] for line in done.stdout.splitlines() if line.startswith("token ")]
    command = [sys.executable, "-m", "habeas", "serve", "--port", "0"]
    server = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    try:
        line = next(line for line in server.stdout if "http://" in line)
        yield int(line.split("http://")[1].split("/")[0].rsplit(":", 1)[1]), tokens
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()


def by_lines(env: dict[str, str], count: int) -> str:
    """``habeas register append``: events as lines, answered once each is on the disk."""
    lines = "".join(json.dumps(event(f"a{number // 30}")) + "\n" for number in range(count))
    command = [sys.executable, "-m", "habeas", "register", "append"]
    with subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdin is not None
        assert run.stdout is not None
        threading.Thread(target=lambda: (run.stdin.write(lines), run.stdin.close()), daemon=True).start()  # type: ignore[union-attr]
        run.stdout.readline()  # Python and the store are open
        begun = time.perf_counter()
        answers = sum(1 for _line in run.stdout)
        took = time.perf_counter() - begun
    return f"{'habeas register append, ' + str(count) + ' lines':<44} {answers / took:>8.0f}/s"


def on_a_slower_disk(milliseconds: float) -> int:
    """Run the same where every flush takes so much longer."""
    with tempfile.TemporaryDirectory(prefix="habeas-flush-") as folder:
        library, source = Path(folder) / "slow_flush.so", Path(__file__).with_name("slow_flush.c")
        subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
        env = {**os.environ, "FLUSH_MS": str(milliseconds), "LD_PRELOAD": str(library)}
        return subprocess.run([sys.executable, *sys.argv], env=env, check=False).returncode


def main() -> int:
    """Measure and tell."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=6)
    parser.add_argument("--clients", default=CLIENTS)
    parser.add_argument("--flush-ms", type=float, default=0)
    args = parser.parse_args()
    if args.flush_ms and "FLUSH_MS" not in os.environ:
        return on_a_slower_disk(args.flush_ms)
    clients = [int(each) for each in args.clients.split(",")]
    os.environ["HABEAS_SURFACES"] = "register"
    folder = tempfile.mkdtemp(prefix="habeas-appending-")
    try:
        print(f"load average before: {os.getloadavg()[0]:.1f}")
        for line in (*in_process(f"{folder}/a", clients, args.seconds), *a_tree(folder, args.seconds)):
            print(line, flush=True)
        env = {**os.environ, "HABEAS_DATA": f"{folder}/b"}
        with served(env, max(clients)) as (port, tokens):
            over_http(port, tokens, max(clients), WARMING)
            for count in clients:
                print(over_http(port, tokens, count, args.seconds), flush=True)
            print(over_http(port, tokens, max(clients), args.seconds, each=10), flush=True)
        print(by_lines({**os.environ, "HABEAS_DATA": f"{folder}/b"}, 20_000))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
