"""``habeas log``: a log verified, and a receipt checked, by somebody who trusts neither its keeper nor us.

Needs no database and no Django: whoever monitors runs it where they like.
"""

import argparse
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from textwrap import fill

from habeas.cli.log_source import source
from habeas.cli.results import deliver
from habeas.cli.saying import progress
from habeas.errors import HabeasError, NotRightError, RefusedError, Where
from habeas.tlog.keys import Verified, parse_verifier
from habeas.tlog.note import LARGEST_NOTE, Note, parse_note
from habeas.tlog.policy import LARGEST_POLICY, Judged, Policy, parse_policy
from habeas.tlog.proof import LARGEST_PROOF, parse_proof
from habeas.tlog.strict import as_base64
from habeas.tlog.tiles import LARGEST_ENTRY
from habeas.tlog.tree import leaf_hash
from habeas.tlog.verifying import VerifiedHead, verified_head, walk

HELP = "verify a log that cannot be rewritten unseen, and check a receipt from it"
EXAMPLE = "habeas log verify https://log.example/north --policy north.policy --remember north.seen"
CHECK_EXAMPLE = "habeas log check mine.tlog-proof --leaf mine --policy north.policy"
SCHEMA = "habeas/log/1"
PROOF_SCHEMA = "habeas/log-proof/1"

