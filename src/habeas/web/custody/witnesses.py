"""Asking witnesses to cosign a head of the log (C2SP tlog-witness, the side of the log).

One that is down, slow or refuses is reported and never keeps the others, or the log, from going on. An answer
is believed only as far as it holds the signature of a key that the policy names.
"""

import http.client
import socket
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias
from urllib.parse import urlsplit

from habeas.errors import HabeasError
from habeas.tlog.checkpoint import parse_checkpoint
from habeas.tlog.keys import Verifier
from habeas.tlog.note import Note, Signature
from habeas.tlog.policy import Policy
from habeas.tlog.strict import decimal
from habeas.tlog.witness import SIZE_TYPE, Request, cosigned

ANSWER_SECONDS = 5.0
"""How long a witness may be silent."""

WHOLE_SECONDS = 15.0
"""How long one request may take, however slowly the answer comes."""

LARGEST_ANSWER = 64 * 1024
"""Bytes: a dozen signatures of the largest kind."""

_AT_ONCE = 8

Proofs: TypeAlias = Callable[[int], Sequence[bytes]]
"""The proof that the head goes on from an earlier size, which is above 0 and not above its own."""


class Outcome(StrEnum):
    """What came of asking a witness."""

    COSIGNED = "cosigned"
    AHEAD = "ahead"
    """It has seen more entries than this head has: the log was put back to an earlier state."""
    REFUSED = "refused"
    SILENT = "silent"
    NO_ADDRESS = "no-address"


@dataclass(frozen=True, slots=True)
class Asked:
    """A witness by its name in the policy, and what it answered; ``size`` is what it is known to have."""

    name: str
    outcome: Outcome
    said: str = ""
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Gathered:
    """The head with every cosignature that was had, and how each witness answered."""

    note: Note
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """Status, body, and the size that an answer 409 tells."""

    status: int
    body: bytes = b""
    size: int | None = None


def gather(note: Note, proofs: Proofs, policy: Policy, sizes: Mapping[str, int] | None = None) -> Gathered:
    """Ask every witness of the policy at once; ``sizes`` says what each had when it was last asked.

    Never raises for what a witness does or does not do.
    """
    known, alone = sizes or {}, threading.Lock()
    at = defaultdict[str, dict[bytes, Verifier]](dict)
    for name, verifier in policy.witnesses.items():
        at[policy.addresses.get(name, "")][name] = verifier
    none = [Asked(_said(name), Outcome.NO_ADDRESS) for name in at.pop("", {})]

    def one_at_a_time(before: int) -> Sequence[bytes]:
        with alone:
            return proofs(before)

    def ask_one(place: tuple[str, dict[bytes, Verifier]]) -> tuple[list[Asked], list[Signature]]:
        address, named = place
        before = max((known.get(_said(name), 0) for name in named), default=0)
        return _asked(address, named, note, one_at_a_time, before)

    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="witness") as pool:
        answers = list(pool.map(ask_one, at.items()))
    signatures = [each for _asked_ones, made in answers for each in made]
    asked = [each for asked_ones, _made in answers for each in asked_ones]
    return Gathered(note.signed_too(*signatures), (*asked, *none))


def ask(address: str, request: Request) -> Answered:
    """One request to one witness. Raises ``OSError`` and ``HTTPException`` where it does not answer."""
    parts = urlsplit(address)
    secure = parts.scheme == "https"
    if not parts.hostname or parts.scheme not in ("http", "https"):
        raise OSError("the policy gives no address that can be asked")
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    headers = {"Content-Type": "text/plain; charset=utf-8", "User-Agent": "habeas"}
    with closing(kind(parts.hostname, parts.port, timeout=ANSWER_SECONDS)) as connection:
        connection.connect()
        with _ended_in_time(connection.sock):
            path = f"{parts.path.rstrip('/')}/add-checkpoint"
            connection.request("POST", path, bytes(request), headers)
            response = connection.getresponse()
            body = response.read(LARGEST_ANSWER + 1)
    if len(body) > LARGEST_ANSWER:
        raise OSError("the answer is too long")
    size = None
    if response.status == http.client.CONFLICT and response.headers.get_content_type() == SIZE_TYPE:
        with suppress(ValueError):
            size = decimal(body.decode("ascii", "replace").removesuffix("\n"), "size that the witness has")
    return Answered(response.status, body, size)


@contextmanager
def _ended_in_time(connected: socket.socket) -> Iterator[None]:
    def end() -> None:
        with suppress(OSError):
            connected.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(WHOLE_SECONDS, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _asked(
    address: str, named: Mapping[bytes, Verifier], note: Note, proofs: Proofs, before: int
) -> tuple[list[Asked], list[Signature]]:
    """Ask at one address, where one witness may sign with several keys of the policy."""
    size = parse_checkpoint(note.text).size

    def all_of_them(
        outcome: Outcome, said: str, has: int | None = None
    ) -> tuple[list[Asked], list[Signature]]:
        return [Asked(_said(name), outcome, said, has) for name in named], []

    try:
        answer = ask(address, _request(min(before, size), proofs, note))
        if answer.size is not None and answer.size <= size:
            answer = ask(address, _request(answer.size, proofs, note))
    except (OSError, http.client.HTTPException, ValueError) as fault:
        return all_of_them(Outcome.SILENT, str(fault) or type(fault).__name__)
    if answer.size is not None:
        if answer.size > size:
            return all_of_them(Outcome.AHEAD, f"has seen {answer.size} entries", answer.size)
        return all_of_them(Outcome.REFUSED, "says twice that it has another size", answer.size)
    if answer.status != http.client.OK:
        return all_of_them(Outcome.REFUSED, f"answers {answer.status}")
    try:
        held = cosigned(Note(note.text, ()), answer.body, named.values()).signatures
    except HabeasError as fault:
        return all_of_them(Outcome.REFUSED, fault.message)
    by = {(each.name, each.key_id) for each in held}
    asked = []
    for name, verifier in named.items():
        signed = (verifier.name, verifier.key_id) in by
        said = "" if signed else "signed with none of the keys of the policy"
        asked.append(Asked(_said(name), Outcome.COSIGNED if signed else Outcome.REFUSED, said, size))
    return asked, list(held)


def _request(before: int, proofs: Proofs, note: Note) -> Request:
    return Request(before, tuple(proofs(before)) if before else (), note)


def _said(name: bytes) -> str:
    return name.decode("utf-8", "replace")
