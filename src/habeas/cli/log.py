"""``habeas log``: a log verified, and a receipt checked, by somebody who trusts neither its keeper nor us.

Needs no database and no Django, but for ``publish``: whoever monitors runs it where they like.
"""

import argparse
import json
from functools import partial
from pathlib import Path

from habeas.cli.log_copy import COPY_EXAMPLE, add_copy, copy
from habeas.cli.log_given import add_log, add_whom, policy_given, read
from habeas.cli.log_publish import PUBLISH_EXAMPLE, add_publish, publish
from habeas.cli.log_receipts import CHECK_EXAMPLE, PROVE_EXAMPLE, add_check, add_prove, check, prove
from habeas.cli.log_source import source
from habeas.cli.log_words import (
    ALONE,
    FIRST,
    LIMITS,
    ONE_LOG,
    ONE_TREE,
    UNCHANGED,
    WITNESSED,
    counted,
    head_json,
    meaning,
    row,
    signatures,
)
from habeas.cli.results import deliver
from habeas.cli.saying import one_line, progress
from habeas.errors import HabeasError, RefusedError, Where
from habeas.tlog.note import LARGEST_NOTE, Note, parse_note
from habeas.tlog.verifying import VerifiedHead, verified_head, walk

HELP = "verify a log that cannot be rewritten unseen, and check a receipt from it"
EXAMPLE = "habeas log verify https://log.example/north --policy north.policy --remember north.seen"
SCHEMA = "habeas/log/1"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the verb takes."""
    # Python 3.11 and 3.13 find different columns for what stands under WHAT; this one both keep.
    parser.formatter_class = partial(argparse.RawDescriptionHelpFormatter, max_help_position=14)
    does = parser.add_subparsers(dest="does", required=True, metavar="WHAT")
    verify = does.add_parser(
        "verify", help="verify a log: signatures, every tile, every entry", example=EXAMPLE
    )
    add_log(verify)
    add_whom(verify)
    verify.add_argument(
        "--since",
        metavar="CHECKPOINT",
        help="a file with an earlier checkpoint, which the log has to go on from",
    )
    verify.add_argument(
        "--remember",
        metavar="FILE",
        help="the same, and afterwards the checkpoint of today is kept in it; made the first time",
    )
    verify.add_argument(
        "--without-entries",
        action="store_true",
        help="check the hashes only, where the entries are not open to you",
    )
    add_prove(
        does.add_parser("prove", help="write the proof of an entry (.tlog-proof)", example=PROVE_EXAMPLE)
    )
    add_check(
        does.add_parser("check", help="check a receipt (.tlog-proof) without the log", example=CHECK_EXAMPLE)
    )
    add_copy(
        does.add_parser("copy", help="verify a log, and keep a copy that only grows", example=COPY_EXAMPLE)
    )
    add_publish(
        does.add_parser(
            "publish", help="write the log of this register into a folder", example=PUBLISH_EXAMPLE
        )
    )


def run(args: argparse.Namespace) -> int:
    """Check what was asked for; raises what is not right."""
    return {"verify": _verify, "prove": prove, "check": check, "copy": copy, "publish": publish}[args.does](
        args
    )


def _verify(args: argparse.Namespace) -> int:
    policy = policy_given(args)
    earlier = _earlier(args)
    with source(args.log) as fetch:
        head = verified_head(fetch, policy, earlier)
        with progress("Reading the log", head.judged.checkpoint.size) as step:
            for count in walk(head.reader, entries=not args.without_entries):
                step(count)
    if args.remember:
        deliver(bytes(head.note), args.remember, form="checkpoint", private=False, sealed=False)
    if args.json:
        print(json.dumps(_as_json(head, args), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_as_text(head, args)))
    return 0


def _earlier(args: argparse.Namespace) -> dict[str, Note]:
    named = [args.since] if args.since else []
    if args.remember:
        if not Path(args.remember).absolute().parent.is_dir():
            raise RefusedError("file-missing", "there is no such folder", where=Where(args.remember))
        named += [args.remember] if Path(args.remember).exists() else []
    return {name: _checkpoint(name) for name in named}


def _checkpoint(name: str) -> Note:
    """What the caller holds against the log: it is the call that is wrong where it is no checkpoint."""
    try:
        return parse_note(read(name, LARGEST_NOTE))
    except HabeasError as fault:
        raise RefusedError(fault.code, fault.message, where=Where(name)) from fault


def _as_text(head: VerifiedHead, args: argparse.Namespace) -> list[str]:
    checkpoint = head.judged.checkpoint
    lines = [
        one_line(
            f"{checkpoint.origin}: {counted(checkpoint.size, 'entry', 'entries')}, nothing found wrong."
        ),
        "",
        "Checked",
        *signatures(head.judged),
        row("hash tiles", f"{head.reader.tiles_read} read, each leads to the signed root"),
        row(
            "entries",
            "not read" if args.without_entries else f"{checkpoint.size} read, each is the one signed",
        ),
    ]
    lines += [
        row("earlier", f"goes on from {counted(before.size, 'entry', 'entries')} in {name}")
        for name, before in head.earlier.items()
    ] or [row("earlier", "no earlier checkpoint was given")]
    if checkpoint.extensions:
        lines.append(row("extensions", f"{len(checkpoint.extensions)} lines, which nobody can check"))
    if args.remember:
        lines.append(row("remembered", f"this checkpoint, in {args.remember}"))
    return [*lines, *meaning(_proven(head, entries=not args.without_entries), _not_proven(head))]


def _proven(head: VerifiedHead, *, entries: bool) -> list[str]:
    witnessed = [WITNESSED] if head.judged.by_witnesses else []
    return [ONE_LOG if entries else ONE_TREE, *([UNCHANGED] if head.earlier else []), *witnessed]


def _not_proven(head: VerifiedHead) -> list[str]:
    unheld = [] if head.earlier else [FIRST]
    return [*LIMITS, *unheld, *([] if head.judged.by_witnesses else [ALONE])]


def _as_json(head: VerifiedHead, args: argparse.Namespace) -> dict[str, object]:
    return {
        "schema": SCHEMA,
        **head_json(head.judged),
        "tiles_read": head.reader.tiles_read,
        "entries_read": 0 if args.without_entries else head.judged.checkpoint.size,
        "earlier": [{"file": name, "size": each.size} for name, each in head.earlier.items()],
        "remembered": args.remember,
        "shows": _proven(head, entries=not args.without_entries),
        "does_not_show": _not_proven(head),
    }
