"""``habeas export``: dossiers and lists of what was asked, in the forms in which they come in."""

import argparse

from habeas.cli.results import deliver
from habeas.cli.saying import note, progress
from habeas.errors import RefusedError
from habeas.web import entry

HELP = "write a dossier, or what was asked, in a form that comes in again"
EXAMPLE = "habeas export --format upr-info --party Azerbaijan --public --out azerbaijan.csv"
FORMS = ("habeas", "json", "upr-info", "uhri", "csv")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument(
        "--format",
        choices=FORMS,
        help="habeas (TOML) and json: a dossier; upr-info, uhri and csv: what was asked",
    )
    parser.add_argument("--party", metavar="NAME", help="of this Party only; a dossier needs it")
    parser.add_argument("--public", action="store_true", help="only what the public may know")
    parser.add_argument("--out", metavar="FILE", help="the file, with its hash in FILE.sha256 beside it")


def run(args: argparse.Namespace) -> int:
    """Write it; what is confidential is journalled as taken away."""
    form = args.format or ("json" if args.json else None)
    if form is None:
        raise RefusedError("call-refused", "no format was named", advice=f"Add --format {'|'.join(FORMS)}.")
    if args.json and form != "json":
        raise RefusedError("call-refused", f"--json and --format {form} ask for two things")
    entry.open_store(args.data)
    with progress("Writing"):
        leaving = entry.take_out(form=form, party=args.party, public=args.public)
    deliver(leaving.data, args.out, form=form, private=leaving.confidential, sealed=True)
    if form not in ("habeas", "json"):
        note("1 row" if leaving.count == 1 else f"{leaving.count} rows")
    return 0
