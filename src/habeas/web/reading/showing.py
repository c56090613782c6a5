"""What the pages of a reading show: its name, its pages with marks, its proposals and their fields."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from habeas.clock import Edtf
from habeas.documents.press import SCHEMA as PRESS
from habeas.documents.press.dateline import dateline
from habeas.dossier.facts import VOICE_NAMES
from habeas.language import NN_
from habeas.web.reading import access, kept
from habeas.web.reading.fields import FIELDS, HAND, LABELS
from habeas.web.reading.models import Proposal, Reading, State, Step, What
from habeas.web.reports.models import ASK_KINDS, POSITIONS
from habeas.web.shell.marks import Status, own_words

STATES: Mapping[str, Status] = {
    State.OPEN: Status(State.OPEN.label, "due"),
    State.ACCEPTED: Status(State.ACCEPTED.label, "done"),
    State.REFUSED: Status(State.REFUSED.label, "neutral"),
}
COUNTED: Mapping[str, tuple[str, str]] = {
    State.OPEN: NN_("{n} to be reviewed", "{n} to be reviewed"),
    State.ACCEPTED: NN_("{n} accepted", "{n} accepted"),
    State.REFUSED: NN_("{n} refused", "{n} refused"),
}
"""The same by number."""
STEP_WORDS: Mapping[str, Promise] = {
    "accept": gettext_lazy("accepted"),
    "edit": gettext_lazy("changed"),
    "refuse": gettext_lazy("refused"),
    "split": gettext_lazy("split in two"),
    "join": gettext_lazy("joined with the next"),
    "add": gettext_lazy("added by hand"),
}
TOLD_BY: Mapping[str, Promise] = {
    "appendix": gettext_lazy("told by the list at the end of the report"),
    "bold": gettext_lazy("told by its bold letters"),
    "wording": gettext_lazy("told by its wording"),
    HAND: gettext_lazy("added by hand"),
}
UNNAMED = "party-unnamed"
"""The remark that a document names its Party nowhere: it may have been brought for another."""
NO_RULES = "language-not-read"
REMARKS: Mapping[str, Promise] = {
    "read-as": gettext_lazy("Nobody said what kind of document it is: that was told from its text."),
    "published-unknown": gettext_lazy(
        "The day of its publication is not known: dates that depend on it stay open."
    ),
    "visit-without-dates": gettext_lazy("The days of the visit were not found."),
    "asks-nothing": gettext_lazy("Nothing was found that it asks."),
    "quote-unclosed": gettext_lazy("A quotation is opened and not closed."),
    "columns-mixed": gettext_lazy(
        "Two columns are mixed line by line in the file: compare what was read with it."
    ),
}
"""What is to be looked at, in the reader's words; others have values of the document, and are in English."""
ACTING = frozenset(
    {
        "pdf-acts",
        "pdf-embedded",
        "word-macro",
        "word-external-link",
        "word-embedded",
        "word-xml-entity",
        "zip-bomb",
        "zip-too-many-parts",
    }
)
"""Refusals of files that may do something where they are opened."""
IN_VIEW = 0.95
"""Of the width of a page: how much of its height is in view."""
MODES: Mapping[str, Promise] = {
    "direct": gettext_lazy("quoted"),
    "partial": gettext_lazy("quoted in part"),
    "reported": gettext_lazy("reported, not quoted"),
}
MOST_SHOWN = 30_000
"""Letters of a document without proposals that are shown."""
AROUND = 500
"""Letters before and after a passage that are shown of a document without pages."""
_WORDS = {"kind": dict(ASK_KINDS), "position": dict(POSITIONS)}


@dataclass(frozen=True, slots=True)
class Picture:
    """A page with a passage marked: its size in points, its marks from the upper left, what is in view.

    Numbers are written as a picture has them, whatever the language of the page.
    """

    number: int
    width: str
    height: str
    marks: list[tuple[str, ...]]
    view: str
    address: str
    others: list[int]
    """The other pages that the passage stands on."""


@dataclass(frozen=True, slots=True)
class Around:
    """A passage in its text, where there are no pages."""

    before: str
    passage: str
    after: str
    from_the_start: bool
    to_the_end: bool


