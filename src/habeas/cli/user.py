"""``habeas user``: the first accounts, and a new passphrase for who has lost theirs."""

import argparse
import json
from functools import partial

from habeas.web.entry import open_store

HELP = "make, list and shut accounts; give a new one-time passphrase"
EXAMPLE = 'habeas user add helene --role head_of_body --display "Hélène Head"'
SCHEMA = "habeas/user/1"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the verb takes."""
    # Python 3.11 and 3.13 find different columns for what stands under WHAT; this one both keep.
    parser.formatter_class = partial(argparse.RawDescriptionHelpFormatter, max_help_position=14)
    does = parser.add_subparsers(dest="does", required=True, metavar="WHAT")
    add = does.add_parser("add", help="make an account and print its one-time passphrase")
    add.add_argument("name", help="the sign-in name")
    add.add_argument(
        "--role",
        help="head_of_body or system_administrator, while nobody heads the body; "
        "every other role is granted in the browser",
    )
    add.add_argument("--display", default="", metavar="NAME", help="the name that others see")
    passphrase = does.add_parser("passphrase", help="print a new one-time passphrase; the old one ends")
    passphrase.add_argument("name", help="the sign-in name")
    does.add_parser("list", help="list accounts with the roles held today")
    deactivate = does.add_parser("deactivate", help="shut an account")
    deactivate.add_argument("name", help="the sign-in name")


def run(args: argparse.Namespace) -> int:
    """Do what was asked; ``RefusedError`` where the doors of accounts refuse."""
    # The first account may come before the first page; a slip in a folder's name makes no store else.
    open_store(args.data, make=args.does == "add")
    return carry_out(args)


def carry_out(args: argparse.Namespace) -> int:
    """Do it in the store that is open."""
    from habeas.web.people import command  # noqa: PLC0415 (models can be read only once it is)

    match args.does:
        case "add":
            passphrase = command.add(args.name, args.role, args.display)
            _say(args, {"username": args.name, "passphrase": passphrase}, _given(args.name, passphrase))
        case "passphrase":
            passphrase = command.new_passphrase(args.name)
            _say(args, {"username": args.name, "passphrase": passphrase}, _given(args.name, passphrase))
        case "deactivate":
            command.deactivate(args.name)
            _say(args, {"username": args.name, "open": False}, f"{args.name}: the account is shut.")
        case _:
            people = command.listed()
            _say(args, {"users": people}, "\n".join(_line(person) for person in people))
    return 0


def _say(args: argparse.Namespace, answer: dict[str, object], text: str) -> None:
    if args.json:
        print(json.dumps({"schema": SCHEMA, **answer}, ensure_ascii=False, indent=2))
    elif text:
        print(text)


def _given(name: str, passphrase: str) -> str:
    return (
        f"{name}: {passphrase}\n"
        "The passphrase is good for the first sign-in, is shown only now, and is kept nowhere."
    )


def _line(person: dict[str, object]) -> str:
    roles = person["roles"]
    held = ", ".join(roles) if isinstance(roles, list) and roles else "no role today"
    state = "" if person["open"] else " (shut)"
    return f"{person['username']}  {person['name']}  {held}{state}"
