"""``habeas dossier``: what is known of a Party, as a page, a PDF, a Word document or JSON."""

import argparse
from pathlib import PurePath

from habeas.cli.results import deliver
from habeas.cli.saying import progress
from habeas.errors import RefusedError
from habeas.language import LANGUAGES
from habeas.web import entry

HELP = "the dossier of a Party, as a page, a PDF, a Word document or JSON"
EXAMPLE = "habeas dossier Azerbaijan --public --out azerbaijan.pdf"
FORMS = ("html", "pdf", "docx", "json")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument("party", metavar="PARTY", help="its name, another spelling of it, or its ISO code")
    parser.add_argument(
        "--format", choices=FORMS, help="html where nothing says otherwise; --out FILE.pdf says pdf"
    )
    parser.add_argument(
        "--public",
        action="store_true",
        help="only what the public may know: nothing confidential is in the bytes",
    )
    parser.add_argument(
        "--language", choices=tuple(LANGUAGES), default="en", help="the language of the paper (en)"
    )
    parser.add_argument("--out", metavar="FILE", help="the file, with its hash in FILE.sha256 beside it")


def run(args: argparse.Namespace) -> int:
    """Make the dossier; what is confidential is journalled as taken away."""
    form = _form(args)
    entry.open_store(args.data)
    with progress("Making the dossier"):
        leaving = entry.dossier_file(args.party, form=form, public=args.public, language=args.language)
    deliver(leaving.data, args.out, form=form, private=leaving.confidential, sealed=True)
    return 0


def _form(args: argparse.Namespace) -> str:
    told: str | None = args.format
    if args.json:
        if told not in (None, "json"):
            raise RefusedError("call-refused", f"--json and --format {told} ask for two things")
        return "json"
    ending = PurePath(args.out).suffix.removeprefix(".").lower() if args.out else ""
    if told is None:
        return ending if ending in FORMS else "html"
    return told
