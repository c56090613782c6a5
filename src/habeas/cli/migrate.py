"""``habeas migrate``: the tables of this version, and the rights of the role that serves them."""

import argparse

from habeas.cli.saying import note
from habeas.web import entry

HELP = "make the tables of this version, and give the serving role of PostgreSQL its rights"
EXAMPLE = "habeas migrate --for habeas_serving"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument(
        "--for",
        dest="role",
        metavar="ROLE",
        help="the role that serves: it gets no more than it needs, and owns nothing (PostgreSQL)",
    )


def run(args: argparse.Namespace) -> int:
    """Make or change the tables as the role that owns them; serve nothing."""
    for copy in entry.migrate(args.data, role=args.role):
        note(f"the store as it was is kept at {copy}")
    print("The tables are of this version" + (f", and {args.role} may serve them." if args.role else "."))
    return 0
