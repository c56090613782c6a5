"""What the command says on standard error: errors, notes, and how far it is."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from habeas.errors import HabeasError

Step = Callable[[int], None]
"""Tells how much was done since it was last called."""


def say_error(error: HabeasError, *, as_json: bool) -> None:
    """Say what is wrong: one line and a line of advice, or one JSON object."""
    if as_json:
        print(json.dumps(error.as_json(), ensure_ascii=False), file=sys.stderr)
        return
    print(f"habeas: {one_line(error.line())}", file=sys.stderr)
    if error.advice:
        print(f"habeas: advice: {one_line(error.advice)}", file=sys.stderr)


def note(text: str) -> None:
    """Say what a person should know beside the result."""
    print(f"habeas: {one_line(text)}", file=sys.stderr, flush=True)


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
