"""A paper before it has a form: blocks of text, tables and pictures, with bands, number and sources.

Every text is made printable as it comes in (see :mod:`habeas.papers.letters`), so that no
form has to. What does not fit together (a source mark without its source, a heading that
skips a level, an anchor used twice) is the caller's mistake and a ``ValueError``.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from habeas.language import RIGHT_TO_LEFT, apart
from habeas.papers.apart import kept_apart
from habeas.papers.drawings import checked_svg, ids_of
from habeas.papers.fitting import LANGUAGE, check_outline, check_sources, refuse_language
from habeas.papers.letters import written

Direction = Literal["ltr", "rtl"]

_ADDRESS = re.compile(r"https?://[^\s<>\"\\^`{|}]+", re.IGNORECASE)
_ANCHOR = re.compile(r"[a-z][a-z0-9-]{0,99}")
_PARAGRAPH = re.compile(r"[1-9][0-9]{0,4}[a-z]?")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9./-]{0,99}")


class Voice(StrEnum):
    """Who speaks, as a mark in the text shows it."""

    BODY = "body"
    STATE = "state"
    OTHER = "other"

    @property
    def shape(self) -> str:
        """The sign before the name: tells a voice apart without colour, and is no sign of a verdict."""
        return {"body": "■", "state": "◆", "other": "▮"}[self.value]


def _print(record: object, *names: str) -> None:
    """Make the named texts of a frozen record printable."""
    for name in names:
        text = getattr(record, name)
        if text is not None:
            object.__setattr__(record, name, written(text))


def _required(record: object, *names: str) -> None:
    for name in names:
        if not getattr(record, name).strip():
            raise ValueError(f"{type(record).__name__}.{name} is empty")


def _web_address(text: str | None) -> str | None:
    """Return the address if it may be followed from a paper: complete, ``http`` or ``https``."""
    return text if text is not None and _ADDRESS.fullmatch(text) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A stretch of text of one kind.

    ``link`` is followed where it is a complete ``http`` or ``https`` address (another is left out), and
    its address is printed beside the text. ``to`` leads to the heading of that anchor; where it is ``paged``
    and the form has sheets, the page of that heading stands after it. ``language`` and ``direction`` are set
    where they differ from those of the paper, as for an Arabic name in an English sentence.
    """

    text: str
    strong: bool = False
    emphasis: bool = False
    link: str | None = None
    to: str | None = None
    paged: bool = False
    language: str | None = None
    direction: Direction | None = None

    def __post_init__(self) -> None:
        _print(self, "text")
        object.__setattr__(self, "link", _web_address(self.link))
        if self.language is not None and not LANGUAGE.fullmatch(self.language):
            raise ValueError(f"not a language tag: {self.language!r}")
        if self.to is not None and self.link is not None:
            raise ValueError("a text cannot lead to two places")
        if self.paged and self.to is None:
            raise ValueError("a text that leads nowhere has no page")

    @property
    def address(self) -> str | None:
        """The address to print after the text: none where the text is the address."""
        return None if self.link is None or self.link == self.text.strip() else self.link


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceMark:
    """Whose words follow: printed as shape and name, and in colour where there is colour."""

    voice: Voice
    name: str

    def __post_init__(self) -> None:
        _print(self, "name")
        _required(self, "name")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceMark:
    """``[3]`` in the text: leads to the source of that number."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """What is not certain about the words before, in words ("not yet checked against the original")."""

    text: str

    def __post_init__(self) -> None:
        _print(self, "text")
        _required(self, "text")


Run = Text | VoiceMark | SourceMark | Doubt
Runs = tuple[Run, ...]


def said(text: str) -> Runs:
    """Plain text as runs."""
    return (Text(text=text),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading below the title: level 1 to 3, none skipped; ``anchor`` is its own.

    One that is not ``listed`` is in no contents, as one of very many in an annex.
    """

    level: Literal[1, 2, 3]
    text: str
    anchor: str
    listed: bool = True

    def __post_init__(self) -> None:
        _print(self, "text")
        _required(self, "text")
        if not _ANCHOR.fullmatch(self.anchor):
            raise ValueError(f"not an anchor: {self.anchor!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Para:
    """One paragraph; with an ``anchor`` it is known again, as a numbered one, when a Word file comes back."""

    runs: Runs
    anchor: str = ""

    def __post_init__(self) -> None:
        if self.anchor and not _ANCHOR.fullmatch(self.anchor):
            raise ValueError(f"not an anchor: {self.anchor!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """A paragraph with its own number, by which it is cited: ``12``, or ``12a`` for one put in later.

    Numbers rise through the paper. ``anchor`` names the paragraph itself: in Word it is a bookmark, by which
    the paragraph is known again when the file comes back.
    """

    number: str
    runs: Runs
    anchor: str

    def __post_init__(self) -> None:
        if not _PARAGRAPH.fullmatch(self.number):
            raise ValueError(f"not the number of a paragraph: {self.number!r}")
        if not _ANCHOR.fullmatch(self.anchor):
            raise ValueError(f"not an anchor: {self.anchor!r}")

    @property
    def place(self) -> tuple[int, int]:
        """The number, and that of its letter: 0 without one, 1 for ``a``."""
        digits = self.number.rstrip(_LETTERS)
        return int(digits), _LETTERS.find(self.number[len(digits) :]) + 1 if digits != self.number else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullets:
    """A list without order."""

    items: tuple[Runs, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term and what is said of it."""

    term: Runs
    meaning: Runs


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """A list of terms, or of names and values."""

    entries: tuple[Term, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with one row of headings.

    ``widths`` are shares of the width, one a column (all alike, or as the content asks, where empty).
    ``header_scope`` says whether the first cell of a row heads its row too. ``figures`` are the columns,
    counted from 0, that hold numbers: aligned at the end, in figures of one width. ``by_hand`` leaves room in
    each row for a pen; ``dense`` is a long one to be looked up in, its rows close together.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Runs, ...], ...]
    widths: tuple[float, ...] = ()
    header_scope: Literal["column", "both"] = "column"
    figures: tuple[int, ...] = ()
    by_hand: bool = False
    dense: bool = False

    def __post_init__(self) -> None:
        _print(self, "caption")
        _required(self, "caption")
        object.__setattr__(self, "header", tuple(map(written, self.header)))
        columns = len(self.header)
        if not columns:
            raise ValueError("a table needs a heading for each column")
        if any(len(row) != columns for row in self.rows):
            raise ValueError(f"each row of the table {self.caption!r} needs {columns} cells")
        if self.widths and (len(self.widths) != columns or min(self.widths) <= 0):
            raise ValueError(f"the table {self.caption!r} needs {columns} widths above 0")
        if any(not 0 <= column < columns for column in self.figures):
            raise ValueError(f"the table {self.caption!r} has no such column of figures")


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture in SVG that stands alone: no script, no address but ``#…``. ``alt`` says what it shows.

    ``narrow`` is the same for a page of the width of a telephone, on which the other would be too small.
    """

    svg: str
    alt: str
    caption: str
    narrow: str = ""

    def __post_init__(self) -> None:
        _print(self, "alt", "caption")
        _required(self, "alt", "caption")
        object.__setattr__(self, "svg", checked_svg(self.svg))
        if self.narrow:
            object.__setattr__(self, "narrow", checked_svg(self.narrow))


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A remark set apart from the text."""

    title: str
    runs: Runs

    def __post_init__(self) -> None:
        _print(self, "title")
        _required(self, "title")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Room to write by hand: ``count`` ruled lines, the first after ``text`` where one is given.

    Paragraphs ``above`` stay on the same sheet: a question, and boxes to tick.
    """

    count: int
    text: str = ""
    above: tuple[Runs, ...] = ()

    def __post_init__(self) -> None:
        _print(self, "text")
        if not 1 <= self.count <= 40:
            raise ValueError(f"not a number of lines for one sheet: {self.count}")


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts on a new sheet."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The headings of the whole paper, of levels 1 and 2; on many sheets with their pages."""


Plain = Heading | Para | Numbered | Bullets | Terms | Table | Picture | Note | Lines
"""What may stand inside one of two sides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of two sides: its heading, whose voice it is, what it says."""

    heading: Heading
    blocks: tuple[Plain, ...]
    voice: VoiceMark | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySide:
    """Two voices on the same matter; where there is no room they stand one after the other."""

    left: Side
    right: Side


Block = Plain | SideBySide | PageBreak | Contents


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """The class of the paper, on each sheet: the word, who may see it, and the provision it rests on."""

    word: str
    who_may_see: str
    provision: str

    def __post_init__(self) -> None:
        _print(self, "word", "who_may_see", "provision")
        _required(self, "word")

    @property
    def line(self) -> str:
        """The three as one line."""
        return " · ".join(part for part in (self.word, self.who_may_see, self.provision) if part.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceNote:
    """Where a fact comes from. ``date`` and ``certainty`` are in words already; what is empty is left out."""

    number: int
    text: str
    pinpoint: str = ""
    date: str = ""
    address: str = ""
    certainty: str = ""

    def __post_init__(self) -> None:
        _print(self, "text", "pinpoint", "date", "address", "certainty")
        _required(self, "text")
        if self.number < 1:
            raise ValueError("sources are numbered from 1")

    @property
    def link(self) -> str | None:
        """The address where it may be followed."""
        return _web_address(self.address)

    @property
    def parts(self) -> tuple[str, ...]:
        """Text, pinpoint and date, those that are there."""
        return tuple(part for part in (self.text, self.pinpoint, self.date) if part.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A whole paper.

    ``language`` is one that Habeas speaks (``en``, ``ar``, …, with a region or not) or that a paper may be
    in besides, and ``direction`` is its own. ``band`` is ``None`` for what is public. ``synthetic`` says that
    the data are invented: it is printed on each sheet of each form, and no argument of a renderer can leave
    it out. ``made_on`` is the only date that the bytes carry.
    """

    title: str
    subtitle: str
    language: str
    direction: Direction
    band: Band | None
    synthetic: str | None
    number: str
    made_on: date
    blocks: tuple[Block, ...]
    sources: tuple[SourceNote, ...]

    def __post_init__(self) -> None:
        _print(self, "title", "subtitle", "synthetic")
        _required(self, "title")
        if self.synthetic is not None:
            _required(self, "synthetic")
        if not _NUMBER.fullmatch(self.number):
            raise ValueError(f"not a document number: {self.number!r}")
        refuse_language(self.language)
        if (self.direction == "rtl") != (self.base_language in RIGHT_TO_LEFT):
            raise ValueError(f"{self.language} does not run {self.direction}")
        for name in ("title", "subtitle"):
            object.__setattr__(self, name, apart(getattr(self, name), self.direction))
        object.__setattr__(self, "blocks", kept_apart(self.blocks, self.direction))
        object.__setattr__(self, "sources", kept_apart(self.sources, self.direction))
        check_outline((each.level, each.text) for each in self.headings())
        _check_ids(self.plain_blocks())
        check_sources((mark.number for mark in self.marks()), [one.number for one in self.sources])
        _check_links(self.plain_blocks())

    @property
    def base_language(self) -> str:
        """The language without region: ``en`` of ``en-GB``."""
        return self.language.partition("-")[0]

    def plain_blocks(self) -> Iterator[Plain]:
        """All blocks in reading order, those of two sides one after the other."""
        for block in self.blocks:
            match block:
                case SideBySide(left=left, right=right):
                    for side in (left, right):
                        yield side.heading
                        yield from side.blocks
                case PageBreak() | Contents():
                    pass
                case _:
                    yield block

    def headings(self) -> Iterator[Heading]:
        """All headings in reading order."""
        return (block for block in self.plain_blocks() if isinstance(block, Heading))

    def contents(self) -> Iterator[Heading]:
        """The headings that stand in its contents."""
        return (heading for heading in self.headings() if heading.listed and heading.level <= 2)

    def marks(self) -> Iterator[SourceMark]:
        """All source marks in reading order."""
        return (run for block in self.plain_blocks() for run in runs_of(block) if isinstance(run, SourceMark))


def runs_of(block: Plain) -> Iterator[Run]:
    """All runs of a block in reading order."""
    match block:
        case Para(runs=runs) | Note(runs=runs) | Numbered(runs=runs):
            yield from runs
        case Bullets(items=items) | Lines(above=items):
            for item in items:
                yield from item
        case Terms(entries=entries):
            for entry in entries:
                yield from (*entry.term, *entry.meaning)
        case Table(rows=rows):
            for row in rows:
                for cell in row:
                    yield from cell
        case Heading() | Picture():
            pass


# What the page names by itself: a source, a mark that leads to it, a table with its caption.
_OWN_IDS = ("source-", "mark-", "table-", "caption-")


def _check_ids(blocks: Iterable[Plain]) -> None:
    taken = set[str]()
    for block in blocks:
        match block:
            case Heading(anchor=anchor):
                named = [anchor]
            case Picture(svg=svg, narrow=narrow):
                named = [*ids_of(svg), *(ids_of(narrow) if narrow else ())]
            case _:
                named = []
        for name in named:
            if name in taken or name.startswith(_OWN_IDS):
                raise ValueError(f"the anchor {name!r} is taken")
            taken.add(name)


def _check_links(blocks: Iterable[Plain]) -> None:
    there, asked = set[str](), set[str]()
    for block in blocks:
        if isinstance(block, Heading):
            there.add(block.anchor)
        asked |= {run.to for run in runs_of(block) if isinstance(run, Text) and run.to is not None}
    if asked - there:
        raise ValueError(f"there is no heading {min(asked - there)!r}")
