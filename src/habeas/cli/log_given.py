"""What a call about a log gives: files of a bounded size, and the keys that are believed."""

import argparse
from pathlib import Path

from habeas.errors import RefusedError, Where
from habeas.tlog.keys import parse_verifier
from habeas.tlog.policy import LARGEST_POLICY, Policy, parse_policy


def add_whom(parser: argparse.ArgumentParser) -> None:
    """Declare ``--vkey`` and ``--policy``."""
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


def add_log(parser: argparse.ArgumentParser) -> None:
    """Declare the log itself."""
    parser.add_argument(
        "log", metavar="PATH-or-ADDRESS", help="the folder of the log, or its http(s) address"
    )


def policy_given(args: argparse.Namespace) -> Policy:
    """Whom the caller believes; ``RefusedError`` where no key says whose log it is."""
    policy = parse_policy(read(args.policy, LARGEST_POLICY), args.policy) if args.policy else Policy()
    if args.vkey:
        policy = policy.of_logs(parse_verifier(each) for each in args.vkey)
    if not policy.logs:
        raise RefusedError(
            "call-refused",
            "no key says whose log this is",
            advice="Add --vkey KEY, or a --policy FILE with a log in it. Take the key from elsewhere.",
        )
    return policy


def read(name: str, most: int) -> bytes:
    """The bytes of a file, ``most`` of them at most."""
    path = Path(name)
    if path.exists() and not path.is_file():
        raise RefusedError("file-kind", "a file is needed here", where=Where(name))
    with path.open("rb") as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise RefusedError("file-too-large", f"the file has more than {most} bytes", where=Where(name))
    return data
