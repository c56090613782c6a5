"""A real ``habeas witness`` in a process of its own, asked over its socket."""

import http.client
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.shared import environment

from habeas.tlog.keys import Verifier, parse_verifier


@dataclass(frozen=True)
class Running:
    """A witness that answers."""

    process: "subprocess.Popen[str]"
    address: str
    verifiers: tuple[Verifier, ...]

    def ask(self, body: bytes, path: str = "/add-checkpoint") -> tuple[int, bytes, str]:
        """Status, body and content type of its answer."""
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=60)
        try:
            connection.request("POST", path, body)
            answer = connection.getresponse()
            return answer.status, answer.read(), answer.headers.get("Content-Type", "")
        finally:
            connection.close()


def command(folder: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "habeas", "--json", "witness", "--state", str(folder), *words]


def made(folder: Path, name: str = "mechanism.example/w", *words: str) -> list[str]:
    """Make the key of a witness; its vkeys."""
    done = subprocess.run(
        command(folder, "--new-key", name, *words),
        env=environment(folder / "none"),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)["vkeys"]


@contextmanager
def answering(
    folder: Path, policy: Path, *, before: tuple[str, ...] = (), port: int = 0
) -> Iterator[Running]:
    """Start it on a free port; ``before`` are the words of a program that starts it in its turn."""
    words = command(folder, "--policy", str(policy), "--port", "0")
    with (folder / "said").open("a") as said:
        process = subprocess.Popen(
            [*before, *words],
            env=environment(folder / "none"),
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
        )
    try:
        line = process.stdout.readline()
        assert line, (folder / "said").read_text()
        start = json.loads(line)
        yield Running(process, start["address"], tuple(map(parse_verifier, start["vkeys"])))
    finally:
        process.kill()
        process.wait(30)
        process.stdout.close()
