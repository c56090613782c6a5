"""The text as its page shows it: findings on one side, what is asked beside them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from habeas.threads import Piece, differences
from habeas.web.builder.access import locks_of, passages_of
from habeas.web.builder.models import Lock, Manuscript, Passage, Revision
from habeas.web.builder.paper import numerals
from habeas.web.builder.quality import warnings
from habeas.web.people.access import Reader


@dataclass(frozen=True, slots=True)
class Shown:
    """One passage as a page shows it: its numeral, who writes in it, and what the quality aid says."""

    row: Passage
    numeral: str = ""
    lock: Lock | None = None
    own_lock: bool = False
    warned: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """A heading; or a paragraph with the text that belongs to it, and beside it what is asked."""

    first: Shown
    text: list[Shown] = field(default_factory=list)
    asks: list[Shown] = field(default_factory=list)

    @property
    def last(self) -> Passage:
        """The passage behind which something new comes."""
        return max(
            (self.first.row, *(one.row for one in (*self.text, *self.asks))), key=lambda row: row.place
        )


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part or chapter of the text, which is one page: a report has hundreds of paragraphs."""

    units: tuple[Unit, ...]

    @property
    def first(self) -> Passage:
        """What it begins with, by which it is opened."""
        return self.units[0].first.row

    @property
    def headings(self) -> tuple[Shown, ...]:
        """Its headings, for the contents."""
        return tuple(unit.first for unit in self.units if unit.first.row.form == "heading")

    def holds(self, public_id: str) -> bool:
        """Whether a passage stands in it."""
        pieces = (one for unit in self.units for one in (unit.first, *unit.text, *unit.asks))
        return any(one.row.public_id == public_id for one in pieces)


def chapters(found: Sequence[Unit]) -> list[Chapter]:
    """The text by part and chapter; a part and the chapter that follows it at once are on one page."""
    pages: list[list[Unit]] = []
    for unit in found:
        row = unit.first.row
        opens = row.form == "heading" and row.level < 3
        alone = bool(pages) and all(one.first.row.form == "heading" for one in pages[-1])
        if not pages or (opens and not alone):
            pages.append([])
        pages[-1].append(unit)
    return [Chapter(tuple(page)) for page in pages]


def units(reader: Reader, manuscript: Manuscript, now: datetime) -> list[Unit]:
    """The whole text in order."""
    rows = list(passages_of(manuscript))
    held, marks = locks_of(manuscript, now), numerals(rows)
    found: list[Unit] = []
    for row in rows:
        lock = held.get(row.pk)
        own = lock is not None and lock.holder_id == reader.user_id
        piece = Shown(row, marks.get(row.pk, ""), lock, own, warned(row, manuscript.language))
        if row.form in ("heading", "numbered") or not found or found[-1].first.row.form == "heading":
            found.append(Unit(piece))
        elif row.form == "ask":
            found[-1].asks.append(piece)
        else:
            found[-1].text.append(piece)
    return found


def warned(row: Passage, language: str) -> tuple[tuple[str, str], ...]:
    """What the quality aid says of an ask: a sentence, and the words that it is about."""
    if row.form != "ask":
        return ()
    found = warnings(row.text, kind=row.kind, addressee=row.addressee, language=language)
    return tuple((_(one.says), one.words) for one in found)


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a passage, with what it changed of the one before."""

    row: Revision
    pieces: tuple[Piece, ...]
    addressee: str = ""


def versions(revisions: Sequence[Revision]) -> list[Version]:
    """Every version, the last first, each with its words beside those of the one before."""
    found = []
    for at, row in enumerate(revisions):
        before = revisions[at + 1].text if at + 1 < len(revisions) else ""
        _was, now = differences(before, row.text) if before and before != row.text else ((), ())
        found.append(Version(row, tuple(now), str(row.said.get("addressee", ""))))
    return found


def counted(found: Iterable[Unit]) -> dict[str, int]:
    """How many paragraphs, asks, and asks with a warning."""
    shown = list(found)
    asks = [one for unit in shown for one in unit.asks]
    return {
        "paragraphs": sum(unit.first.row.form == "numbered" for unit in shown),
        "asks": len(asks),
        "warned": sum(bool(one.warned) for one in asks),
    }
