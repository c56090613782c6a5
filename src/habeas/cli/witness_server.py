"""The server of a witness (C2SP tlog-witness): one call, small requests, each with an end in time.

A request holds nothing but sizes and hashes. Who asked is not written down.
"""

import socket
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from habeas.cli.witness_state import State
from habeas.tlog.keys import Signer
from habeas.tlog.witness import LARGEST_REQUEST, Answer, Evidence, Ground, WitnessedLog, answer

CALL = "add-checkpoint"
REQUEST_SECONDS = 20
"""How long a connection may last, from its first byte to the last of the answer."""

MOST_AT_ONCE = 32
"""Connections served at a time; one more is told to come back."""

_BUSY = b"HTTP/1.1 503 Busy\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_HEAVY = {
    Ground.TWO_HEADS: "signed another history at the same size: with the known head that proves a rewriting",
    Ground.NOT_SHOWN: "does not show that it goes on from the known head: ask its keeper why",
    Ground.OLDER: "shows fewer entries than it had: ask its keeper why",
}

Say = Callable[[str], None]


class Witness:
    """A witness at work: each request is compared, stored and only then answered, one at a time."""

    def __init__(self, state: State, signers: Sequence[Signer], say: Say) -> None:
        self._state, self._signers, self._tell = state, signers, say
        self._one = threading.Lock()

    def add_checkpoint(self, body: bytes) -> Answer:
        """The answer to a request. 500 and no signature where it could not be stored."""
        with self._one:
            state = self._state
            logs = {origin: WitnessedLog(keys, state.head(origin)) for origin, keys in state.logs.items()}
            given = answer(body, logs, self._signers, int(time.time()))
            if given.head is not None and given.note is not None:
                try:
                    state.keep(given.head.origin, given.note)
                except OSError as fault:
                    self._say(f"nothing signed: the head cannot be stored ({fault.strerror})")
                    return Answer(HTTPStatus.INTERNAL_SERVER_ERROR)
                self._say(f"{given.head.origin}: {given.head.size} entries, cosigned")
            elif given.evidence is not None:
                self._refused(given.evidence, given.status)
            else:
                self._say(f"refused with {given.status}")
            return given

    def _say(self, text: str) -> None:
        """Where standard error cannot be written to either, the answer goes out all the same."""
        with suppress(OSError):
            self._tell(text)

    def _refused(self, evidence: Evidence, status: int) -> None:
        try:
            kept = "kept as evidence" if self._state.keep_evidence(evidence) else "as others that are kept"
        except OSError as fault:
            kept = f"and could not be kept ({fault.strerror})"
        heavy = _HEAVY.get(evidence.ground, "asks from a size that is not the known one")
        at = evidence.checkpoint
        self._say(f"{at.origin}: {at.size} entries, refused with {status}, {kept}. The log {heavy}")


class Server(ThreadingHTTPServer):
    """Answers on a socket that is listening already."""

    daemon_threads = True

    def __init__(self, listener: socket.socket, witness: Witness) -> None:
        self.witness = witness
        self._room = threading.BoundedSemaphore(MOST_AT_ONCE)
        super().__init__(listener.getsockname()[:2], _Handler, bind_and_activate=False)
        self.socket.close()
        self.socket = listener

    def process_request(self, request: Any, client_address: Any) -> None:
        """Serve it on a thread of its own, if there is room for one."""
        if not self._room.acquire(blocking=False):
            with suppress(OSError):
                request.settimeout(1)
                request.sendall(_BUSY)
            self.shutdown_request(request)
            return
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serve it, and end it when its time is over, however slowly it comes."""
        end = threading.Timer(REQUEST_SECONDS, _end, (request,))
        end.daemon = True
        end.start()
        try:
            super().process_request_thread(request, client_address)
        finally:
            end.cancel()
            self._room.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a connection broke off, and its address is nobody's business."""


def _end(request: socket.socket) -> None:
    with suppress(OSError):
        request.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    server: Server
    server_version, sys_version = "habeas-witness", ""
    protocol_version = "HTTP/1.1"
    timeout = REQUEST_SECONDS

    def do_POST(self) -> None:
        """C2SP tlog-witness, add-checkpoint."""
        if self.path != f"/{CALL}":
            self._answer(Answer(HTTPStatus.NOT_FOUND))
            return
        length = self.headers.get("Content-Length", "")
        if self.headers.get("Transfer-Encoding") or not (length.isascii() and length.isdigit()):
            self._answer(Answer(HTTPStatus.LENGTH_REQUIRED))
            return
        if len(length) > 9 or int(length) > LARGEST_REQUEST:
            self._answer(Answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE))
            return
        body = self.rfile.read(int(length))
        if len(body) == int(length):  # else it broke off, or its time was over
            self._answer(self.server.witness.add_checkpoint(body))

    def _answer(self, given: Answer) -> None:
        self.close_connection = True
        self.send_response(given.status)
        self.send_header("Content-Type", given.content_type)
        self.send_header("Content-Length", str(len(given.body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(given.body)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Another method, or no HTTP: a status and nothing else."""
        self._answer(Answer(HTTPStatus.METHOD_NOT_ALLOWED if code == HTTPStatus.NOT_IMPLEMENTED else code))

    def log_message(self, *_words: object) -> None:
        """Say nothing: the line would have the address of who asked."""
