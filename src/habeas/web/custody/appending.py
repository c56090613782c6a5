"""Events as JSON lines in, and a line out for each once it is on the disk: ``habeas register append``.

Lines that are there together are taken in one commit. A line that is refused ends it; those before it stand.
A register that is brought in while another process writes comes the same way, as it was recorded.
"""

import json
import os
import select
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from habeas.custody import Event
from habeas.custody.exchange.rows import event_read
from habeas.custody.exchange.strict_json import object_of
from habeas.errors import HabeasError, RefusedError, Where
from habeas.web.custody.actions import hold_kept, hold_not_of_the_register, read_strictly
from habeas.web.custody.http.answers import appended
from habeas.web.custody.ledger import Appended, Submission
from habeas.web.custody.writing import MOST_AT_ONCE, Pen

LONGEST_LINE = 2**20
"""Bytes. An event that the log can hold has a few ten thousands."""
NAME = "standard input"
_PIECE = 2**16
_MOST_PIECES = 8

Line: TypeAlias = tuple[int, bytes]
"""A line and its number, from 1."""


def batches(source: int) -> Iterator[list[Line]]:
    """The lines of a file, pipe or socket: all that are there together, so that none waits for the next."""
    rest, number, ended = b"", 0, False
    while not ended:
        data, ended = _ready(source)
        *whole, rest = (rest + data).split(b"\n")
        if len(rest) > LONGEST_LINE:
            where = Where(NAME, number + len(whole) + 1)
            raise RefusedError("register-line-too-long", f"more than {LONGEST_LINE} bytes", where=where)
        if ended and rest:
            whole.append(rest)
        lines = list(enumerate(whole, number + 1))
        number += len(whole)
        for first in range(0, len(lines), MOST_AT_ONCE):
            yield lines[first : first + MOST_AT_ONCE]


def answers(lines: Sequence[Line], pen: Pen, *, as_recorded: bool = False) -> Iterator[list[Appended]]:
    """Take lines together. Raises the refusal of the first that is not taken, after those before it are.

    ``as_recorded`` keeps ``recorded_at`` and asks for no reason of lateness: for a register brought in.
    """
    events, numbers, fault = _read(lines, _as_recorded if as_recorded else _now)
    try:
        yield pen.append(Submission(tuple(events), as_recorded)) if events else []
    except HabeasError as refused:
        place = refused.where
        if place is None or place.file != "events" or place.line is None:
            raise
        before = events[: place.line - 1]
        refused.where = Where(NAME, numbers[place.line - 1])
        yield pen.append(Submission(tuple(before), as_recorded)) if before else []
        raise
    if fault is not None:
        raise fault


def said(answer: Appended) -> bytes:
    """The line of an answer."""
    return json.dumps(appended(answer), separators=(",", ":")).encode() + b"\n"


def _now(said: Mapping[str, Any]) -> Event:
    (event,) = read_strictly([said])
    return event


def _as_recorded(said: Mapping[str, Any]) -> Event:
    event = event_read(Where(NAME), said)
    hold_kept(event)
    hold_not_of_the_register(event)
    return event


def _read(
    lines: Sequence[Line], reading: Callable[[Mapping[str, Any]], Event]
) -> tuple[list[Event], list[int], RefusedError | None]:
    """The events of the lines up to the first that holds none, their numbers, and what is wrong with that."""
    events, numbers = list[Event](), list[int]()
    for number, line in lines:
        if not line.strip():
            continue
        try:
            events.append(reading(object_of(line.decode())))
        except ValueError as fault:
            why = "it is not UTF-8" if isinstance(fault, UnicodeDecodeError) else str(fault)
            message = f"the line is no JSON object: {why}"
            return events, numbers, RefusedError("register-line-broken", message, where=Where(NAME, number))
        except RefusedError as fault:
            fault.where = Where(NAME, number)
            return events, numbers, fault
        numbers.append(number)
    return events, numbers, None


def _ready(source: int) -> tuple[bytes, bool]:
    """What is there to be read, and whether it is the end; waits for the first piece only."""
    pieces = [os.read(source, _PIECE)]
    while pieces[-1] and len(pieces) < _MOST_PIECES and select.select([source], [], [], 0)[0]:
        pieces.append(os.read(source, _PIECE))
    return b"".join(pieces), not pieces[-1]
