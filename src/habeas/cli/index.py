"""``habeas index``: make the search index anew from the store."""

import argparse
import json

from habeas.cli.saying import progress
from habeas.web import entry

HELP = "make the search index anew from the store"
EXAMPLE = "habeas index"
SCHEMA = "habeas/index/1"


def arguments(_parser: argparse.ArgumentParser) -> None:
    """It takes nothing: what is searched is in the store."""


def run(args: argparse.Namespace) -> int:
    """Make it; who searches meanwhile finds what was there before."""
    entry.open_store(args.data)
    from habeas.web.search import command  # noqa: PLC0415 (models can be read only once it is)

    with progress("Making the search index"):
        count = command.make_anew()
    if args.json:
        print(json.dumps({"schema": SCHEMA, "items": count}))
    else:
        print(f"{count} items can be found.")
    return 0
