"""``habeas doctor``: what is wrong with an installation, and what to do about it."""

import argparse
import json
from collections.abc import Iterator

from habeas.cli.saying import say
from habeas.web import entry
from habeas.web.running.findings import Finding, State

HELP = "check everything that can be wrong with an installation, and say what to do"
EXAMPLE = "habeas doctor --data /srv/habeas"
SCHEMA = "habeas/doctor/1"


def arguments(_parser: argparse.ArgumentParser) -> None:
    """Declare what the verb takes: nothing of its own."""


def run(args: argparse.Namespace) -> int:
    """Print what was found; ``1`` where something is wrong."""
    found = entry.findings(args.data)
    wrong = [each for each in found if each.state is State.WRONG]
    if args.json:
        answer = {"schema": SCHEMA, "right": not wrong, "checks": [each.as_json() for each in found]}
        say(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        say("\n".join(_lines(found, len(wrong))))
    return 1 if wrong else 0


def _lines(found: list[Finding], wrong: int) -> Iterator[str]:
    signs = {State.RIGHT: "right", State.WARNING: "WARNING", State.WRONG: "WRONG", State.UNCHECKED: "–"}
    wide = max(len(each.check) for each in found)
    for each in found:
        yield f"{signs[each.state]:<8} {each.check:<{wide}}  {each.message}"
        if each.advice:
            yield f"{'':<8} {'':<{wide}}  → {each.advice}"
    warned = sum(each.state is State.WARNING for each in found)
    yield f"\n{len(found)} checked, {wrong} wrong, {warned} to know of"