def called(row: Reading) -> str:
    """What a document is called: by what stands in it, else as its file was called."""
    if known := row.reference or row.title or row.name:
        return known
    day = own_words().date(row.created_at.date())
    return _("Document brought on %(day)s") % {"day": day}


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be looked at, on which page; ``language`` of its words, empty for the reader's."""

    says: str
    page: int | None
    language: str = ""


def remarks_of(row: Reading) -> tuple[bool, list[Remark]]:
    """Whether it names its Party nowhere, and what else is to be looked at in it."""
    codes = {one["code"] for one in row.warnings}
    if NO_RULES in codes and row.language:  # that nothing is looked for is all that there is to say
        return UNNAMED in codes, [Remark(_without_rules(row.language), None)]
    others = [one for one in row.warnings if one["code"] != UNNAMED]
    return UNNAMED in codes, [
        Remark(str(REMARKS[one["code"]]), one["page"])
        if one["code"] in REMARKS
        else Remark(one["message"], one["page"], "en")
        for one in others
    ]


def _without_rules(language: str) -> str:
    name = own_words().language_name(language)
    return _(
        "Its language, %(language)s, is not one in which Habeas looks for what is asked or said: it is shown "
        "as it stands, and what matters in it is added by hand."
    ) % {"language": name}


def names_of(row: Reading) -> str:
    """The other names of its Party, under which it was looked for too."""
    return own_words().listed(row.party.names.values_list("name", flat=True))


def dateline_of(row: Reading) -> str:
    """The day at the head of a press text whose day of publication nobody gave; else empty."""
    if row.date or row.schema != PRESS:
        return ""
    return dateline(kept.text_of(row)) or ""


def acts(row: Reading) -> bool:
    """Whether it was refused as a file that may do something where it is opened."""
    return row.refusal is not None and row.refusal["code"] in ACTING


def paragraphs_of(row: Reading) -> list[str]:
    """The text of a document in which nothing was found, as far as a page holds it."""
    return kept.text_of(row)[:MOST_SHOWN].split("\n\n")


def name_of(proposal: Proposal) -> str:
    """What a proposal is called in a line: its number or paragraph, and its kind."""
    given = proposal.given
    number = given.get("number") or given.get("numbers") or given.get("speaker") or given.get("title")
    if not number and given.get("paragraph"):
        number = f"§ {given['paragraph']}"
    kind = kind_of(proposal)
    return f"{number} · {kind}" if number else kind


def kind_of(proposal: Proposal) -> str:
    """Its kind, in a word."""
    if proposal.what == What.ASK:
        return str(_WORDS["kind"].get(proposal.given["kind"], proposal.given["kind"]))
    return str(What(proposal.what).label)


def fields_of(proposal: Proposal) -> list[tuple[Promise, str, str]]:
    """Its fields beside the words: name, what stands, and what was read where that was another."""
    return [
        (LABELS[name], _said(name, now), "" if now == read else _said(name, read) or _("nothing"))
        for name in FIELDS[proposal.what]
        if name not in ("text", "kind")
        for now, read in [(proposal.given.get(name, ""), proposal.proposed.get(name, ""))]
        if now or read
    ]


def _said(name: str, value: str) -> str:
    if name == "voice" and value:
        return str(_(VOICE_NAMES[next(voice for voice in VOICE_NAMES if voice.value == value)]))
    if name == "date" and value:
        return own_words().date(Edtf.parse(value))
    return str(_WORDS[name].get(value, value)) if name in _WORDS else value


def hints_of(proposal: Proposal) -> Iterator[str]:
    """What the reader says beside it, in words."""
    hints = proposal.hints
    if hints.get("told_by") in TOLD_BY:
        yield str(TOLD_BY[hints["told_by"]])
    if hints.get("mode") in MODES:
        yield str(MODES[hints["mode"]])
    if hints.get("within"):
        yield _("to be done within %(time)s") % {"time": own_words().period(hints["within"])}
    if hints.get("until"):
        yield _("to be done by %(date)s") % {"date": own_words().date(Edtf.parse(hints["until"]))}
    if hints.get("reiterates"):
        yield _("asked before")
    if hints.get("long_standing"):
        yield _("said to be long-standing")
    for one in hints.get("refers_to", ()):
        where = own_words().listed(f"§ {number}" for number in one.get("paragraphs", ()))
        yield _("refers to %(document)s") % {
            "document": f"{one.get('reference') or one.get('visit_year') or ''} {where}".strip()
        }


