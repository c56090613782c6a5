"""``habeas search``: what the store holds, by words."""

import argparse
import json
import sys
from collections.abc import Iterator
from textwrap import fill
from typing import TYPE_CHECKING

from habeas.web import entry

if TYPE_CHECKING:
    from habeas.search import Piece
    from habeas.web.search.command import Found

HELP = "what the store holds, by words: AND, OR, NOT, brackets, “quoted passages”, beginnings*"
EXAMPLE = "habeas search '\"access to a lawyer\" NOT prison' --party Azerbaijan --public"
_WIDTH = 88
_MOST = 200


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument("query", metavar="QUERY", help="words that must all be there, in any of their forms")
    parser.add_argument("--public", action="store_true", help="only what the public may know")
    parser.add_argument("--party", metavar="NAME", help="of this Party only")
    parser.add_argument("--kind", metavar="CODE", help="of this kind only: a code that --json names")
    parser.add_argument("--year", metavar="YEAR", help="of this year only")
    parser.add_argument("--newest", action="store_true", help="the newest first, not the best")
    parser.add_argument("--limit", type=_count, default=20, metavar="N", help="results at most (20)")


def _count(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 0 < int(text) <= _MOST):
        raise argparse.ArgumentTypeError(f"“{text}” is no number from 1 to {_MOST}")
    return int(text)


def run(args: argparse.Namespace) -> int:
    """Print what was found; ``RefusedError`` for words that cannot be read, or without an index."""
    entry.open_store(args.data)
    from habeas.web.search import command  # noqa: PLC0415 (models can be read only once it is)

    party = command.party(args.party, public=args.public) if args.party else ""
    narrowed = {"party": party, "kind": args.kind or "", "year": args.year or ""}
    asked = command.asked_for(args.query, narrowed, newest=args.newest, page=1)
    found = command.search(asked, public=args.public, limit=args.limit)
    if args.json:
        json.dump(command.as_json(asked, found), sys.stdout, ensure_ascii=False, indent=2)
        print()
    else:
        print("\n".join(_text(found)))
    return 0


def _text(found: "Found") -> Iterator[str]:
    shown = len(found.results)
    yield f"{found.count} found" + (f", the first {shown}" if shown < found.count else "")
    for one in found.results:
        told = [one.kind, one.party, one.when, one.status, "confidential" if one.confidential else ""]
        yield ""
        yield fill(_marked(one.heading), _WIDTH)
        yield "  " + " · ".join(part for part in told if part)
        if one.pieces:
            yield fill(_marked(one.pieces), _WIDTH, initial_indent="  ", subsequent_indent="  ")
        yield f"  {one.address}"


def _marked(pieces: "tuple[Piece, ...]") -> str:
    """What was looked for stands in square brackets."""
    return " ".join("".join(f"[{one.text}]" if one.marked else one.text for one in pieces).split())
