"""What all parts of the report share: the figures, the words, the numbers of the sources, the anchors."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from habeas import law, papers
from habeas.custody.wording import CHOICE_NAMES
from habeas.language import N_, Words
from habeas.papers.paper import Runs
from habeas.pictures.shares import Bar, Fill, shares
from habeas.safeguards.figures import Cited, Counts, Figures, Limited, Line, Measures, RuleFigures
from habeas.safeguards.report.saying import KEPT, NOT_RECORDED, WITHHELD, by_example
from habeas.safeguards.report.taking import Taken

NARROW = 340
"""How wide a picture of shares is on a telephone, in user units: its letters keep their size."""
NOT_CHECKED = N_("not yet checked against the original")
NOT_HELD = N_("cited by whoever wrote the rule, not checked by Habeas")


@dataclass(slots=True)
class Composing:
    """One report being composed; sources are numbered as they are first named."""

    figures: Figures
    taken: Taken | None
    """What is listed and drawn; ``None`` where the report is to be public."""
    words: Words
    sheets: bool = False
    """It is to be printed: what a page has room for is left out, and where it is, is said."""
    alone: bool = False
    """It has records, and no part of a safeguard to which they could lead."""
    _numbers: dict[str, int] = field(default_factory=dict)
    _rules: dict[str, RuleFigures] = field(init=False)
    _cited: dict[str, Cited] = field(init=False)
    _drawn: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self._rules = {one.rule: one for one in self.figures.rules}
        sources = [each for one in self.figures.rules for each in one.sources]
        self._cited = {each.ref: each.cited for each in sources if each.cited is not None}
        records = () if self.taken is None else self.taken.records
        self._drawn = {one.record_id: at for at, one in enumerate(records, 1)}

    def say(self, text: str, /, **values: object) -> str:
        """Say something in the language of the report."""
        return self.words.say(text, **values)

    def para(self, text: str) -> papers.Para:
        """A paragraph of what was said."""
        return papers.Para(runs=papers.said(text))

    def heading(
        self, level: Literal[1, 2, 3], text: str, anchor: str, *, listed: bool = True
    ) -> papers.Heading:
        """A heading of what was said; one that is not ``listed`` is in no contents."""
        return papers.Heading(level=level, text=text, anchor=anchor, listed=listed)

    def source(self, ref: str) -> Runs:
        """A provision as a lawyer cites it, with the mark of its source and whether it was checked."""
        number = self._numbers.setdefault(ref, len(self._numbers) + 1)
        source, certainty = self._source(ref)
        runs: Runs = (
            papers.Text(text=source.pinpoint),
            papers.Text(text=" "),
            papers.SourceMark(number=number),
        )
        return (*runs, papers.Doubt(text=certainty)) if certainty else runs

    def certainty(self, ref: str) -> str:
        """What is not sure of a provision; empty where it was read in the original."""
        return self._source(ref)[1]

    def sources(self) -> tuple[papers.SourceNote, ...]:
        """The sources that were named, in order."""
        return tuple(self._note(ref, number) for ref, number in self._numbers.items())

    def _note(self, ref: str, number: int) -> papers.SourceNote:
        source, certainty = self._source(ref)
        return papers.SourceNote(
            number=number,
            text=source.title,
            pinpoint=source.pinpoint,
            address=source.address,
            certainty=certainty,
        )

    def _source(self, ref: str) -> tuple[Cited, str]:
        """A provision, and what is not sure of it; one that is not held in the words of who cites it."""
        if ref in self._cited:
            return self._cited[ref], self.say(NOT_HELD)
        held = law.provision(ref)
        told = Cited(pinpoint=self.say(held.pinpoint), title=self.say(held.title), address=held.address or "")
        return told, "" if held.verified and held.pinpoint_verified else self.say(NOT_CHECKED)

    def fills(self) -> dict[Fill, str]:
        """What the parts of a bar are called, in words that fit any rule."""
        missed = self.say("not kept, or below a standard or a limit of the site")
        if by_example(self.figures):
            missed = self.say("not kept, below a standard, or over a limit that is an example")
        return {
            Fill.KEPT: self.say(KEPT),
            Fill.NOT_KEPT: missed,
            Fill.NOT_RECORDED: self.say(NOT_RECORDED),
            Fill.PENDING: self.say("not yet due, or still open"),
            Fill.WITHHELD: self.say(WITHHELD),
        }

    def measures(self, rule: str) -> Measures:
        """What a rule measures."""
        found = self.rule(rule)
        return Measures() if found is None else found.measures

    def rule(self, rule: str) -> RuleFigures | None:
        """What came of a rule."""
        return self._rules.get(rule)

    def title(self, rule: str) -> str:
        """What a rule is called; its name where nothing came of it."""
        found = self.rule(rule)
        return rule if found is None else self.say(found.title)

    def named(self, rule: str) -> papers.Text:
        """A rule by what it is called, which leads to its part where there is one."""
        return papers.Text(text=self.title(rule), to=None if self.alone else anchor_of(rule))

    def limits(self, rule: str) -> tuple[Limited, ...]:
        """The limits of a rule that were applied."""
        found = self.rule(rule)
        return () if found is None else found.limits

    def record(self, record_id: str) -> Runs:
        """The id of a record, which leads to its days where they are drawn."""
        at = self._drawn.get(record_id)
        return (papers.Text(text=record_id, to=None if at is None else f"record-{at}", direction="ltr"),)

    def called(self, place: str) -> str:
        """A place by its name, or by its code where none is known."""
        return self.figures.names_of_places.get(place, place)

    def place(self, name: str) -> str:
        """A place, and what it is where the records say that."""
        kind = self.figures.kinds_of_places.get(name, "")
        if kind not in CHOICE_NAMES:
            return self.called(name)
        return self.say("{place} ({kind})", place=self.called(name), kind=self.say(CHOICE_NAMES[kind]))

    def moment(self, at: datetime | None, zone: str) -> str:
        """An instant by the clock of a place."""
        return "–" if at is None else self.words.moment(at.astimezone(ZoneInfo(zone)))


def bars(
    of: Composing,
    columns: Sequence[Sequence[Bar]],
    fills: Mapping[Fill, str],
    *,
    caption: str,
    alt: str = "",
    prefix: str,
) -> papers.Picture:
    """A picture of shares: side by side where there is room, and beneath each other where there is not."""
    beneath = [[bar for column in columns for bar in column]]
    narrow = shares(
        beneath, fills, words=of.words, width=NARROW, title=caption, prefix=f"{prefix}-n", stacked=True
    )
    return papers.Picture(
        svg=shares(columns, fills, words=of.words, title=caption, prefix=prefix),
        narrow=narrow,
        alt=alt or of.say("The table below holds the same."),
        caption=caption,
    )


def parts(counts: Counts) -> tuple[tuple[Fill, int], ...]:
    """The parts of a bar."""
    return (
        (Fill.KEPT, counts.met),
        (Fill.NOT_KEPT, counts.breached),
        (Fill.NOT_RECORDED, counts.not_recorded),
        (Fill.PENDING, counts.pending),
    )


def parts_of_line(line: Line) -> tuple[tuple[Fill, int], ...]:
    """The parts of a line of a breakdown; what is withheld is one part, as long as what is not shown."""
    shown = [
        (Fill.KEPT, line.met),
        (Fill.NOT_KEPT, line.breached),
        (Fill.NOT_RECORDED, line.not_recorded),
        (Fill.PENDING, line.pending),
    ]
    known = tuple((fill, count) for fill, count in shown if count is not None)
    return (*known, (Fill.WITHHELD, (line.of or 0) - sum(count for _, count in known)))


def anchor_of(rule: str, *, occasions: bool = False) -> str:
    """Where a rule stands in the report, or where its occasions are listed."""
    name = re.sub(r"[^a-z0-9]+", "-", rule.lower()).strip("-")
    return f"{'occasions' if occasions else 'safeguard'}-{name}"[:100]
