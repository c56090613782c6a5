"""The fields of what is proposed: what each kind of thing has, and how it is read from what a reader says."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from habeas.web.reading.models import What

LABELS: Mapping[str, Promise] = {
    "text": _("Word for word"),
    "kind": _("Kind"),
    "number": _("Number"),
    "paragraph": _("Paragraph"),
    "asked_by": _("Who asks"),
    "addressee": _("Of whom it is asked"),
    "themes": _("Themes"),
    "numbers": _("What it answers (numbers or paragraphs)"),
    "position": _("Position of the State"),
    "speaker": _("Who speaks"),
    "role": _("In which office"),
    "organisation": _("Of which body"),
    "voice": _("In whose voice"),
    "date": _("Date"),
    "title": _("What happened"),
    "actors": _("Who took part"),
}
FIELDS: Mapping[str, tuple[str, ...]] = {
    What.ASK: ("text", "kind", "number", "paragraph", "asked_by", "addressee", "position", "themes"),
    What.ANSWER: ("text", "numbers", "position"),
    What.STATEMENT: ("text", "speaker", "role", "organisation", "voice", "date"),
    What.EVENT: ("title", "date", "actors", "text"),
}
NEEDED = frozenset({"text", "kind", "numbers", "speaker", "title"})

HAND = "hand"
"""What told a proposal that the reader missed: a person."""

HINTS = (
    "told_by",
    "within",
    "until",
    "reiterates",
    "long_standing",
    "refers_to",
    "mode",
    "position_as_written",
    "affected",
)

Given = dict[str, str]


def given_of(what: str, one: Mapping[str, Any], passage: str) -> Given:
    """The fields of one thing as it was read; ``passage`` are the words where it stands."""
    read: dict[str, Callable[[], Any]] = {
        "text": lambda: one.get("text") or one.get("quote") or passage,
        "kind": lambda: one.get("kind") or "recommendation",
        "speaker": lambda: capfirst(one.get("speaker")),
        "organisation": lambda: capfirst(one.get("organisation")),
        "asked_by": lambda: ", ".join(one.get("by") or ()),
        "themes": lambda: "; ".join(one.get("themes") or ()),
        "numbers": lambda: ", ".join(one.get("numbers") or ()),
        "actors": lambda: ", ".join(one.get("actors") or ()),
    }
    return {name: str(read.get(name, lambda name=name: one.get(name))() or "") for name in FIELDS[what]}


def hints_of(one: Mapping[str, Any]) -> dict[str, Any]:
    """What the reader says beside the fields, where it says anything."""
    return {name: one[name] for name in HINTS if one.get(name)}


def part_of(given: Given, text: str) -> Given:
    """The same thing with a part of its words."""
    return {**given, "text": text}
