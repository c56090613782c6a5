"""A whole log, verified: its signed head, whether it goes on from earlier heads, each tile, each entry."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from habeas.errors import NotRightError, Where
from habeas.tlog.checkpoint import Checkpoint
from habeas.tlog.faults import UnprovenError
from habeas.tlog.note import Note, parse_note
from habeas.tlog.policy import Judged, Policy
from habeas.tlog.reading import Fetch, LogReader
from habeas.tlog.tiles import CHECKPOINT


@dataclass(frozen=True, slots=True)
class VerifiedHead:
    """A head that a policy accepts and that goes on from every earlier one; its entries are still to read."""

    note: Note
    judged: Judged
    earlier: Mapping[str, Checkpoint]
    reader: LogReader


def verified_head(fetch: Fetch, policy: Policy, earlier: Mapping[str, Note] | None = None) -> VerifiedHead:
    """Read the head of a log and hold it against the policy and against ``earlier`` heads by their names.

    Raises ``UnprovenError`` where it is not right: not signed, seen by too few, going back or forked.
    """
    note = parse_note(fetch(CHECKPOINT))
    judged = policy.judge(note)
    known = {name: _known(each, name, policy) for name, each in (earlier or {}).items()}
    for name, before in known.items():
        _hold_order(judged.checkpoint, before, name)
    reader = LogReader(fetch, judged.checkpoint)
    for name, before in known.items():
        if reader.root_at(before.size) != before.root:
            raise _forked(judged.checkpoint, before, name)
    return VerifiedHead(note, judged, known, reader)


def walk(reader: LogReader, *, entries: bool = True) -> Iterator[int]:
    """Verify every tile, and every entry unless they are not open to the reader; yield how many at a time."""
    for index in range(reader.bundles):
        held = reader.bundle(index) if entries else reader.tile(0, index)
        yield len(held)


def _known(note: Note, name: str, policy: Policy) -> Checkpoint:
    """An earlier head, as far as the log itself signed it: witnesses may have come later."""
    try:
        return replace(policy, quorum=None).judge(note).checkpoint
    except NotRightError as fault:
        fault.where = Where(name)
        raise


def _hold_order(now: Checkpoint, before: Checkpoint, name: str) -> None:
    if before.origin != now.origin:
        raise UnprovenError(
            "log-origin-wrong",
            f"the earlier checkpoint is of “{before.origin}”, and this log is “{now.origin}”",
            where=Where(name),
        )
    if before.size > now.size:
        raise UnprovenError(
            "log-rolled-back",
            f"the log had {before.size} entries before, and shows {now.size} now",
            where=Where(name),
            advice="An older state is shown, or entries were taken away. Keep both checkpoints, and ask.",
        )
    if before.size == now.size and before.root != now.root:
        raise _forked(now, before, name)


def _forked(now: Checkpoint, before: Checkpoint, name: str) -> UnprovenError:
    return UnprovenError(
        "log-forked",
        f"the log of {now.size} entries does not begin with the {before.size} entries that it had",
        where=Where(name),
        advice="Both checkpoints are signed by the log and prove together that it was rewritten: keep both.",
    )
