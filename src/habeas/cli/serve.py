"""``habeas serve``: the web process and its job workers."""

import argparse

from habeas.cli.saying import note, say
from habeas.web import entry
from habeas.web.running.ports import LOOPBACK, open_sockets

HELP = "serve an installation: the web process and two job workers"
EXAMPLE = "habeas serve --data /srv/habeas --port 8000"


def add_port(parser: argparse.ArgumentParser) -> None:
    """Declare ``--port``."""
    parser.add_argument(
        "--port", type=port, default=8000, metavar="N", help="the port (8000; 0 takes any free one)"
    )


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the verb takes."""
    add_port(parser)
    parser.add_argument(
        "--host", default=LOOPBACK, help="the address to answer at (127.0.0.1: this machine only)"
    )
    parser.add_argument(
        "--migrate",
        action="store_true",
        help="bring the store to this version first, after a copy of an embedded one",
    )


def run(args: argparse.Namespace) -> int:
    """Check, serve, and end with Ctrl-C."""
    listeners = open_sockets(args.host, args.port)
    entry.open_installation(args.data, migrate=args.migrate, say=note)
    entry.serve(listeners, ready=_say)
    return 0


def _say(address: str) -> None:
    say(f"Habeas answers at {address} (Ctrl-C ends it)")


def port(text: str) -> int:
    """Read a port; ``ArgumentTypeError`` for what is none."""
    if not (text.isascii() and text.isdigit() and int(text) < 65536):
        raise argparse.ArgumentTypeError(f"“{text}” is no port: a number from 0 to 65535")
    return int(text)
