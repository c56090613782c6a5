"""``habeas read``: what stands in a document, proposed beside its very words; a person decides."""

import argparse
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from habeas.cli.reading_apart import MEMORY, SECONDS
from habeas.cli.results import deliver_parts
from habeas.errors import PartMissingError, RefusedError, Where

HELP = "what a document asks, with the words as they stand"
EXAMPLE = "habeas read A_HRC_43_15.pdf --as recommendations --party Orland"
FORMS = ("recommendations",)
_LONGEST = 76


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument("file", metavar="FILE", help="a PDF with text in it")
    parser.add_argument("--as", dest="form", choices=FORMS, default=FORMS[0], help="what it is")
    parser.add_argument("--party", metavar="NAME", help="the Party that it is about")
    parser.add_argument("--out", metavar="FILE", help="write all of it there, as JSON")


def run(args: argparse.Namespace) -> int:
    """Read the file in a process of its own, and say what was found."""
    said = read_apart(Path(args.file), args.form, party=args.party)
    if args.json or args.out:
        deliver_parts(
            [json.dumps(said, ensure_ascii=False, indent=2).encode(), b"\n"], args.out, private=False
        )
    else:
        print("\n".join(_words(said)))
    return 0


def read_apart(path: Path, form: str, *, party: str | None) -> Mapping[str, Any]:
    """What a process with limits on time and memory reads: a file made to do harm harms only that.

    Raises ``RefusedError`` with the codes of ``documents``, ``PartMissingError`` where the part is missing.
    """
    if not path.is_file():
        raise RefusedError("file-missing", "there is no such file", where=Where(str(path)))
    call = [sys.executable, "-P", "-m", "habeas.cli.reading_apart", form, str(path), party or ""]
    try:
        done = subprocess.run(call, capture_output=True, timeout=SECONDS * 2, check=False, env=_bare())
    except subprocess.TimeoutExpired:
        raise _too_long(path) from None
    try:
        said = json.loads(done.stdout)
    except ValueError:
        if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):  # the system ended it
            raise _too_long(path) from None
        raise RefusedError(
            "reading-too-large",
            f"the file needs more memory to be read than {MEMORY // 2**20} MB",
            where=Where(path.name),
            advice="Split it into smaller files.",
        ) from None
    if "error" not in said:
        return dict(said)
    fault = said["error"]
    where = Where(path.name)
    if fault["missing"]:
        raise PartMissingError(fault["code"], fault["message"], where=where, advice=fault["advice"])
    raise RefusedError(fault["code"], fault["message"], where=where, advice=fault["advice"])


def _too_long(path: Path) -> RefusedError:
    return RefusedError(
        "reading-too-long",
        f"the file was not read within {SECONDS} seconds",
        where=Where(path.name),
        advice="It may be made to keep a reader busy. Print it into a new PDF and choose that.",
    )


def _bare() -> dict[str, str]:
    """The environment of that process: nothing of the store, no secret."""
    return {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "LANG", "HOME") if name in os.environ}


def _words(said: Mapping[str, Any]) -> list[str]:
    reference = said["reference"] or "a document without a symbol"
    found = [f"{len(said['asks'])} recommendations in {reference}", ""]
    for ask in said["asks"]:
        text = ask["text"] if len(ask["text"]) <= _LONGEST else ask["text"][: _LONGEST - 1] + "…"
        found.append(f"{ask['number']:>8}  p. {ask['page']:<3} {text}")
        found.append(f"{'':<17} {', '.join(ask['by']) or 'nobody is named'}")
    found += [f"look at page {each['page']}: {each['message']}" for each in said["warnings"]]
    return found
