"""The figures of a period: each a table and bars, with the rows beneath that it was counted from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from habeas.clock import Edtf
from habeas.dossier.entries import PLACE_KIND_NAMES
from habeas.dossier.status import ANSWER_NAMES, VISIT_STATUS_NAMES, Answer, VisitStatus
from habeas.language import Words
from habeas.pictures.bars import Bar
from habeas.web.statistics.access import LAGS, Records, VisitRecord
from habeas.web.statistics.counting import Period, Range, Spread, Within, counted, lag, spread, start_of
from habeas.web.visits.models import VISIT_KINDS

ONE = Range(1, 1)


@dataclass(frozen=True, slots=True)
class Line:
    """One row that was counted, or perhaps: its cells in words, and the page of the record."""

    cells: tuple[str, ...]
    address: str
    within: Within
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure: ``groups`` are its bars, ``lines`` what they were counted from."""

    key: str
    title: str
    lead: str
    group_name: str
    measure: str
    groups: tuple[Bar, ...]
    header: tuple[str, ...]
    lines: tuple[Line, ...]
    undated: int = 0
    """Rows without a date: counted in no period."""


def figures(records: Records, period: Period, words: Words) -> tuple[Figure, ...]:
    """Every figure, in the order of a general report."""
    drawing = _Drawing(records, period, words)
    return (
        drawing.visits(),
        drawing.days(),
        drawing.not_made(),
        drawing.places(),
        drawing.papers(),
        *(drawing.lag(key) for key in LAGS),
        drawing.letters(),
        drawing.parties(),
    )


def range_words(said: Range, words: Words) -> str:
    """“5”, “5 to 7”, “5 or more”."""
    if said.most is None:
        return _("%(n)s or more") % {"n": words.number(said.least)}
    if said.most == said.least:
        return words.number(said.least)
    return _("%(least)s to %(most)s") % {
        "least": words.number(said.least),
        "most": words.number(said.most),
    }


