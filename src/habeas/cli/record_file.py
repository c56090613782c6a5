"""``habeas register check``: the file of a record, checked without the register, a server or an account."""

import argparse
import json
from collections.abc import Iterator

from habeas import canonical
from habeas.cli.log_given import add_whom, policy_given, read
from habeas.cli.log_words import ALONE, LIMITS, WITNESSED, counted, head_json, meaning, row, signatures
from habeas.cli.saying import one_line
from habeas.custody.events import written
from habeas.custody.recordfile import LARGEST_FILE, Checked, RecordFile, read_file
from habeas.errors import NotRightError, Where
from habeas.tlog.policy import Judged

SCHEMA = "habeas/record-check/1"
ENTERED = "Each proven entry was entered in the log at its place, byte for byte, before it was signed."
OPENED = "Each value in the file is the one that was entered then: another does not open its commitment."
NONE_BETWEEN = "No entry of the record is missing between the first and the last of the file."
PART = "What the record holds beside these entries: the file is a part of it."
MORE = "That nothing was entered in the record after the last entry of the file."
UNPROVEN = "Anything of the entries that no signed head covers: whoever made the file may have made them."


def add_check(parser: argparse.ArgumentParser) -> None:
    """Declare what it takes."""
    parser.add_argument("file", metavar="FILE", help="the file, as it was handed out")
    add_whom(parser)


def check(args: argparse.Namespace) -> int:
    """Hold a file against keys that came from elsewhere, and say what that shows."""
    policy = policy_given(args)
    try:
        found = read_file(read(args.file, LARGEST_FILE), name=args.file)
        told = found.check(policy)
    except NotRightError as fault:
        fault.where = fault.where or Where(args.file)
        raise
    shown, unshown = _meaning(found, told)
    heads = list({each.checkpoint: each for each in told.judged.values()}.values())
    if args.json:
        answer = {
            "schema": SCHEMA,
            "record_id": found.record_id,
            "part": found.part,
            "entries": [
                {**one.event.as_json(), "closed": sorted(one.closed), "proven": place in told.judged}
                for place, one in enumerate(found.entries)
            ],
            "heads": [head_json(each) for each in heads],
            "shows": shown,
            "does_not_show": unshown,
        }
        print(json.dumps(answer, ensure_ascii=False, indent=2))
        return 0
    print("\n".join([*_said(args.file, found, told, heads), *meaning(shown, unshown)]))
    return 0


def _said(name: str, found: RecordFile, told: Checked, heads: list[Judged]) -> list[str]:
    had = counted(len(found.entries), "entry", "entries")
    whose = f"{had} of the record {found.record_id}" + (", a part of it" if found.part else "")
    values = sum(len(one.open) for one in found.entries)
    closed = sum(len(one.closed) for one in found.entries)
    lines = [one_line(f"{name}: {whose}."), "", "Checked"]
    for head in heads:
        lines += [row("log", f"{head.checkpoint.origin}, which had {head.checkpoint.size} entries then")]
        lines += signatures(head)
    return [
        *lines,
        row("proven", f"{len(told.judged)} of {had}"),
        row("values", f"{counted(values, 'is', 'are')} open and as entered, {closed} closed"),
        *(_opened(found) if found.part else ()),
    ]


def _opened(found: RecordFile) -> Iterator[str]:
    """The entries of a part with what is open of each: a court reads them here."""
    yield from ("", "Opened")
    for one in found.entries:
        event = one.event
        happened = "at a time not known" if event.occurred_at is None else written(event.occurred_at)
        yield one_line(f"  entry {event.seq}, {event.kind}, {happened}, written {written(event.recorded_at)}")
        for each in one.open:
            yield one_line(f"    {each.name}: {canonical.encode(each.value).decode()}")


def _meaning(found: RecordFile, told: Checked) -> tuple[list[str], list[str]]:
    shown = [ENTERED] if told.judged else []
    shown += [OPENED] if any(one.open for one in found.entries) else []
    shown += [] if found.part else [NONE_BETWEEN]
    witnessed = bool(told.judged) and all(each.by_witnesses for each in told.judged.values())
    shown += [WITNESSED] if witnessed else []
    unshown = [UNPROVEN] if told.unproven else []
    unshown += [PART if found.part else MORE, *LIMITS[:2], *([] if witnessed else [ALONE])]
    return shown, unshown
