"""What the command says: its words, and on standard error its errors, its notes, and how far it is."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

from habeas.errors import HabeasError

Step = Callable[[int], None]
"""Tells how much was done since it was last called."""


def say(text: str, stream: TextIO | None = None) -> None:
    """Print a text at once, on standard output unless told otherwise.

    Where nobody reads any more, this and what follows goes nowhere: what else was asked for is still done,
    and the exit status is the true one.
    """
    out = stream or sys.stdout
    try:
        print(text, file=out, flush=True)
    except BrokenPipeError:
        close(out)


def close(stream: TextIO) -> None:
    """Send what is left to nowhere, so that Python does not fail on it again at its end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def say_error(error: HabeasError, *, as_json: bool) -> None:
    """Say what is wrong: one line and a line of advice, or one JSON object."""
    if as_json:
        say(json.dumps(error.as_json(), ensure_ascii=False), sys.stderr)
        return
    say(f"habeas: {one_line(error.line())}", sys.stderr)
    if error.advice:
        say(f"habeas: advice: {one_line(error.advice)}", sys.stderr)


def note(text: str) -> None:
    """Say what a person should know beside the result."""
    say(f"habeas: {one_line(text)}", sys.stderr)


@contextmanager
def progress(doing: str, total: int | None = None) -> Iterator[Step]:
    """Show a bar on standard error while something goes on; nothing where that is no terminal.

    ``total`` is how much there is to do, in any unit; ``None`` where nobody knows.
    """
    if not sys.stderr.isatty():
        yield lambda _done: None
        return
    from rich.console import Console  # noqa: PLC0415 (slow to import, and seldom needed)
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(doing, total=total)
        yield lambda done: bar.advance(task, done)


def in_hundredths(step: Step) -> Callable[[float], None]:
    """Tell a bar of a hundred how much of the whole is done, from 0 to 1."""
    before = 0

    def tell(share: float) -> None:
        nonlocal before
        now = int(share * 100)
        step(now - before)
        before = now

    return tell


def one_line(text: str) -> str:
    """Nothing that a file or a call holds may draw a line or a colour of its own."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
