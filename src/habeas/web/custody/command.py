"""The register for the command line: appending, bringing in, taking out, and what is done after a restore."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings

from habeas.durable import make_folder, put
from habeas.errors import NotRightError, RefusedError
from habeas.tlog.checkpoint import parse_checkpoint
from habeas.tlog.reading import Fetch
from habeas.tlog.tiles import CHECKPOINT
from habeas.web.custody import bringing_in, handing, restoring, taking_out, wall, writing
from habeas.web.custody.checking import faults
from habeas.web.custody.guard import current_log, hold_published, newest_head
from habeas.web.custody.ledger import Ledger
from habeas.web.custody.models import Entry
from habeas.web.custody.publisher import Publisher, publish_now
from habeas.web.custody.publishing import PublishedLog
from habeas.web.stations.actions import add_mirror

Progress = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]
"""Shows how far something has come."""


@contextmanager
def opened() -> Iterator[None]:
    """See the whole register meanwhile; refused on an installation that keeps none."""
    if "register" not in settings.SURFACES:
        raise RefusedError(
            "surface-off",
            "this installation keeps no register",
            advice="HABEAS_SURFACES=register switches it on, on a host of its own.",
        )
    with wall.everything():
        yield


def append(source: int, write: Callable[[bytes], object]) -> int:
    """Take lines of events, or hand them to the process that holds the register; how many were taken."""
    with _holding() as held:
        if not held:
            return handing.hand_over(source, write)
        publisher = Publisher()
        try:
            return handing.append_all(source, write)
        finally:
            publisher.close()


def look(paths: Sequence[Path]) -> bringing_in.Looked:
    """What files hold, before anything of them is taken."""
    return bringing_in.look(paths)


def bring_in(paths: Sequence[Path], step: Callable[[int], None]) -> bringing_in.Brought:
    """Take files in, or hand their events to the process that holds the register; published afterwards."""
    with _holding() as held:
        if not held:
            return handing.hand_in(bringing_in.events_of(paths), step)
        brought = bringing_in.bring_in(paths, step)
        publish_now()
    return brought


def take_out(folder: Path, form: str, *, sealed: bool, step: Callable[[int], None]) -> taking_out.TakenOut:
    """Write the register as files."""
    return taking_out.take_out(folder, form, sealed=sealed, step=step)


def guard(progress: Progress, say: Callable[[str], None]) -> dict[str, Any]:
    """Hold the register against its log and against itself, every entry of it.

    Each fault is told to ``say``. Raises ``NotRightError`` where there is one.
    """
    log = current_log()
    published, size = PublishedLog(log), Ledger(log).size
    head = newest_head(published)
    signed = 0 if head is None else parse_checkpoint(head.text).size
    hold_published(published, size)
    with progress("Reading the register", Entry.objects.count()) as step:
        found = [str(fault) for fault in faults(step)]
    for each in found:
        say(each)
    if found:
        raise NotRightError(
            "register-differs",
            f"{len(found)} things in the register do not hold",
            advice="Stop, keep the file as it is, and compare it with the mirror of the log.",
        )
    return {"schema": "habeas/register-guard/1", "origin": log.origin, "entries": size, "signed": signed}


def refill(fetch: Fetch) -> int:
    """Bring back what a restore lost, from a mirror; how many entries."""
    with writing.held_alone():  # without the guard, which would refuse
        return restoring.refill(fetch)


def new_log(origin: str) -> dict[str, Any]:
    """Go on under a new name after a loss."""
    with writing.held_alone():  # without the guard, which would refuse
        answer = restoring.open_next_log(origin)
    return {"schema": "habeas/register-new-log/1", "origin": origin, "entry": answer.index}


def publish(folder: Path) -> dict[str, Any]:
    """Bring a folder up to the published log: tiles, entries, and the head last."""
    with _holding() as held:
        published = PublishedLog(current_log())
        if held:
            publish_now()
        head = published.head()
    if head is None:
        raise RefusedError("log-empty", "nothing of this register is signed yet")
    for path in sorted(one for one in (published.folder / "tile").rglob("*") if one.is_file()):
        there = folder / path.relative_to(published.folder)
        if not there.exists():
            make_folder(there.parent, mode=0o755)
            put(there, path.read_bytes(), mode=0o644)
    put(folder / CHECKPOINT, bytes(head), mode=0o644)
    checkpoint = parse_checkpoint(head.text)
    return {
        "schema": "habeas/log-published/1",
        "origin": checkpoint.origin,
        "size": checkpoint.size,
        "root": checkpoint.root.hex(),
        "vkey": str(published.signer.verifier),
    }


def mirror(name: str) -> str:
    """Let a mirror of the log read its entries; its token, which is shown once."""
    return add_mirror(None, name)[1]


@contextmanager
def _holding() -> Iterator[bool]:
    """Hold the register, where no other process does; whether this one does."""
    try:
        writing.pen()
    except RefusedError as fault:
        if fault.code != "register-held":
            raise
        yield False
        return
    try:
        yield True
    finally:
        writing.close_pen()
