"""With what a text begins: the headings of a visit report, and what the record of the visit already says."""

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from habeas.language import N_, Words
from habeas.procedure.visit.acts import ImmediateObservation
from habeas.web.builder.actions import Wording
from habeas.web.builder.merging import plain
from habeas.web.people.access import Reader
from habeas.web.visits.access import history_for, people_of, stops_for
from habeas.web.visits.models import Visit


@cache
def headings() -> tuple[dict[str, Any], ...]:
    """Level, text in each language, and what of the record stands beneath."""
    return tuple(tomllib.loads((files("habeas.web.builder") / "outline.toml").read_text("utf-8"))["heading"])


def outline(reader: Reader, visit: Visit, words: Words) -> list[Wording]:
    """The headings, with first paragraphs from the record of the visit. Who writes goes on from there."""
    found = []
    for heading in headings():
        found.append(Wording(text=heading[words.language], form="heading", level=heading["level"]))
        found += {"dates": _dates, "places": _places, "observations": _observations}.get(
            heading.get("holds", ""), _nothing
        )(reader, visit, words)
    return [replace(one, text=plain(one.text)) for one in found]


def _nothing(_reader: Reader, _visit: Visit, _words: Words) -> Iterator[Wording]:
    return iter(())


def _dates(reader: Reader, visit: Visit, words: Words) -> Iterator[Wording]:
    if visit.when is not None:
        yield Wording(
            text=words.say(
                N_("A delegation carried out a visit to {party}. Dates of the visit: {dates}."),
                party=visit.party.name,
                dates=words.date(visit.when),
            )
        )
    people = [one for one in people_of(reader, visit) if one.role in ("head", "member")]
    if people:
        yield Wording(text=words.say(N_("The visit was carried out by the following members:")))
    for one in people:
        head = f" ({words.say(N_('head of delegation'))})" if one.role == "head" else ""
        yield Wording(text=f"– {one.user}{head}", form="plain")


def _places(reader: Reader, visit: Visit, words: Words) -> Iterator[Wording]:
    names = list(dict.fromkeys(stop.place.name for stop in stops_for(reader, visit)))
    if names:
        yield Wording(text=words.say(N_("The delegation visited the following places:")))
    for name in names:
        yield Wording(text=f"– {name}", form="plain")


def _observations(_reader: Reader, visit: Visit, words: Words) -> Iterator[Wording]:
    made = [act for act in history_for(visit).standing() if isinstance(act, ImmediateObservation)]
    for one in made:
        yield Wording(
            text=words.say(
                N_(
                    "On {day} the delegation made an immediate observation under Article 8, paragraph 5, of "
                    "the Convention:"
                ),
                day=words.date(one.on),
            )
        )
        yield Wording(text=one.demand, form="ask", kind="immediate_observation", provision="ECPT#8(5)")
