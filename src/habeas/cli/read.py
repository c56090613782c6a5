"""``habeas read``: what stands in a document, proposed beside its very words; a person decides."""

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from habeas.apart.calling import read_apart
from habeas.apart.program import FORMS
from habeas.cli.results import deliver_parts
from habeas.language import words

HELP = "what a document asks, with the words as they stand"
EXAMPLE = "habeas read A_HRC_43_15.pdf --as recommendations --party Orland"
_LONGEST = 76


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument("file", metavar="FILE", help="PDF with text in it, DOCX, HTML or plain text")
    parser.add_argument("--as", dest="form", choices=FORMS, default=FORMS[0], help="what it is")
    parser.add_argument("--party", metavar="NAME", help="the Party that it is about")
    parser.add_argument(
        "--published",
        metavar="DATE",
        type=_day,
        help="the day on which a press text was published, as 2031-07-04: without it “on Friday” has no date",
    )
    parser.add_argument("--out", metavar="FILE", help="write all of it there, as JSON")


def run(args: argparse.Namespace) -> int:
    """Read the file in a process of its own, and say what was found."""
    said = read_apart(Path(args.file), args.form, party=args.party, published=args.published)
    if args.json or args.out:
        deliver_parts(
            [json.dumps(said, ensure_ascii=False, indent=2).encode(), b"\n"], args.out, private=False
        )
    else:
        print("\n".join(_words(said)))
    return 0


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{given}” is no day as in 2031-07-04") from None


def _words(said: Mapping[str, Any]) -> list[str]:
    found = _WORDS[said["schema"]](said)
    found += [f"look at {_page(each).strip() or 'this'}: {each['message']}" for each in said["warnings"]]
    return found


def _recommendations(said: Mapping[str, Any]) -> list[str]:
    reference = said["reference"] or "a document without a symbol"
    found = [f"{_counted(said['asks'], 'recommendation')} in {reference}", ""]
    for ask in said["asks"]:
        found.append(f"{ask['number']:>8}  {_page(ask)} {_short(ask['text'])}")
        found.append(f"{'':<17} {', '.join(ask['by']) or 'nobody is named'}")
    return found


def _report(said: Mapping[str, Any]) -> list[str]:
    visit = said["visit"]
    found = [
        said["title"] or "a document without a title",
        " · ".join(filter(None, (said["reference"], said["confidential_reference"], said["party"]))),
        f"{visit['kind'] or 'visit'}: {visit['from']} to {visit['to']}" if visit["from"] else visit["kind"],
        f"{_counted(said['asks'], 'ask')} in {_counted(said['paragraphs'], 'paragraph')}",
    ]
    found = [*filter(None, found), ""]
    for ask in said["asks"]:
        found.append(f"{ask['paragraph'] or '':>8}  {_page(ask)} {_short(ask['text'])}")
        told = [ask["kind"].replace("_", " "), f"told by {ask['told_by']}", ask["addressee"]]
        told += [f"within {words('en').period(ask['within'])}"] if ask["within"] else []
        told += [f"by {ask['until']}"] if ask["until"] else []
        told += ["again"] if ask["reiterates"] else []
        found.append(f"{'':<17} {', '.join(filter(None, told))}")
    return found


def _reply(said: Mapping[str, Any]) -> list[str]:
    found = [
        said["title"] or "a document without a title",
        f"{_counted(said['answers'], 'answer')} in {said['reference'] or 'a document without a number'}",
        "",
    ]
    for one in said["answers"]:
        numbers = ", ".join(one["numbers"])
        found.append(
            f"{numbers:>8}  {_page(one)} {(one['position'] or 'no position said').replace('_', ' ')}"
        )
        found.append(f"{'':<17} {one['body'] + ': ' if one['body'] else ''}{_short(one['text'])}")
    return found


def _press(said: Mapping[str, Any]) -> list[str]:
    found = [f"statements: {len(said['statements'])}, dated events: {len(said['events'])}", ""]
    for one in said["statements"]:
        who = one["speaker"] or "nobody is named"
        of = one["organisation"] if one["organisation"] != one["speaker"] else None
        told = ", ".join(filter(None, (who, of, one["date"])))
        found.append(f"{one['mode']:>8}  {_page(one)} {told}{'' if one['confidence'] == 1 else ' ?'}")
        found.append(f"{'':<17} {_short(said['text'][slice(*one['span'])])}")
    found += [f"{'event':>8}  {'':<6} {each['date']}  {_short(each['title'])}" for each in said["events"]]
    return found


_WORDS: Mapping[str, Callable[[Mapping[str, Any]], list[str]]] = {
    "habeas/recommendations/1": _recommendations,
    "habeas/report/1": _report,
    "habeas/reply/1": _reply,
    "habeas/press/1": _press,
}


def _counted(things: Sequence[object], name: str) -> str:
    return f"{len(things)} {name}{'' if len(things) == 1 else 's'}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _page(said: Mapping[str, Any]) -> str:
    """The page, where the format has pages."""
    return "      " if said["page"] is None else f"p. {said['page']:<3}"