class _Drawing:
    """The figures of one period being drawn."""

    def __init__(self, records: Records, period: Period, words: Words) -> None:
        self.records, self.period, self.words = records, period, words
        self.made = [one for one in records.visits if one.made]

    def within(self, when: Edtf | None) -> Within:
        return self.period.holds(when)

    def began(self, one: VisitRecord) -> Within:
        return self.within(start_of(one.when))

    def said(self, when: Edtf | None) -> str:
        return self.words.date(when)

    def bar(self, label: str, found: Iterable[tuple[Within, Range]]) -> Bar:
        total = counted(found)
        most = total.least if total.most is None else total.most
        return Bar(label=label, sure=total.least, most=most, said=range_words(total, self.words))

    def figure(
        self,
        lines: Sequence[Line],
        counts: Sequence[Range],
        groups: Sequence[tuple[str, str]],
        **said: object,
    ) -> Figure:
        """A figure of which each line adds its count to its group; groups that hold nothing are left out."""
        pairs = list(zip(lines, counts, strict=True))
        bars = [
            self.bar(name, [(line.within, count) for line, count in pairs if line.group == key])
            for key, name in groups
            if any(line.group == key and _shown(line) for line in lines)
        ]
        return Figure(
            groups=tuple(bars),
            lines=tuple(line for line in lines if _shown(line)),
            undated=sum(line.within is Within.UNDATED for line in lines),
            **said,  # type: ignore[arg-type]
        )

    def _visit_line(self, one: VisitRecord, group: str) -> Line:
        days = range_words(one.days, self.words) if one.days else _("not known")
        cells = (
            one.party.name,
            self.said(one.when),
            str(dict(VISIT_KINDS)[one.kind]),
            _(VISIT_STATUS_NAMES[one.status]),
            days,
        )
        return Line(cells, one.address, self.began(one), group)

    def _visit_header(self) -> tuple[str, ...]:
        return (_("Party"), _("When"), _("Kind"), _("Status"), _("Days"))

    def visits(self) -> Figure:
        lines = [self._visit_line(one, one.kind) for one in self.made]
        return self.figure(
            lines,
            [ONE] * len(lines),
            [(key, str(name)) for key, name in VISIT_KINDS],
            key="visits",
            title=_("Visits made"),
            lead=_(
                "A visit counts in the period in which it began. What was cancelled, refused or postponed is "
                "counted apart."
            ),
            group_name=_("Kind"),
            measure=_("Visits"),
            header=self._visit_header(),
        )

    def days(self) -> Figure:
        known = [one for one in self.made if one.days is not None]
        lines = [self._visit_line(one, one.kind) for one in known]
        unknown = sum(
            one.days is None and self.began(one) in (Within.SURELY, Within.PERHAPS) for one in self.made
        )
        lead = _("All days of the visits that began in the period, the first and the last included.")
        if unknown:
            lead = f"{lead} " + ngettext(
                "Of {n} visit the number of days is not known: it is not in this figure.",
                "Of {n} visits the number of days is not known: they are not in this figure.",
                unknown,
            ).format(n=self.words.number(unknown))
        return self.figure(
            lines,
            [one.days or ONE for one in known],
            [(key, str(name)) for key, name in VISIT_KINDS],
            key="days",
            title=_("Days of visits"),
            lead=lead,
            group_name=_("Kind"),
            measure=_("Days"),
            header=self._visit_header(),
        )

    def not_made(self) -> Figure:
        found = [one for one in self.records.visits if not one.made]
        lines = [self._visit_line(one, one.status.value) for one in found]
        order = (VisitStatus.CANCELLED, VisitStatus.REFUSED, VisitStatus.POSTPONED)
        return self.figure(
            lines,
            [ONE] * len(lines),
            [(one.value, _(VISIT_STATUS_NAMES[one])) for one in order],
            key="not-made",
            title=_("Visits not made"),
            lead=_("Visits that were to begin in the period, by where they stand today."),
            group_name=_("Status"),
            measure=_("Visits"),
            header=self._visit_header(),
        )

    def places(self) -> Figure:
        lines = [
            Line(
                (one.place.name, one.place.party.name, one.place.get_kind_display(), self.said(one.when)),
                one.address,
                self.within(start_of(one.when)),
                one.place.kind,
            )
            for one in self.records.stops
        ]
        return self.figure(
            lines,
            [ONE] * len(lines),
            [(key, _(name)) for key, name in PLACE_KIND_NAMES.items()],
            key="places",
            title=_("Places visited, by type"),
            lead=_("Each going to a place counts: one visited twice counts twice."),
            group_name=_("Type of place"),
            measure=_("Times"),
            header=(_("Place"), _("Party"), _("Kind"), _("When")),
        )

    def papers(self) -> Figure:
        steps = (
            ("transmitted", _("reports transmitted"), self.records.transmitted),
            ("received", _("responses received"), self.records.received),
            ("published", _("reports published"), self.records.published),
        )
        lines = [
            Line(
                (name, one.name, one.party.name, self.said(one.when)), one.address, self.within(one.when), key
            )
            for key, name, found in steps
            for one in found
        ]
        return self.figure(
            lines,
            [ONE] * len(lines),
            [(key, name) for key, name, _found in steps],
            key="papers",
            title=_("Reports and responses"),
            lead=_(
                "By the day of the step. A report published in the period may have been sent long before it."
            ),
            group_name=_("Step"),
            measure=_("Papers"),
            header=(_("Step"), _("Document"), _("Party"), _("When")),
        )

    def lag(self, key: str) -> Figure:
        titles = {
            "visit-transmission": _("From the end of the visit to transmission"),
            "transmission-response": _("From transmission to the response"),
            "transmission-publication": _("From transmission to publication"),
        }
        found = [(one, self.within(one.after)) for one in self.records.lags[key]]
        inside = [(one, within) for one, within in found if within in (Within.SURELY, Within.PERHAPS)]
        measured = [lag(one.before, one.after) for one, _within in inside]
        lines = tuple(
            Line(
                (
                    one.name,
                    one.party.name,
                    self.said(one.before),
                    self.said(one.after),
                    range_words(days, self.words) if days else _("not known"),
                ),
                one.address,
                within,
                key,
            )
            for (one, within), days in zip(inside, measured, strict=True)
        )
        said = spread(measured)
        return Figure(
            key=key,
            title=titles[key],
            lead=self._spread_words(said),
            group_name=_("Lag"),
            measure=_("Days"),
            groups=self._spread_bars(said),
            header=(_("Document"), _("Party"), _("From"), _("Until"), _("Days")),
            lines=lines,
            undated=sum(within is Within.UNDATED for _one, within in found),
        )

    def _spread_words(self, said: Spread) -> str:
        if said.middle is None:
            return (
                ngettext(
                    "Of {n} step in the period no lag can be measured.",
                    "Of {n} steps in the period no lag can be measured.",
                    said.of,
                ).format(n=self.words.number(said.of))
                if said.of
                else _("No such step lies in the period.")
            )
        return _("Measured for %(known)s of %(of)s steps that lie, or may lie, in the period.") % {
            "known": self.words.number(said.known),
            "of": self.words.number(said.of),
        }

    def _spread_bars(self, said: Spread) -> tuple[Bar, ...]:
        if said.middle is None or said.shortest is None or said.longest is None:
            return ()
        least, most = said.middle
        middle = Range(round(least), round(most))
        rows = (
            (_("shortest"), Range(said.shortest, said.shortest)),
            (_("median"), middle),
            (_("longest"), Range(said.longest, said.longest)),
        )
        return tuple(
            Bar(label=name, sure=one.least, most=one.most or one.least, said=range_words(one, self.words))
            for name, one in rows
        )

    def letters(self) -> Figure:
        lines = [
            Line(
                (one.name, one.party.name, self.said(one.when), _(ANSWER_NAMES[one.state])),
                one.address,
                self.within(one.when),
                one.state.value,
            )
            for one in self.records.letters
        ]
        lead = _("Letters sent in the period. No information is not the same as no answer.")
        unsaid = sum(
            _shown(line) and not one.way_known for line, one in zip(lines, self.records.letters, strict=True)
        )
        if unsaid:
            lead = f"{lead} " + ngettext(
                "Of {n} of them it is not noted which way it went.",
                "Of {n} of them it is not noted which way they went.",
                unsaid,
            ).format(n=self.words.number(unsaid))
        return self.figure(
            lines,
            [one.number for one in self.records.letters],
            [(one.value, _(ANSWER_NAMES[one])) for one in Answer],
            key="letters",
            title=_("Letters to Parties, and whether they were answered"),
            lead=lead,
            group_name=_("Answer"),
            measure=_("Letters"),
            header=(_("Letter"), _("Party"), _("Sent"), _("Answer")),
        )

    def parties(self) -> Figure:
        """Visits made, Party by Party, as an appendix of a general report has them."""
        names = sorted({one.party.name for one in self.made})
        lines = [self._visit_line(one, one.party.name) for one in self.made]
        return self.figure(
            lines,
            [ONE] * len(lines),
            [(name, name) for name in names],
            key="parties",
            title=_("Visits made, Party by Party"),
            lead=_("How many visits says nothing of a Party: open the figure for what they were."),
            group_name=_("Party"),
            measure=_("Visits"),
            header=self._visit_header(),
        )


def _shown(line: Line) -> bool:
    return line.within in (Within.SURELY, Within.PERHAPS)


def year_of(year: int) -> Period:
    """A calendar year."""
    return Period(date(year, 1, 1), date(year, 12, 31))