def picture_of(proposal: Proposal, chosen: str) -> Picture | None:
    """The page of a passage with its marks; ``chosen`` is a page that was asked for."""
    row = proposal.reading
    pages = sorted({int(box[0]) for box in proposal.boxes}) or ([proposal.page] if proposal.page else [])
    if not row.sizes or not pages:
        return None
    number = int(chosen) if chosen.isdecimal() and 0 < int(chosen) <= len(row.sizes) else int(pages[0])
    width, height = row.sizes[number - 1]
    marks = [
        (left - 2, height - top - 2, right - left + 4, top - bottom + 4)
        for page, left, bottom, right, top in proposal.boxes
        if page == number
    ]
    address = reverse("reading:page", args=[row.public_id, number])
    others = [page for page in pages if page != number]
    said = [tuple(f"{one:.1f}" for one in mark) for mark in marks]
    view = _view(width, height, marks)
    return Picture(number, f"{width:.1f}", f"{height:.1f}", said, view, address, others)


def _view(width: float, height: float, marks: list[tuple[float, float, float, float]]) -> str:
    """What of a page is in view: all of its width, and so much about the passage as a screen holds."""
    seen = min(height, IN_VIEW * width)
    first = min((y for _x, y, _width, _height in marks), default=0.0)
    last = max((y + high for _x, y, _width, high in marks), default=seen)
    # A passage that is longer than the view begins in it.
    above = min(first - 20, (first + last - seen) / 2)
    return f"0 {max(0.0, min(above, height - seen)):.1f} {width:.1f} {seen:.1f}"


def around(proposal: Proposal) -> Around | None:
    """The words about a passage."""
    text = kept.text_of(proposal.reading)
    if not text:
        return None
    start, end = proposal.start, proposal.end
    first, last = max(0, start - AROUND), end + AROUND
    return Around(
        text[first:start],
        text[start:end],
        text[end:last].rstrip(),
        from_the_start=not text[:first].strip(),
        to_the_end=not text[last:].strip(),
    )


@dataclass(frozen=True, slots=True)
class Way:
    """Where one proposal stands among all: its place from 1, those beside it, and the next that is open."""

    place: int
    of: int
    left: int
    before: str
    after: str
    next_open: str


def way_of(proposal: Proposal) -> Way:
    """The way through a review from one proposal on."""
    rows = list(access.proposals_of(proposal.reading).values_list("public_id", "state"))
    ids = [public_id for public_id, _state in rows]
    at = ids.index(proposal.public_id)
    left = [public_id for public_id, state in rows if state == State.OPEN]
    onward = [public_id for public_id, state in (*rows[at + 1 :], *rows[:at]) if state == State.OPEN]
    return Way(
        place=at + 1,
        of=len(ids),
        left=len(left),
        before=ids[at - 1] if at else "",
        after=ids[at + 1] if at + 1 < len(ids) else "",
        next_open=onward[0] if onward else "",
    )


def steps_of(proposal: Proposal) -> list[tuple[Step, str]]:
    """Who did what with it, each step with its word."""
    return [(step, str(STEP_WORDS[step.kind])) for step in access.steps_on(proposal)]


def taken_of(proposal: Proposal) -> Iterator[tuple[str, str]]:
    """What it is in the file of the Party: a word, and its page."""
    for kind, public_id in proposal.taken_as:
        if kind == "ask":
            yield _("Open it"), reverse("reports:ask", args=[public_id])
        elif kind == "claim":
            yield _("Thread"), reverse("threads:thread", args=[public_id])
        else:
            yield _("Dossier"), reverse("dossier:page", args=[proposal.reading.party.slug])


def line_of(proposal: Proposal) -> dict[str, Any]:
    """A proposal as a line of the list."""
    return {
        "row": proposal,
        "name": name_of(proposal),
        "text": proposal.given.get("text") or proposal.given.get("title", ""),
        "state": STATES[proposal.state],
    }
