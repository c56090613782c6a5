"""``habeas register``: events from machines and files, the register as files, and what a restore asks for."""

import argparse
import json
import sys
from functools import partial
from pathlib import Path
from typing import Any

from habeas.cli.log_source import source
from habeas.cli.log_words import counted
from habeas.cli.record_file import add_check, check
from habeas.cli.saying import note, progress, say_error
from habeas.errors import RefusedError
from habeas.web.entry import open_store

HELP = "append to the custody register, bring it in and take it out, and mend it after a restore"
EXAMPLE = "habeas register append < events.jsonl"
_EXPORT = "habeas register export --format parquet --out /srv/north-2026"
_CHECK = "habeas register check record.jsonl --policy north.policy"
_IMPORT = "habeas register import --dry-run /srv/old-register"
FORMS = ("jsonl", "parquet", "csv", "xes", "ocel")
MOST_SAID = 20
"""Refused rows that are told one by one."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the verb takes."""
    # Python 3.11 and 3.13 find different columns for what stands under WHAT; this one both keep.
    parser.formatter_class = partial(argparse.RawDescriptionHelpFormatter, max_help_position=14)
    does = parser.add_subparsers(dest="does", required=True, metavar="WHAT")
    does.add_parser(
        "append",
        help="take events as JSON lines; a line comes back for each once it is on the disk",
        example=EXAMPLE,
    )
    bring = does.add_parser("import", help="bring a register in from files", example=_IMPORT)
    bring.add_argument("files", nargs="+", metavar="FILE-or-FOLDER", help="folders, or tables of events")
    bring.add_argument("--dry-run", action="store_true", help="look through the files and take nothing")
    export = does.add_parser("export", help="write the register as files", example=_EXPORT)
    export.add_argument("--format", choices=FORMS, default="jsonl", help="the form (jsonl)")
    export.add_argument("--out", required=True, metavar="DIR", help="a new or empty folder")
    export.add_argument(
        "--sealed", action="store_true", help="with what doctors wrote and what was complained of"
    )
    does.add_parser(
        "guard", help="say whether the register holds what was signed of it", example="habeas register guard"
    )
    refill = does.add_parser(
        "refill",
        help="bring back from a mirror what a restore lost",
        example="habeas register refill https://npm.example/north",
    )
    refill.add_argument("mirror", metavar="FOLDER-or-ADDRESS", help="a copy of the log, with its entries")
    fresh = does.add_parser(
        "new-log",
        help="go on under a new name where what was lost is nowhere",
        example="habeas register new-log north.example/register-2",
    )
    fresh.add_argument("name", help="a name that no log had before")
    mirror = does.add_parser(
        "mirror",
        help="let a mirror read the entries of the log; prints its token",
        example='habeas register mirror "National preventive mechanism"',
    )
    mirror.add_argument("name", help="whose copy it is")
    add_check(
        does.add_parser(
            "check",
            help="check the file of a record: without the register, with the key of its log",
            example=_CHECK,
        )
    )


def run(args: argparse.Namespace) -> int:
    """Do what was asked in the store that is there; a file is checked without one."""
    if args.does == "check":
        return check(args)
    open_store(args.data)
    with _command().opened():
        return _DOES[args.does](args)


def _command() -> Any:
    """What is behind the verb; models can be read only once the store is open."""
    from habeas.web.custody import command  # noqa: PLC0415

    return command


def _append(_args: argparse.Namespace) -> int:
    def write(lines: bytes) -> None:
        sys.stdout.buffer.write(lines)
        sys.stdout.buffer.flush()

    _command().append(sys.stdin.fileno(), write)
    return 0


def _import(args: argparse.Namespace) -> int:
    paths = [Path(each) for each in args.files]
    with progress("Looking through the files"):
        looked = _command().look(paths)
    for fault in looked.faults[:MOST_SAID]:
        say_error(fault, as_json=args.json)
    if looked.faults:
        raise RefusedError(
            "register-rows-refused", f"{len(looked.faults)} rows are refused: nothing was taken"
        )
    if looked.of_the_register:
        note(f"{looked.of_the_register} events tell of the other register itself and are left out")
    there = {"schema": "habeas/register-import/1", "events": looked.events, "records": len(looked.records)}
    if args.dry_run:
        return _say(
            args, there, f"{looked.events} events of {len(looked.records)} records; nothing was taken"
        )
    with progress("Taking events", looked.events) as step:
        brought = _command().bring_in(paths, step)
    told = {**there, "added": brought.added, "there": brought.there}
    return _say(
        args, told, f"{counted(brought.added, 'event', 'events')} taken, {brought.there} stood there already"
    )


def _export(args: argparse.Namespace) -> int:
    with progress("Writing") as step:
        done = _command().take_out(Path(args.out), args.format, sealed=args.sealed, step=step)
    for loss in done.losses:
        note(str(loss))
    if done.erased:
        erased = counted(done.erased, "record is erased", "records are erased")
        note(f"{erased}: what was committed there is nowhere any more")
    if not args.sealed:
        note("what doctors wrote and what was complained of is left out; --sealed writes it too")
    told = {"schema": "habeas/register-export/1", "events": done.events, "records": done.records}
    return _say(
        args,
        {**told, "erased": done.erased},
        f"{counted(done.events, 'event', 'events')} of {counted(done.records, 'record', 'records')}",
    )


def _guard(args: argparse.Namespace) -> int:
    told = _command().guard(progress, note)
    text = f"{told['origin']}: {told['entries']} entries, {told['signed']} of them signed, and each is there"
    return _say(args, told, text)


def _refill(args: argparse.Namespace) -> int:
    with source(args.mirror) as fetch:
        back = _command().refill(fetch)
    return _say(args, {"schema": "habeas/register-refill/1", "back": back}, f"{back} entries are back")


def _new_log(args: argparse.Namespace) -> int:
    return _say(args, _command().new_log(args.name), f"{args.name}: its first entry names the log before it")


def _mirror(args: argparse.Namespace) -> int:
    token = _command().mirror(args.name)
    told = {"schema": "habeas/register-mirror/1", "name": args.name, "token": token}
    return _say(args, told, f"{token}\nThe token is shown only now; it goes into HABEAS_LOG_TOKEN there.")


def _say(args: argparse.Namespace, told: dict[str, object], text: str) -> int:
    print(json.dumps(told, ensure_ascii=False) if args.json else text)
    return 0


_DOES = {
    "append": _append,
    "import": _import,
    "export": _export,
    "guard": _guard,
    "refill": _refill,
    "new-log": _new_log,
    "mirror": _mirror,
}
