"""``habeas demo``: a store of its own with facts to look at, served on this machine."""

import argparse
import json
import os

from habeas.cli.saying import note, progress, say
from habeas.cli.serve import add_port
from habeas.web import entry
from habeas.web.running.ports import LOOPBACK, open_sockets

HELP = "make a store with facts to look at, and serve it on this machine"
EXAMPLE = "habeas demo --data /tmp/habeas-demo --port 8123"
SCHEMA = "habeas/demo/1"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the verb takes."""
    add_port(parser)
    parser.add_argument("--no-serve", action="store_true", help="only make the store, and print the logins")


def run(args: argparse.Namespace) -> int:
    """Make what is missing, print the logins, and serve until Ctrl-C."""
    if any(os.environ.get(name) for name in ("DATABASE_URL", "REGISTER_DATABASE_URL", "KEYS_DATABASE_URL")):
        note("the demo has a store of its own; the database that the environment names is left alone")
    listeners = [] if args.no_serve else open_sockets(LOOPBACK, args.port)
    if not any(entry.find(args.data).glob("*.sqlite3")):
        note("making the demo; this takes about half a minute, once")
    with progress("Making the demo"):
        made = entry.make_demo(args.data)
    if args.no_serve:
        _say(made, None, as_json=args.json)
    else:
        entry.serve(listeners, ready=lambda address: _say(made, address, as_json=args.json))
    return 0


def _say(made: entry.DemoMade, address: str | None, *, as_json: bool) -> None:
    if as_json:
        people = [{"username": username, "name": name, "role": role} for username, name, role in made.logins]
        answer = {"folder": str(made.folder), "address": address, "passphrase": made.passphrase}
        say(json.dumps({"schema": SCHEMA, **answer, "logins": people}, ensure_ascii=False))
        return
    print("The demo of Habeas. Everybody may read what is in it: enter nothing confidential.")
    print(f"\nSign in with one of these names and the passphrase “{made.passphrase}”:")
    wide = max((len(username) for username, _, _ in made.logins), default=0)
    for username, name, role in made.logins:
        print(f"  {username:<{wide}}  {role}: {name}")
    if address is not None:
        say(f"\nOpen {address} (Ctrl-C ends it)")