_WIDTH = 88
_ONE_LOG = "All entries up to the signed size are there, each as it was signed, in one order."
_ONE_TREE = "All hashes up to the signed size are there, in one order. The entries themselves were not read."
_UNCHANGED = "Nothing of what the log held at the earlier checkpoint was changed, moved or taken out since."
_WITNESSED = (
    "The witnesses named above signed that this log only grew. Whoever is shown a signature of the same "
    "witness is shown the same log, unless the witness itself deceives."
)
_CONTAINED = "What is in the file was entered in the log at this place, byte for byte, before it was signed."
_LIMITS = (
    "That what was entered happened, or happened as it is told.",
    "That it was entered on time. The log proves order; the time of a witness, that it was there by then.",
    "That everything was entered. What never was leaves no trace here: ask for receipts.",
)
_ALONE = "That others are shown the same log: no witness signed it, and a log with two faces is not found so."
_FIRST = "That it was not rewritten before today: there was no earlier checkpoint to hold it against."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the verb takes."""
    # Python 3.11 and 3.13 find different columns for what stands under WHAT; this one both keep.
    parser.formatter_class = partial(argparse.RawDescriptionHelpFormatter, max_help_position=14)
    does = parser.add_subparsers(dest="does", required=True, metavar="WHAT")
    verify = does.add_parser(
        "verify", help="verify a log: signatures, every tile, every entry", example=EXAMPLE
    )
    verify.add_argument(
        "log", metavar="PATH-or-ADDRESS", help="the folder of the log, or its http(s) address"
    )
    _add_whom(verify)
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
    check = does.add_parser(
        "check", help="check a receipt (.tlog-proof) without the log", example=CHECK_EXAMPLE
    )
    check.add_argument("proof", metavar="PROOF", help="the .tlog-proof")
    check.add_argument(
        "--leaf", metavar="FILE", required=True, help="the entry that it is for, byte for byte"
    )
    _add_whom(check)


def _add_whom(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--vkey",
        metavar="KEY",
        action="append",
        default=[],
        help="the key of the log, as its keeper publishes it; again for a second one",
    )
    parser.add_argument(
        "--policy", metavar="FILE", help="logs, witnesses and how many of them it takes (C2SP tlog-policy)"
    )


def run(args: argparse.Namespace) -> int:
    """Check what was asked for; raises what is not right."""
    return _verify(args) if args.does == "verify" else _check(args)


def _policy(args: argparse.Namespace) -> Policy:
    policy = parse_policy(_read(args.policy, LARGEST_POLICY), args.policy) if args.policy else Policy()
    if args.vkey:
        policy = policy.of_logs(parse_verifier(each) for each in args.vkey)
    if not policy.logs:
        raise RefusedError(
            "call-refused",
            "no key says whose log this is",
            advice="Add --vkey KEY, or a --policy FILE with a log in it. Take the key from elsewhere.",
        )
    return policy


def _read(name: str, most: int) -> bytes:
    path = Path(name)
    if path.exists() and not path.is_file():
        raise RefusedError("file-kind", "a file is needed here", where=Where(name))
    with path.open("rb") as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise RefusedError("file-too-large", f"the file has more than {most} bytes", where=Where(name))
    return data


# verify


def _verify(args: argparse.Namespace) -> int:
    policy = _policy(args)
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
        return parse_note(_read(name, LARGEST_NOTE))
    except HabeasError as fault:
        raise RefusedError(fault.code, fault.message, where=Where(name)) from fault


def _as_text(head: VerifiedHead, args: argparse.Namespace) -> list[str]:
    checkpoint = head.judged.checkpoint
    lines = [
        _clean(f"{checkpoint.origin}: {_counted(checkpoint.size, 'entry', 'entries')}, nothing found wrong."),
        "",
        "Checked",
        *_signatures(head.judged),
        _row("hash tiles", f"{head.reader.tiles_read} read, each leads to the signed root"),
        _row(
            "entries",
            "not read" if args.without_entries else f"{checkpoint.size} read, each is the one signed",
        ),
    ]
    lines += [
        _row("earlier", f"goes on from {_counted(before.size, 'entry', 'entries')} in {name}")
        for name, before in head.earlier.items()
    ] or [_row("earlier", "no earlier checkpoint was given")]
    if checkpoint.extensions:
        lines.append(_row("extensions", f"{len(checkpoint.extensions)} lines, which nobody can check"))
    if args.remember:
        lines.append(_row("remembered", f"this checkpoint, in {args.remember}"))
    return [*lines, *_meaning(_proven(head, entries=not args.without_entries), _not_proven(head))]


def _proven(head: VerifiedHead, *, entries: bool) -> list[str]:
    witnessed = [_WITNESSED] if head.judged.by_witnesses else []
    return [_ONE_LOG if entries else _ONE_TREE, *([_UNCHANGED] if head.earlier else []), *witnessed]


def _not_proven(head: VerifiedHead) -> list[str]:
    unheld = [] if head.earlier else [_FIRST]
    return [*_LIMITS, *unheld, *([] if head.judged.by_witnesses else [_ALONE])]


def _as_json(head: VerifiedHead, args: argparse.Namespace) -> dict[str, object]:
    return {
        "schema": SCHEMA,
        **_head_json(head.judged),
        "tiles_read": head.reader.tiles_read,
        "entries_read": 0 if args.without_entries else head.judged.checkpoint.size,
        "earlier": [{"file": name, "size": each.size} for name, each in head.earlier.items()],
        "remembered": args.remember,
        "shows": _proven(head, entries=not args.without_entries),
        "does_not_show": _not_proven(head),
    }


# check


def _check(args: argparse.Namespace) -> int:
    policy = _policy(args)
    leaf = leaf_hash(_read(args.leaf, LARGEST_ENTRY))
    try:
        proof = parse_proof(_read(args.proof, LARGEST_PROOF))
        judged = proof.check(leaf, policy)
    except NotRightError as fault:
        fault.where = fault.where or Where(args.proof)
        raise
    proven = [_CONTAINED, *([_WITNESSED] if judged.by_witnesses else [])]
    unproven = [*_LIMITS, *([] if judged.by_witnesses else [_ALONE])]
    if args.json:
        answer = {
            "schema": PROOF_SCHEMA,
            **_head_json(judged),
            "index": proof.index,
            "shows": proven,
            "does_not_show": unproven,
        }
        print(json.dumps(answer, ensure_ascii=False, indent=2))
        return 0
    checkpoint = judged.checkpoint
    had = _counted(checkpoint.size, "entry", "entries")
    lines = [
        _clean(f"{args.leaf} is entry {proof.index} of {checkpoint.origin}, which had {had} then."),
        "",
        "Checked",
        *_signatures(judged),
        _row("way", f"{_counted(len(proof.hashes), 'hash', 'hashes')} from the entry to the signed root"),
    ]
    print("\n".join([*lines, *_meaning(proven, unproven)]))
    return 0


# What both say


def _signatures(judged: Judged) -> list[str]:
    rows = [_row("signed by", _key(each)) for each in judged.by_log]
    seen = [_row("witness", f"{_named(name)}, {_key(each)}") for name, each in judged.by_witnesses.items()]
    return rows + (seen or [_row("witness", "none signed it")])


def _meaning(proven: list[str], unproven: list[str]) -> list[str]:
    return [
        "",
        "This shows",
        *(_item(each) for each in proven),
        "",
        "This does not show",
        *(_item(each) for each in unproven),
    ]


def _head_json(judged: Judged) -> dict[str, object]:
    checkpoint = judged.checkpoint
    return {
        "origin": checkpoint.origin,
        "size": checkpoint.size,
        "root": as_base64(checkpoint.root),
        "extensions": list(checkpoint.extensions),
        "signed_by": [{"vkey": str(each.verifier), "at": _instant(each.time)} for each in judged.by_log],
        "witnesses": _witnesses_json(judged.by_witnesses),
    }


def _witnesses_json(seen: Mapping[bytes, Verified]) -> list[dict[str, object]]:
    return [
        {"name": _named(name), "vkey": str(each.verifier), "at": _instant(each.time)}
        for name, each in seen.items()
    ]


def _key(each: Verified) -> str:
    kind = each.verifier.kind.name.split("_")[0].replace("MLDSA44", "ML-DSA-44").replace("ED25519", "Ed25519")
    at = _instant(each.time)
    return f"{each.verifier.name} ({kind})" + (f" at {at}" if at else "")


def _instant(seconds: int | None) -> str | None:
    """When a signature says that it was made; ``None`` where it does not say, or no calendar has it."""
    if not seconds:
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
    except (OverflowError, ValueError, OSError):
        return None


def _named(name: bytes) -> str:
    return name.decode("utf-8", "replace")


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _row(what: str, said: str) -> str:
    return f"  {what:<12}{_clean(said)}"


def _clean(text: str) -> str:
    """Nothing that a log or the name of a file says may draw a line or a colour of its own."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _item(text: str) -> str:
    return fill(text, _WIDTH, initial_indent="  - ", subsequent_indent="    ")
