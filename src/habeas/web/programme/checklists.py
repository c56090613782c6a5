"""Checklists for paper, where no device may come in: what is asked at a type of place, and why.

They are read from ``checklists.toml``. A provision that nobody knows, a question that no list asks and
one that has no French fail here.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from habeas import canonical, law, papers
from habeas.language import N_, Words
from habeas.web.shell.bands import paper_band

COMPLETE = ("en", "fr")
"""Languages that every question has."""

KIND_NAMES = {
    "police": N_("Police station"),
    "prison": N_("Prison or remand prison"),
    "psychiatric": N_("Psychiatric hospital"),
    "social-care": N_("Social care home"),
    "immigration": N_("Immigration detention"),
    "juvenile": N_("Institution for juveniles"),
    "transport": N_("Transport"),
}
OF_PLACE = {
    "police": "police",
    "temporary detention": "police",
    "court": "police",
    "remand": "prison",
    "prison": "prison",
    "military": "prison",
    "juvenile": "juvenile",
    "immigration": "immigration",
    "psychiatric": "psychiatric",
    "social care": "social-care",
    "vehicle": "transport",
}
"""The list that fits a kind of place."""

HEADING_NAMES = {
    "co-operation": N_("Access and co-operation"),
    "admission": N_("Admission"),
    "placement": N_("Placement"),
    "treatment": N_("Treatment"),
    "safeguards": N_("Safeguards"),
    "records": N_("Registers and interviews"),
    "conditions": N_("Conditions"),
    "regime": N_("Activities"),
    "health": N_("Health care"),
    "care": N_("Care and restraint"),
    "staff": N_("Staff"),
    "discipline": N_("Staff, discipline and force"),
    "juveniles": N_("Juveniles"),
    "contact": N_("Contact and complaints"),
    "removal": N_("Removal"),
    "after": N_("Before leaving"),
}
ROOM = 3
"""Ruled lines beneath a question that is answered by a tick; an open one has more."""

ROOM_OPEN = 6


@dataclass(frozen=True, slots=True)
class Question:
    """One question, in the languages that it has, and the provision that it rests on."""

    key: str
    texts: Mapping[str, str]
    rests_on: law.Provision
    open: bool

    def text(self, language: str) -> str:
        """In that language, else in English."""
        return self.texts.get(language, self.texts["en"])

    @property
    def room(self) -> int:
        """How many lines there are to write upon."""
        return ROOM_OPEN if self.open else ROOM


@dataclass(frozen=True, slots=True)
class Part:
    """Questions under one heading."""

    heading: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Checklist:
    """What is looked at in one type of place."""

    kind: str
    parts: tuple[Part, ...]

    def unread(self) -> bool:
        """Whether any provision was not yet checked against its original."""
        return any(not _read(one.rests_on) for part in self.parts for one in part.questions)


@cache
def checklists() -> Mapping[str, Checklist]:
    """Every list by its kind, in the order in which they are shown."""
    data = tomllib.loads((files("habeas.web.programme") / "checklists.toml").read_text("utf-8"))
    questions = {key: _question(key, entry) for key, entry in data["question"].items()}
    found = {
        kind: Checklist(
            kind,
            tuple(
                Part(part["heading"], tuple(questions[key] for key in part["questions"]))
                for part in data["list"][kind]
            ),
        )
        for kind in KIND_NAMES
    }
    asked = {one.key for each in found.values() for part in each.parts for one in part.questions}
    if unasked := set(questions) - asked:
        raise ValueError(f"questions that no list asks: {sorted(unasked)}")
    return found


def _question(key: str, entry: Mapping[str, str]) -> Question:
    texts = {name: text for name, text in entry.items() if name not in ("rests_on", "answer")}
    if missing := [name for name in COMPLETE if not texts.get(name, "").strip()]:
        raise ValueError(f"the question {key} has no {missing}")
    return Question(key, texts, law.provision(entry["rests_on"]), entry.get("answer") == "open")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What stands on the sheet already; without it the sheet is blank, and no secret."""

    place: str
    party: str
    iso: str
    visit: str
    invented: bool


