"""``habeas import``: dossiers, and lists of what was asked and of places."""

import argparse
import json
import sys
from pathlib import Path

from habeas.cli.results import deliver
from habeas.cli.saying import Step, progress, say
from habeas.clock import Edtf
from habeas.documents.headings import Target
from habeas.dossier.facts import Klass, Source
from habeas.errors import RefusedError, Where
from habeas.web import entry

HELP = "bring in a dossier, or a list of what was asked or of places"
EXAMPLE = (
    "habeas import list.csv --format upr-info --make-parties \\\n"
    '    --public-source "UPR Info" --address https://upr-info-database.uwazi.io --date 2026 --dry-run'
)
SCHEMA = "habeas/import/1"
FORMS = ("habeas", "upr-info", "uhri", "csv")
LATER = ("impact", "uwazi")
SHOWN = 20
"""Rows with something to be told that are listed for people; --json has all."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument("file", metavar="FILE", help="the file; csv stands for XLSX and TSV too")
    parser.add_argument(
        "--format", choices=(*FORMS, *LATER), required=True, help="habeas is the dossier of a Party in TOML"
    )
    parser.add_argument(
        "--target", choices=tuple(Target), default="asks", help="what the rows of a csv are (asks)"
    )
    parser.add_argument(
        "--party", metavar="NAME", help="the Party that a csv is about; of other lists, only its rows"
    )
    parser.add_argument("--make-parties", action="store_true", help="make Parties that are not here yet")
    parser.add_argument("--mapping", metavar="FILE", help="which column of a csv is what, as JSON")
    parser.add_argument(
        "--propose-mapping", metavar="FILE", help="write a proposal of it to FILE, and bring nothing in"
    )
    parser.add_argument("--sheet", metavar="NAME", help="the sheet of a workbook (the first that is visible)")
    klass = parser.add_mutually_exclusive_group()
    klass.add_argument(
        "--confidential",
        metavar="SOURCE",
        nargs="?",
        const="",
        help="for the body only, with its source; the default",
    )
    klass.add_argument(
        "--public-source",
        metavar="SOURCE",
        help="it is public already, at this source; needs --address and --date",
    )
    parser.add_argument("--address", default="", metavar="URL", help="where the source can be read")
    parser.add_argument("--date", metavar="DATE", help="when the source was published (2026-05, in EDTF)")
    parser.add_argument("--dry-run", action="store_true", help="say what would happen, and write nothing")


def run(args: argparse.Namespace) -> int:
    """Bring it in, all of it or nothing."""
    if args.format in LATER:
        raise RefusedError(
            "format-not-yet",
            f"this version of Habeas does not read {args.format} yet",
            advice=f"It reads {', '.join(FORMS)}; most tools write csv.",
        )
    _refuse_mixed(args)
    if not Path(args.file).is_file():
        kind = "file-kind" if Path(args.file).exists() else "file-missing"
        raise RefusedError(kind, "there is no such file", where=Where(args.file))
    entry.open_store(args.data)  # never made here: a file that is refused would leave an empty one behind
    order = _order(args)
    if args.propose_mapping:
        text = json.dumps(entry.proposed_mapping(order), ensure_ascii=False, indent=2) + "\n"
        deliver(text.encode(), args.propose_mapping, form="json", private=False, sealed=False)
        return 0
    try:
        with progress("Rows") as step:
            brought = entry.bring_in(order, _counter(step))
    except entry.RowsRefusedError as refused:
        if not args.json:
            say("\n".join(refused.lines()), sys.stderr)
        raise
    _say(args, brought)
    return 0


def _refuse_mixed(args: argparse.Namespace) -> None:
    """Refuse options that say nothing for this format: they would be taken for a promise."""
    of_csv = {"--mapping": args.mapping, "--propose-mapping": args.propose_mapping, "--sheet": args.sheet}
    of_lists = {
        "--confidential": args.confidential is not None,
        "--public-source": args.public_source,
        "--address": args.address,
        "--date": args.date,
        "--make-parties": args.make_parties,
    }
    unfit = {} if args.format == "csv" else of_csv
    if args.format == "habeas":
        unfit = {**of_csv, **of_lists}  # a dossier says of each fact what it is and where it is from
    if args.format != "csv" and args.target != "asks":
        unfit = {**unfit, "--target": args.target}
    for option, given in unfit.items():
        if given:
            raise RefusedError("call-refused", f"{option} means nothing with --format {args.format}")
    if (args.address or args.date) and not (args.public_source or args.confidential):
        raise RefusedError(
            "call-refused",
            "an address or a date is that of a source, and none is named",
            advice="Add --public-source NAME, or --confidential NAME.",
        )


def _order(args: argparse.Namespace) -> entry.Order:
    name = args.public_source or args.confidential
    date = Edtf.parse(args.date) if args.date else None
    return entry.Order(
        file=Path(args.file),
        form=args.format,
        target=Target(args.target),
        party=args.party,
        mapping=Path(args.mapping) if args.mapping else None,
        sheet=args.sheet,
        klass=Klass.PUBLIC if args.public_source else Klass.CONFIDENTIAL,
        source=Source(name=name, address=args.address, date=date) if name else None,
        make_parties=args.make_parties,
        dry_run=args.dry_run,
    )


def _counter(step: Step) -> Step:
    """From rows so far to rows since the last call."""
    before = 0

    def so_far(rows: int) -> None:
        nonlocal before
        step(rows - before)
        before = rows

    return so_far


def _say(args: argparse.Namespace, brought: entry.Brought) -> None:
    if args.json:
        answer = {
            "schema": SCHEMA,
            "dry_run": args.dry_run,
            "added": brought.added,
            "there": brought.there,
            "parties_made": brought.parties_made,
            "told": [row.as_json() for row in brought.told],
        }
        print(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    for row in brought.told[:SHOWN]:
        say(f"{Where(args.file, row.line, row.column)}: {row.message}", sys.stderr)
    if len(brought.told) > SHOWN:
        say(f"… and {len(brought.told) - SHOWN} more; --json has all", sys.stderr)
    print("Dry run, nothing was written. It would be:" if args.dry_run else "Brought in:")
    print(f"  new            {_counted(brought.added)}")
    print(f"  there already  {_counted(brought.there)}")
    if brought.parties_made:
        print(f"  Parties made   {len(brought.parties_made)}: {', '.join(brought.parties_made)}")


def _counted(tally: dict[str, int]) -> str:
    return ", ".join(f"{kind} {count}" for kind, count in tally.items() if count) or "nothing"
