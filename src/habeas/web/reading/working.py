"""One document read in the process of its own, and what it found put down as proposals."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from habeas.apart.calling import look_apart
from habeas.documents.press.bodies import words_for
from habeas.errors import HabeasError, RefusedError
from habeas.language import N_
from habeas.web.reading import actions, kept, progress, showing
from habeas.web.reading.fields import given_of, hints_of
from habeas.web.reading.models import Proposal, Reading, What

BRACKETS = re.compile(r"\s*\(.*\)$")
"""“(invented)”, “(Republic of)”: what stands behind a name, and not in a text."""
LISTS = {
    "asks": What.ASK,
    "answers": What.ANSWER,
    "statements": What.STATEMENT,
    "events": What.EVENT,
}


def carry_out(row: Reading) -> None:
    """Read, and write down what came of it: proposals, or why there is none."""
    progress.begin(row)
    try:
        day = row.when.earliest if row.when and row.when.known_to_the_day else None
        found = look_apart(kept.file_of(row), row.form, party=row.party.name, published=day)
        kept.keep_said(row, found["said"])
        found["said"].setdefault("warnings", []).extend(of_another(row, found["said"]))
        actions.finish(row, found, list(proposals_of(row, found)))
    except HabeasError as error:
        actions.refuse_document(row, error)
    except Exception:
        failed = N_("The document was not read, by a fault of the program.")
        actions.refuse_document(row, RefusedError("reading-failed", failed))
        raise


def of_another(row: Reading, said: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """A remark where a document names its Party nowhere, in a language in which the names are known."""
    if said.get("language") not in (None, "", "en", "fr"):
        return
    name = BRACKETS.sub("", row.party.name)
    known = words_for(name) | {one.name.lower() for one in row.party.names.all()}
    text = " ".join(said["text"].split()).lower()
    if not any(re.search(rf"\b{re.escape(one)}", text) for one in known):
        message = f"nowhere does it name {name}"
        yield {"code": showing.UNNAMED, "message": message, "page": None}


def proposals_of(row: Reading, found: Mapping[str, Any]) -> Iterator[Proposal]:
    """What was found, as rows that are not stored yet."""
    said = found["said"]
    for name, what in LISTS.items():
        places = found["boxes"].get(name, [])
        for at, one in enumerate(said.get(name, ())):
            start, end = one["span"]
            boxes = places[at] if at < len(places) else []
            given = given_of(what, one, said["text"][start:end])
            yield Proposal(
                reading=row,
                what=what,
                start=start,
                end=end,
                page=one.get("page") or (boxes[0][0] if boxes else None),
                boxes=boxes,
                proposed=given,
                given=given,
                hints=hints_of(one),
            )