def checklist_paper(
    checklist: Checklist, filled: Filled | None, *, words: Words, made_on: date
) -> papers.Paper:
    """The list with room to write; its number is that of its questions and of what is filled in."""
    blocks = [*_head(filled, words), *_parts(checklist, words)]
    said = [one.text(words.language) for part in checklist.parts for one in part.questions]
    known: list[canonical.Json] = [filled.place, filled.party, filled.visit] if filled else []
    return papers.Paper(
        title=words.say("Checklist: {kind}", kind=words.say(KIND_NAMES[checklist.kind])),
        subtitle=filled.place if filled else "",
        language=words.language,
        direction="ltr" if words.direction == "ltr" else "rtl",
        band=paper_band(words) if filled else None,
        synthetic=words.say("Invented data: no real person, place or event")
        if filled and filled.invented
        else None,
        number=papers.number_of(
            subject=(filled.iso if filled else "") or "XX",
            kind="CHECKLIST",
            made_on=made_on,
            content=canonical.encode([checklist.kind, *said, known]),
        ),
        made_on=made_on,
        blocks=tuple(blocks),
        sources=(),
    )


def head_lines(filled: Filled | None, words: Words) -> list[str]:
    """What is written at the top of each list, with what is known of it."""
    place, visit = (filled.place, filled.visit) if filled else ("", "")
    return [
        " ".join(part for part in (words.say("Place:"), place) if part),
        " ".join(part for part in (words.say("Visit:"), visit) if part),
        words.say("Date:"),
        words.say("Time in and time out:"),
        words.say("Members of the delegation (initials):"),
        words.say("Sheet … of …:"),
    ]


def _head(filled: Filled | None, words: Words) -> list[papers.Block]:
    found: list[papers.Block] = [papers.Lines(count=1, text=line) for line in head_lines(filled, words)]
    advice = papers.Note(
        title=words.say("On these sheets"),
        runs=papers.said(
            words.say(
                "Write no name and nothing by which somebody could be told who spoke. Once filled in, the "
                "sheets are confidential: carry them yourself, and leave none behind."
            )
        ),
    )
    return [*found, advice]


def _parts(checklist: Checklist, words: Words) -> list[papers.Block]:
    found: list[papers.Block] = []
    number = 0
    for part in checklist.parts:
        found.append(
            papers.Heading(level=1, text=words.say(HEADING_NAMES[part.heading]), anchor=part.heading)
        )
        for one in part.questions:
            number += 1
            found.append(_asked(number, one, words))
    if checklist.unread():
        found.append(papers.Para(runs=papers.said(unread_words(words))))
    return found


def _asked(number: int, one: Question, words: Words) -> papers.Lines:
    text = one.text(words.language)
    foreign = words.language not in one.texts
    question = (
        papers.Text(
            text=f"{number}. {text}",
            strong=True,
            language="en" if foreign else None,
            direction="ltr" if foreign else None,
        ),
        papers.Text(text=" "),
        papers.Text(text=f"[{cited_as(one)}]", language="en", direction="ltr"),
    )
    ticks = () if one.open else (papers.said(tick_words(words)),)
    return papers.Lines(count=one.room, above=(question, *ticks))


def cited_as(one: Question) -> str:
    """The provision in short; ``°`` where its text was not yet checked against the original."""
    return f"{one.rests_on.pinpoint}{'' if _read(one.rests_on) else '°'}"


def _read(provision: law.Provision) -> bool:
    return provision.verified and provision.pinpoint_verified


def tick_words(words: Words) -> str:
    """Three boxes: what was not seen is not said to be so or not so."""
    return "   ".join(f"☐ {words.say(one)}" for one in (N_("yes"), N_("no"), N_("not seen")))


def unread_words(words: Words) -> str:
    """What the sign beside a provision means."""
    return words.say("° not yet checked against the original")
