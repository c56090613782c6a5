"""An audit as its pages say it: first what the register cannot show, then each safeguard with its shares."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from habeas.clock import Edtf
from habeas.papers import Text
from habeas.safeguards import Rule, Verdict
from habeas.safeguards.audit import Row, ended_at
from habeas.safeguards.figures import (
    Counts,
    Each,
    Figures,
    Line,
    Measures,
    RuleFigures,
    Share,
    Sourced,
    Standing,
)
from habeas.safeguards.figures.withholding import VERDICTS
from habeas.safeguards.report.brief import TITLE, points
from habeas.safeguards.report.cannot import missing
from habeas.safeguards.report.cannot import not_counted as beside
from habeas.safeguards.report.composing import Composing, anchor_of
from habeas.safeguards.report.incidents import DEATHS, NO_FINDINGS, in_numbers, where_and_when
from habeas.safeguards.report.incidents import TITLE as INCIDENTS
from habeas.safeguards.report.measuring import allowed, measured
from habeas.safeguards.report.pulling import why
from habeas.safeguards.report.safeguards import families, missed_by, rests_on, stands_beside
from habeas.safeguards.report.saying import (
    HALF,
    MEASURED,
    NINE_TENTHS,
    REASONS,
    counted,
    lengths,
    limited,
    percent,
    reason_name,
    share_of,
    took,
)
from habeas.safeguards.report.signals import BY_CHANCE, said_of, without_threshold
from habeas.safeguards.report.wrong import wrong
from habeas.safeguards.tables import Found
from habeas.web.safeguards.site import FILE as SITE
from habeas.web.shell.marks import own_words


def read(figures: Figures) -> str:
    """How many records and entries were read."""
    numbers = ((figures.records, Each.RECORD), (figures.events, Each.ENTRY))
    return _(", ").join(counted(number, each, own_words()) for number, each in numbers)


def not_counted(figures: Figures) -> str:
    """What the register holds beside, as the report says it; nothing where it holds no more."""
    return beside(Composing(figures, None, own_words()))


def cannot_show(figures: Figures) -> list[tuple[str, str, str]]:
    """What the register cannot show, as the report says it: of how much, and in per cent."""
    of = Composing(figures, None, own_words())
    return [
        (text, share_of(one, each, of.words), percent(one.count, one.of, of.words))
        for text, one, each in missing(of)
        if one.count
    ]


def matters(figures: Figures, address_of: Callable[[str], str]) -> dict[str, object]:
    """What matters most, as the report says it; by the names of its part of the page.

    ``address_of`` is the page of a rule; what else a sentence leads to stands on this page.
    """
    of = Composing(figures, None, own_words())
    pages = {anchor_of(each.rule): address_of(each.rule) for each in figures.rules} | {"each": "#safeguards"}
    return {
        "matters": _(TITLE),
        "points": [
            [(run.text, run.to and pages.get(run.to, f"#{run.to}")) for run in runs if isinstance(run, Text)]
            for runs in points(of, pulls=True)
        ],
    }


def notices(figures: Figures, known: Mapping[str, Rule], passed_over: Sequence[str]) -> Iterator[str]:
    """What is to be known of the whole register, by rules that are ``known``.

    ``passed_over``: limits of the site that no rule has.
    """
    cannot, words = figures.cannot_show, own_words()
    last = ended_at(cannot.last_written, figures.as_of)
    if last is not None:
        yield _(
            "Nothing was written after %(moment)s UTC: who was held then counts as held until the audit. An "
            "audit at that instant leaves the silence out."
        ) % {"moment": words.moment(last)}
    if not cannot.records_table:
        yield _("There is no table of records: what is known of a person is what the entries say.")
    if cannot.without_limit:
        yield _("Not asked, since the authority sets no limit: %(rules)s.") % {
            "rules": own_words().listed(_title(name, known) for name in cannot.without_limit)
        }
    if passed_over:
        yield _("%(file)s: passed over, since no rule here has such a limit: %(limits)s.") % {
            "file": words.apart(SITE),
            "limits": words.listed(words.apart(each) for each in passed_over),
        }
    if cannot.rows_left_out:
        yield ngettext(
            "%(n)s row of the files was left out: nothing could be said of it.",
            "%(n)s rows of the files were left out: nothing could be said of them.",
            cannot.rows_left_out,
        ) % {"n": words.number(cannot.rows_left_out)}


def faults(figures: Figures, first: Sequence[Row]) -> dict[str, object]:
    """What is wrong with the files, the most first, and where it is first; by the names of its part."""
    words = own_words()
    found = list(wrong(figures.cannot_show.faults, first, words))
    return {
        "faults": [(words.number(one.count), one.name, one.places, one.more) for one in found],
        "faults_go_on": any(one.more for one in found),
    }


def _title(rule: str, known: Mapping[str, Rule]) -> str:
    return _(known[rule].title) if rule in known else rule


@dataclass(frozen=True, slots=True)
class Safeguard:
    """What came of one rule, everywhere or at one station."""

    figures: RuleFigures
    whole: Figures
    station: str = ""

    @property
    def sources(self) -> list[Sourced]:
        """What it rests on, each once: the same source may bind in some records and not in others."""
        return list({each.ref: each for each in self.figures.sources}.values())

    def at(self, station: str) -> "Safeguard | None":
        """The same at one station; ``None`` where it has none of that name, or a count is withheld."""
        for line in self.figures.by_station:
            counts = {key: getattr(line, key) for key in VERDICTS}
            if station and line.name == station and None not in counts.values():
                own = replace(self.figures, counts=Counts(**counts), median_s=line.median_s, p90_s=line.p90_s)
                return replace(self, figures=own, station=station)
        return None

    @property
    def title(self) -> str:
        """What the rule is called."""
        return _(self.figures.title)

    @property
    def place(self) -> str:
        """What the station is called."""
        return self._said.called(self.station)

    @property
    def standing(self) -> Standing:
        """What it rests on in most of the records."""
        return self.figures.sources[0].standing

    @property
    def _said(self) -> Composing:
        """The words of the report, which are said here too."""
        return Composing(self.whole, None, own_words())

    @property
    def breach(self) -> str:
        """What a breach of it is called."""
        return missed_by(self._said, self.figures)

    @property
    def rests_on(self) -> str:
        """The kind of what it rests on: law, a standard, a number of the authority's own."""
        return rests_on(self._said, self.figures)

    @property
    def beside(self) -> list[tuple[str, str]]:
        """What is told after its shares."""
        return list(stands_beside(self._said, self.figures))

    @property
    def shares(self) -> list["Cell"]:
        """Count and share of all occasions, in the order in which verdicts are told."""
        counts, each, words = self.figures.counts, self.figures.measures.each, own_words()
        found = []
        for cell in cells(self.figures.rule, counts):
            part = Share(count=getattr(counts, cell.key), of=counts.of)
            said = percent(part.count, part.of, words)
            found.append(replace(cell, percent=said, share=share_of(part, each, words)))
        return found

    @property
    def counted(self) -> str:
        """How many occasions the rule covers, and what they are."""
        return counted(self.figures.counts.of, self.figures.measures.each, own_words())

    @property
    def limits(self) -> list[str]:
        """The limits that were applied."""
        return [limited(each, self.whole, own_words()) for each in self.figures.limits]

    @property
    def took(self) -> str:
        """Within how long it was done, and of how many that is known."""
        return took(self.figures, own_words())

    @property
    def measured(self) -> str:
        """Where that is told, and what is measured; empty where nothing is."""
        if not self.figures.measured:
            return ""
        return own_words().say(MEASURED, fewest=own_words().number(self.whole.fewest))

    @property
    def reasons(self) -> list[tuple[str, str]]:
        """Why it did not apply, and how often; a waiver first."""
        words = own_words()
        told = self.figures.not_applicable
        return [
            (_(reason_name(key, self.figures.measures)), words.number(told[key]))
            for key in REASONS
            if told.get(key)
        ]

    @property
    def by_station(self) -> list["Place"]:
        """By station; each count leads to its occasions."""
        called = self._said.called
        return [
            self._place(each, called(each.name or ""), each.name or "") for each in self.figures.by_station
        ]

    @property
    def by_month(self) -> list["Place"]:
        """By month in which the stay began, which no list of occasions tells."""
        return [
            self._place(each, own_words().date(Edtf.parse(each.name)) if each.name else "")
            for each in self.figures.by_month
        ]

    def _place(self, line: Line, name: str, station: str = "") -> "Place":
        if line.name is None:
            name = ngettext("%(n)s put together", "%(n)s put together", line.together) % {"n": line.together}
        own = cells(self.figures.rule, line, station, leads=bool(station))
        withheld = any(getattr(line, key) is None for key in VERDICTS)
        told = lengths(line, own_words()) if self.figures.lasts else ()
        lasted = [
            Took(_(name), _("withheld") if each is None else each or "–")
            for name, each in zip((HALF, NINE_TENTHS), told, strict=False)
        ]
        return Place(name or _("not recorded"), own, _counted(line.of), "" if withheld else station, lasted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A count of occasions by verdict, and what the list of occasions is asked for it."""

    key: str
    count: str
    asks: str = ""
    """Empty where it leads nowhere: nothing is listed that is plainly kept."""
    percent: str = ""
    share: str = ""
    """The count of how many occasions, and what they are; empty in a breakdown."""


@dataclass(frozen=True, slots=True)
class Took:
    """Within how long so many were done."""

    what: str
    length: str


@dataclass(frozen=True, slots=True)
class Place:
    """A station or a month; what is withheld says so."""

    name: str
    cells: list[Cell]
    of: str
    station: str = ""
    """The station whose figures can be taken over by themselves: none of them is withheld."""
    took: Sequence[Took] = ()


def cells(rule: str, counts: Counts | Line, station: str = "", *, leads: bool = True) -> list[Cell]:
    """The counts of a rule, of all or of one station, by verdict; none leads to what is not listed."""
    found = []
    for key in VERDICTS:
        count = getattr(counts, key)
        asked = {"rule": rule, "verdict": key, **({"station": station} if station else {})}
        asks = urlencode(asked) if leads and count and key != Verdict.MET else ""
        found.append(Cell(key=key, count=_counted(count), asks=asks))
    return found


def _counted(count: int | None) -> str:
    return _("withheld") if count is None else own_words().number(count)


def safeguards_of(figures: Figures) -> list[tuple[str, list[Safeguard]]]:
    """Every safeguard that applied at all, by what it is about."""
    return [
        (_(title), [Safeguard(each, figures) for each in own])
        for title, own in families(figures.rules).items()
    ]


def safeguard_of(figures: Figures, rule: str) -> Safeguard | None:
    """One of them."""
    return next((Safeguard(each, figures) for each in figures.rules if each.rule == rule), None)


@dataclass(frozen=True, slots=True)
class ToPull:
    """A record to pull today."""

    record_id: str
    why: str


def to_pull(figures: Figures) -> list[ToPull]:
    """The records to open first, with why."""
    of = Composing(figures, None, own_words())
    return [ToPull(each.record_id, why(of, each)) for each in figures.pulled]


def incidents(figures: Figures) -> dict[str, object]:
    """What somebody has to look at whatever the safeguards say; by the names of its part of the page."""
    of = Composing(figures, None, own_words())
    return {
        "happened": _(INCIDENTS),
        "no_findings": _(NO_FINDINGS),
        "incidents": list(in_numbers(of)),
        "deaths_are": _(DEATHS),
        "deaths": [(each.record_id, where_and_when(of, each)) for each in figures.deaths],
    }


def signals(figures: Figures) -> dict[str, object]:
    """Where a person should look, as the report says it; by the names of its part of the page."""
    of = Composing(figures, None, own_words())
    found, noughts = said_of(of)
    looked_at = any(one.places for one in figures.signals.told)
    return {
        "signals": found,
        "noughts": noughts,
        "without_threshold": without_threshold(of),
        "by_chance": _(BY_CHANCE) if looked_at else "",
    }


@dataclass(frozen=True, slots=True)
class Told:
    """One occasion in words; instants by the clock of the place."""

    found: Found
    whole: Figures

    @property
    def title(self) -> str:
        """The rule."""
        return self.found.rule if self._own is None else self._own.title

    @property
    def place(self) -> str:
        """What the station is called."""
        return self.whole.names_of_places.get(self.found.station, self.found.station)

    @property
    def breach(self) -> str:
        """What a breach of it is called."""
        return "" if self._own is None else self._own.breach

    @property
    def _own(self) -> Safeguard | None:
        return safeguard_of(self.whole, self.found.rule)

    @property
    def since(self) -> datetime | None:
        """From when the time ran."""
        return self._local(self.found.since)

    @property
    def due_at(self) -> datetime | None:
        """When it was due."""
        return self._local(self.found.due_at)

    @property
    def observed(self) -> str:
        """How long it took, or how many there were."""
        return measured(
            self._measures,
            known=self.found.verdict != Verdict.NOT_RECORDED,
            observed=self.found.observed,
            count=self.found.count,
            limit=self.found.allowed,
            words=own_words(),
        )

    @property
    def allowed(self) -> str:
        """How long it may take."""
        return allowed(self._measures, self.found.allowed, (), own_words())

    @property
    def _measures(self) -> Measures:
        return Measures() if self._own is None else self._own.figures.measures

    def _local(self, instant: datetime | None) -> datetime | None:
        if instant is None:
            return None
        return instant.astimezone(ZoneInfo(self.found.zone)).replace(tzinfo=None)
