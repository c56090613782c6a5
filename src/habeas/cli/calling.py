"""From the words of a call to the verb that is meant."""

import argparse
import difflib
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn, Protocol, cast

import habeas
from habeas.errors import RefusedError, meant

VERBS = {
    "demo": "habeas.cli.demo",
    "serve": "habeas.cli.serve",
    "migrate": "habeas.cli.migrate",
    "doctor": "habeas.cli.doctor",
    "user": "habeas.cli.user",
    "import": "habeas.cli.bring_in",
    "export": "habeas.cli.take_out",
    "dossier": "habeas.cli.dossier",
    "search": "habeas.cli.search",
    "index": "habeas.cli.index",
    "law": "habeas.cli.law",
    "rule": "habeas.cli.rule",
    "register": "habeas.cli.register",
    "log": "habeas.cli.log",
    "witness": "habeas.cli.witness",
    "generate": "habeas.cli.generate",
    "audit": "habeas.cli.audit",
    "read": "habeas.cli.read",
    "threads": "habeas.cli.threads",
}
"""Each verb and its module, in the order of the help."""


class Verb(Protocol):
    """What a module of a verb offers."""

    HELP: str
    EXAMPLE: str

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare what the verb takes."""

    def run(self, args: argparse.Namespace) -> int:
        """Do it, and return the exit status."""


class Parser(argparse.ArgumentParser):
    """Python's parser, but what it refuses is one of our errors, and no option may be shortened."""

    def __init__(self, *, example: str = "", **options: Any) -> None:
        super().__init__(**options)
        self.allow_abbrev = False
        self.formatter_class = argparse.RawDescriptionHelpFormatter
        self.epilog = f"example:\n  {example}" if example else None
        self.example = example
        _add_common(self)

    def error(self, message: str) -> NoReturn:
        """Refuse the call."""
        example = f"For example: {self.example} – " if self.example else ""
        raise RefusedError("call-refused", message, advice=f"{example}{self.prog} --help tells more.")

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        # Python's own sentence differs from one version to the next.
        if action.choices is not None and value not in action.choices:
            given = ", ".join(str(choice) for choice in action.choices)
            raise argparse.ArgumentError(action, f"“{value}” is none of {given}")


def perform(given: Sequence[str]) -> int:
    """Run the verb that ``given`` names; return the exit status. Raises ``HabeasError``."""
    parser = _outer()
    try:
        outer = parser.parse_args(given)
        verb_name, *words = outer.call
        verb = _verb(verb_name)
        inner = Parser(prog=f"habeas {verb_name}", description=verb.HELP, example=verb.EXAMPLE)
        verb.arguments(inner)
        args = inner.parse_args(words, argparse.Namespace(json=outer.json, data=outer.data))
    except SystemExit as end:  # --help and --version say what they say and leave
        return int(end.code or 0)
    return verb.run(args)


def _outer() -> Parser:
    parser = Parser(prog="habeas", usage="habeas [--json] [--data DIR] VERB …", example="habeas demo")
    parser.add_argument("--version", action="version", version=f"habeas {habeas.__version__}")
    parser.set_defaults(json=False, data=None)
    # The verbs are listed only when they are asked for: that imports each.
    parser.add_argument("call", nargs=argparse.PARSER, metavar="VERB", help=argparse.SUPPRESS)
    parser.format_help = lambda: _help(parser)  # type: ignore[method-assign]
    return parser


def _add_common(parser: argparse.ArgumentParser) -> None:
    """Declare what every verb takes, before its name or after it."""
    parser.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="machine output, wherever there is any"
    )
    parser.add_argument(
        "--data",
        metavar="DIR",
        default=argparse.SUPPRESS,
        help="the data folder (else HABEAS_DATA, else var/ in a checkout, else the user's data folder)",
    )


def _verb(name: str) -> Verb:
    if name not in VERBS:
        near = meant(difflib.get_close_matches(name, VERBS, n=1))
        raise RefusedError(
            "call-refused", f"there is no verb “{name}”{near}", advice="habeas --help lists the verbs."
        )
    return cast("Verb", import_module(VERBS[name]))


def _help(parser: Parser) -> str:
    wide = max(map(len, VERBS))
    verbs = "\n".join(f"  {name:<{wide}}  {_verb(name).HELP}" for name in VERBS)
    return (
        f"usage: {parser.usage}\n\n"
        "Software for the people who prevent torture.\n\n"
        f"verbs:\n{verbs}\n\n"
        "options, before a verb or after it:\n"
        "  --json      machine output, wherever there is any\n"
        "  --data DIR  the data folder (else HABEAS_DATA, else the usual one)\n"
        "  --version   the version\n"
        "  --help      this, or with a verb what it takes\n\n"
        "exit status: 0 done, 1 the thing checked is not right, 2 refused, 3 a part is missing\n"
        f"example:\n  {parser.example}\n"
    )
