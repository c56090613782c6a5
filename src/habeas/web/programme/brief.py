"""The pre-visit brief: what is known of a Party that a delegation should carry, in sections.

The page, the PDF and the Word document say the same sections. Who sent something, and who might suffer
for having spoken, is in none of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from habeas.clock import Edtf
from habeas.dossier.entries import Document, Dossier, Lists
from habeas.dossier.facts import VOICE_NAMES
from habeas.dossier.now import matters
from habeas.dossier.status import Answer, VisitStatus, answer, last_act, visit_status
from habeas.language import Words
from habeas.law import cite
from habeas.web.clocks.access import dues_for
from habeas.web.dossier.access import MADE
from habeas.web.dossier.store import dossier_for
from habeas.web.parties.models import Party
from habeas.web.people.access import Reader
from habeas.web.places.models import Place
from habeas.web.programme import access
from habeas.web.programme.criteria import coverage
from habeas.web.programme.wording import coverage_name, last_of, since_words
from habeas.web.replies.access import untranslated_of
from habeas.web.shell.ages import age_words
from habeas.web.threads.lists import CLOSED, ThreadLine, lines
from habeas.web.visits.models import HEADS, Visit

cite("ECPT#8(2)(b)", enforces="A brief says whether the list of places is complete, and what is missing.")
cite("ECPT#11(1)", enforces="A brief is confidential, whatever it is drawn from.")


@dataclass(frozen=True, slots=True)
class Cell:
    """A text; on the page it leads to what it is drawn from, where there is such a page."""

    text: str
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of the brief: a table, or the sentence that says that there is nothing."""

    key: str
    title: str
    lead: str = ""
    header: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    none: str = ""
    widths: tuple[float, ...] = ()

    @property
    def labelled(self) -> tuple[tuple[tuple[str, Cell], ...], ...]:
        """The rows, each cell with the heading of its column."""
        return tuple(tuple(zip(self.header, row, strict=True)) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Brief:
    """What is known of ``party`` on a day, before ``visit`` where one is named."""

    party: Party
    visit: Visit | None
    as_of: date
    sections: tuple[Section, ...]


def brief_of(reader: Reader, party: Party, visit: Visit | None, as_of: date, words: Words) -> Brief:
    """Draw it up for a reader of the Party's file."""
    return Brief(party, visit, as_of, tuple(_Drawing(reader, party, visit, as_of, words).sections()))


class _Drawing:
    """One brief being drawn up, from one reading of the file."""

    def __init__(self, reader: Reader, party: Party, visit: Visit | None, as_of: date, words: Words) -> None:
        self.reader, self.party, self.visit, self.as_of, self.words = reader, party, visit, as_of, words
        self.dossier: Dossier = dossier_for(reader, party, asks=False)
        self.survey = access.survey(reader, as_of)
        asked = access.own_asks(reader).filter(party=party)
        self.open = [line for line in lines(reader, asked) if line.state_key != CLOSED]
        self.places = list(access.places_due(reader).filter(party=party))

    def sections(self) -> Iterator[Section]:
        """All of them, in the order in which a delegation needs them."""
        if self.visit is not None:
            yield self.this_visit(self.visit)
        yield self.now()
        yield self.threads()
        yield self.themes()
        yield self.where()
        yield self.figures()
        yield self.incidents()
        yield self.letters()
        yield self.clocks()
        yield self.missing()

    def said(self, when: Edtf | date | None) -> str:
        return self.words.date(when)

    def this_visit(self, visit: Visit) -> Section:
        mail = access.mail_used_for(self.reader, visit)
        entries = ngettext("{n} entry", "{n} entries", mail).format(n=mail)
        planned = self.survey.programme.get(self.party.pk, [])
        rows = [
            (_("When"), self.said(visit.when)),
            (_("Kind"), visit.get_kind_display()),
            (_("Aim"), visit.aim or _("not recorded")),
            (_("Entries of the mail book used for it"), entries),
            *(
                (str(entry.year), f"{entry.place or entry.get_kind_display()}: {entry.reason}")
                for entry in planned
            ),
        ]
        return Section(
            key="this-visit",
            title=_("This visit"),
            header=(_("What"), _("What is known")),
            rows=tuple((Cell(term), Cell(text)) for term, text in rows),
            widths=(1, 3),
        )

    def now(self) -> Section:
        found = matters(self.dossier, self.as_of, self.words)
        return Section(
            key="now",
            title=_("What matters now"),
            header=(_("What"), _("In detail")),
            rows=tuple((Cell(one.headline), Cell(one.detail)) for one in found),
            none=_("Nothing is recorded that asks for attention."),
            widths=(1, 2),
        )

    def threads(self) -> Section:
        again = sorted(self.open, key=lambda line: (-line.repeated, line.first_sort))
        return Section(
            key="threads",
            title=_("Open threads"),
            lead=_("Each as it was last asked. The State's word and the body's finding stand apart."),
            header=(
                _("Last asked so"),
                _("First made"),
                _("Repeated"),
                _("The State says"),
                _("The body found"),
            ),
            rows=tuple(self._thread(line) for line in again),
            none=_("No thread is open."),
            widths=(4, 1.4, 1, 1.6, 1.8),
        )

    def _thread(self, line: ThreadLine) -> tuple[Cell, ...]:
        found = str(line.degree.word)
        if line.assessed:
            found = f"{found}, {self.said(Edtf.parse(line.assessed))}"
        first = self.said(Edtf.parse(line.first_made)) if line.first_made else _("not known")
        reference = _reference(line)
        text = f"{line.row.text} ({reference})" if reference else line.row.text
        return (
            Cell(text, line.address),
            Cell(first),
            Cell(str(line.repeated)),
            Cell(str(line.claim.word)),
            Cell(found),
        )

    def themes(self) -> Section:
        counted: dict[str, list[ThreadLine]] = defaultdict(list)
        for line in self.open:
            for name in sorted({theme.name for ask in line.asks for theme in ask.themes.all()}):
                counted[name].append(line)
        return Section(
            key="themes",
            title=_("By theme"),
            header=(_("Theme"), _("Open threads"), _("Oldest since"), _("Last asked in")),
            rows=tuple(
                (
                    Cell(name, f"{reverse('threads:list')}?party={self.party.slug}"),
                    Cell(str(len(found))),
                    Cell(self.said(_oldest(found))),
                    Cell(self.words.listed(map(_reference, found), apart=True)),
                )
                for name, found in sorted(counted.items())
            ),
            none=_("No open thread has a theme."),
            widths=(2, 1, 1.5, 3),
        )

    def where(self) -> Section:
        return Section(
            key="places",
            title=_("By place"),
            lead=str(_COMPLETE[self.dossier.complete.get(Lists.PLACE)]),
            header=(
                _("Place"),
                _("Kind"),
                _("Last visit made"),
                _("Since then"),
                _("Open asks that name it"),
                _("Received, not used yet"),
            ),
            rows=tuple(self._places()),
            none=_("No place is known."),
            widths=(2.4, 1.4, 1.6, 1.8, 2, 1),
        )

    def _places(self) -> Iterator[tuple[Cell, ...]]:
        known = {place.pk: self.survey.known(place) for place in self.places}
        first = sorted(self.places, key=lambda place: (_last_day(known[place.pk].visits), place.name))
        for place in first:
            value = known[place.pk]
            last = last_of(value.visits)
            since = since_words(value.visits, self.as_of, self.words)
            if place.pk in self.survey.protected:
                protected = coverage(value.visits, self.as_of, years=0, protected=True)
                since = f"{since}; {coverage_name(protected, 0)}"
            yield (
                Cell(place.name, reverse("places:place", args=[place.public_id])),
                Cell(place.get_kind_display()),
                Cell(self.said(last) if last else _("none known")),
                Cell(since),
                Cell(self.words.listed([str(value.asks), *self._named(place)], apart=True)),
                Cell(str(value.mail)),
            )

    def _named(self, place: Place) -> list[str]:
        """Where the open asks that name a place were asked last."""
        naming = [line for line in self.open if any(place in ask.places.all() for ask in line.asks)]
        return [reference for line in naming if (reference := _reference(line))]

    def figures(self) -> Section:
        rows = [
            (
                Cell(figure.about if place == 0 else ""),
                Cell(one.value),
                Cell(self.said(one.as_of)),
                Cell(_(VOICE_NAMES[one.voice]) if one.voice else ""),
                Cell(one.source.name),
            )
            for figure in self.dossier.figures
            if len({one.value.strip().casefold() for one in figure.values}) > 1
            for place, one in enumerate(figure.values)
        ]
        return Section(
            key="figures",
            title=_("Figures that differ"),
            lead=_("Each value as its source gives it: none is taken for the right one."),
            header=(_("About"), _("Value"), _("As of"), _("Voice"), _("Source")),
            rows=tuple(rows),
            none=_("No figure is known on which sources differ."),
            widths=(2, 1.4, 1.4, 1, 2.4),
        )

    def incidents(self) -> Section:
        heads = dict(HEADS)
        rows = [
            (
                Cell(one.kind, reverse("visits:incident", args=[one.id])),
                Cell(self.said(one.date)),
                Cell(str(heads.get(one.head, one.head))),
            )
            for one in self.dossier.incidents
        ]
        return Section(
            key="incidents",
            title=_("Incidents of co-operation"),
            header=(_("What happened"), _("When"), _("Head of Article 8")),
            rows=tuple(rows),
            none=_("No incident is recorded."),
            widths=(3, 1.4, 2.4),
        )

    def letters(self) -> Section:
        waiting = [
            one
            for one in self.dossier.letters
            if answer(one, self.as_of) in (Answer.UNANSWERED, Answer.UNKNOWN)
        ]
        states = {Answer.UNANSWERED: _("unanswered"), Answer.UNKNOWN: _("no information on an answer")}
        rows = [
            (
                Cell(one.subject or _("letter"), reverse("dialogue:letter", args=[one.id])),
                Cell(age_words(one.date, self.as_of, self.words)),
                Cell(states[answer(one, self.as_of)]),
            )
            for one in waiting
        ]
        return Section(
            key="letters",
            title=_("Letters without an answer"),
            header=(_("Letter"), _("Since"), _("Answer")),
            rows=tuple(rows),
            none=_("No letter is without an answer."),
            widths=(3, 2, 1.4),
        )

    def clocks(self) -> Section:
        found = [due for due in dues_for(self.reader, self.as_of) if due.party.pk == self.party.pk]
        rows = [
            (
                Cell(due.what, due.address),
                Cell(self.said(due.when)),
                Cell(age_words(due.when, self.as_of, self.words) if due.late else _("not yet")),
            )
            for due in found
        ]
        return Section(
            key="clocks",
            title=_("Clocks that run"),
            lead=_("Each date was set by a letter or a document."),
            header=(_("What"), _("Due"), _("Late for")),
            rows=tuple(rows),
            none=_("Nothing is due."),
            widths=(3, 1.4, 2),
        )

    def missing(self) -> Section:
        return Section(
            key="missing",
            title=_("Papers missing"),
            header=(_("What is missing"), _("About")),
            rows=tuple(self._missing()),
            none=_("No paper is known to be missing."),
            widths=(2, 3),
        )

    def _missing(self) -> Iterator[tuple[Cell, ...]]:
        complete = self.dossier.complete.get(Lists.PLACE)
        if not complete:
            said = (
                _("It is not known whether the list of places is complete.")
                if complete is None
                else _("The list of places is not complete.")
            )
            yield Cell(_("full list of places (Article 8(2)(b))")), Cell(said)
        reports = [one for one in self.dossier.documents if one.kind == "visit report"]
        answered = {one.responds_to for one in self.dossier.documents if one.responds_to}
        for report in reports:
            sent = last_act(report.acts, self.as_of, "transmitted")
            came = report.id in answered or last_act(report.acts, self.as_of, "received")
            if sent and not came:
                yield Cell(_("response of the Party")), _document(report)
        for filing in untranslated_of(self.reader, self.party):
            about = reverse("reports:document", args=[filing.response.public_id])
            yield Cell(_("translation of the response")), Cell(str(filing.response), about)
        reported = {visit for report in reports for visit in report.visits}
        for visit in self.dossier.visits:
            status = visit_status(visit, self.as_of)
            if status in MADE and status is not VisitStatus.UNDER_WAY and visit.id not in reported:
                named = _("visit %(date)s") % {"date": self.said(visit.period)}
                yield Cell(_("report on the visit")), Cell(named, reverse("visits:visit", args=[visit.id]))


def _reference(line: ThreadLine) -> str:
    """Where it was asked last: document and paragraph, as far as they are known."""
    where = str(line.row.document or line.row.reference or "")
    paragraph = f"§ {line.row.paragraph}" if line.row.paragraph else ""
    return ", ".join(part for part in (where, paragraph) if part)


def _document(one: Document) -> Cell:
    name = one.confidential_reference or one.reference or one.title or _("visit report")
    return Cell(name, reverse("reports:document", args=[one.id]))


def _oldest(found: Iterable[ThreadLine]) -> Edtf | None:
    dated = [line for line in found if line.first_made]
    first = min(dated, key=lambda line: line.first_sort, default=None)
    return Edtf.parse(first.first_made) if first else None


def _last_day(visits: tuple[Edtf | None, ...]) -> date:
    last = last_of(visits)
    return (last and last.latest) or date.min


_COMPLETE = {
    True: gettext_lazy("This list is complete."),
    False: gettext_lazy("This list is not complete."),
    None: gettext_lazy("It is not known whether this list is complete."),
}
