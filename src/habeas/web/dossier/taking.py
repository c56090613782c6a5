"""One dossier on its way in: each fact becomes a row, unless it is there already."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import models

from habeas.dossier import entries as kinds
from habeas.dossier.facts import Fact
from habeas.dossier.json_form import digests
from habeas.dossier.status import place_state
from habeas.web.dialogue.models import Letter, LetterAct, Talks, TalksAct
from habeas.web.dossier.models import Event, Figure, FigureValue, Procedure, ProcedureStep, Statement
from habeas.web.dossier.store import dossier_for
from habeas.web.journal.actions import Actor
from habeas.web.parties.models import Authority, LiaisonOfficer, Party, Standing, Succession
from habeas.web.people.access import Reader
from habeas.web.people.roles import Capability
from habeas.web.places.models import Place, PlaceChange
from habeas.web.reports.models import Ask, Document, DocumentAct, Theme
from habeas.web.sources.actions import source_for
from habeas.web.sources.models import Act
from habeas.web.sources.store import shared_row
from habeas.web.threads.actions import hold_link, known_degree
from habeas.web.threads.models import AskLink, Assessment, Claim
from habeas.web.visits.models import Incident, Visit, VisitAct

Row = TypeVar("Row", bound=models.Model)

EVERYTHING = Reader(capabilities=frozenset({Capability.READ_CONFIDENTIAL}))
"""Reads all facts of a Party, to tell what is there already; never shown to anyone."""


@dataclass(slots=True)
class Taken:
    """What an import did: facts added, and facts that were there already, by kind."""

    added: dict[str, int] = field(default_factory=dict)
    there: dict[str, int] = field(default_factory=dict)

    def count(self, kind: str, *, new: bool) -> None:
        """Count one."""
        tally = self.added if new else self.there
        tally[kind] = tally.get(kind, 0) + 1


def answers_last(documents: tuple[kinds.Document, ...]) -> list[kinds.Document]:
    """The documents in an order in which each comes after the one that it responds to."""
    by_id = {document.id: document for document in documents}

    def depth(document: kinds.Document) -> int:
        """How many answers deep it is; a circle, which no file should hold, ends at its length."""
        steps, asked = 0, by_id.get(document.responds_to)
        while asked is not None and steps < len(documents):
            steps, asked = steps + 1, by_id.get(asked.responds_to)
        return steps

    return sorted(documents, key=depth)


class Taking:
    """One dossier on its way in: which facts are there, and which row each id of the file became."""

    def __init__(self, actor: Actor | None, party: Party) -> None:
        self.actor = actor
        self.party = party
        self._rows: dict[str, models.Model] = {}
        self._sources: dict[Any, Any] = {}
        self._there = {one: fact for fact, one in digests(dossier_for(EVERYTHING, party)).items()}
        self._digests: dict[str, str] = {}
        self._taken = Taken()

    def take(self, dossier: kinds.Dossier) -> Taken:
        self._digests = digests(dossier)
        for kind, facts, make in (
            ("standing", dossier.standings, self._standing),
            ("authority", dossier.authorities, self._authority),
            ("liaison officer", dossier.liaison_officers, self._liaison_officer),
            ("place", dossier.places, self._place),
            ("visit", dossier.visits, self._visit),
            ("document", answers_last(dossier.documents), self._document),
            ("letter", dossier.letters, self._letter),
            ("talks", dossier.talks, self._talks),
            ("incident", dossier.incidents, self._incident),
            ("procedure", dossier.procedures, self._procedure),
            ("ask", dossier.asks, self._ask),
            ("succession", dossier.successions, self._succession),
            ("claim", dossier.claims, self._claim),
            ("assessment", dossier.assessments, self._assessment),
            ("link", dossier.links, self._link),
        ):
            self._each(kind, facts, make)
        for figure in dossier.figures:
            self._figure(figure)
        self._each("statement", dossier.statements, self._statement)
        self._each("event", dossier.events, self._event)
        return self._taken

    def _each(self, kind: str, facts: Iterable[Any], make: Callable[[Any], models.Model]) -> None:
        for fact in facts:
            found = self._there.get(self._digests[fact.id])
            self._rows[fact.id] = make(fact) if found is None else self._existing(fact, found)
            self._taken.count(kind, new=found is None)

    def _existing(self, fact: Fact, public_id: str) -> models.Model:
        model = _MODELS[type(fact)]
        return model._default_manager.get(public_id=public_id)

    def _shared(self, fact: Fact) -> dict[str, Any]:
        return {"party": self.party, **shared_row(fact, self._source(fact.source))}

    def _source(self, value: Any) -> Any:
        if value not in self._sources:
            self._sources[value] = source_for(self.actor, value)
        return self._sources[value]

    def _made(self, model: type[Row], fact: Fact, **columns: Any) -> Row:
        return model._default_manager.create(**self._shared(fact), **columns)

    def _acts(self, model: type[Act], holder: dict[str, Any], acts: Iterable[kinds.Act]) -> None:
        for act in acts:
            model._default_manager.create(
                **holder,
                kind=act.kind,
                date=_text(act.date),
                by=act.by,
                why=act.why,
                basis=act.basis,
                concerns=act.concerns,
                note=act.note,
                source=self._source(act.source) if act.source else None,
                certainty=act.certainty.value if act.certainty else "",
                klass=act.klass.value if act.klass else "",
            )

    def _standing(self, fact: kinds.Standing) -> models.Model:
        return self._made(Standing, fact, kind=fact.kind, name=fact.name, date=_text(fact.period))

    def _authority(self, fact: kinds.Authority) -> models.Model:
        columns = {"name": fact.name, "kind": fact.kind, "other_names": list(fact.names)}
        return self._made(Authority, fact, date=_text(fact.period), **columns)

    def _liaison_officer(self, fact: kinds.LiaisonOfficer) -> models.Model:
        authority = Authority.objects.filter(party=self.party, name=fact.authority).first()
        columns = {"name": fact.name, "office": fact.office, "authority": authority}
        return self._made(LiaisonOfficer, fact, date=_text(fact.period), **columns)

    def _place(self, fact: kinds.Place) -> models.Model:
        row = self._made(
            Place,
            fact,
            name=fact.name,
            kind=fact.kind,
            region=fact.region,
            state=place_state(fact.acts),
            other_names=list(fact.names),
        )
        for act in fact.acts:
            PlaceChange.objects.create(
                place=row, kind=act.kind, date=_text(act.date), value=act.basis, note=act.note
            )
        return row

    def _visit(self, fact: kinds.Visit) -> models.Model:
        columns = {"kind": fact.kind, "label": fact.label, "aim": fact.aim}
        row = self._made(Visit, fact, date=_text(fact.period), **columns)
        self._acts(VisitAct, {"visit": row}, fact.acts)
        return row

    def _document(self, fact: kinds.Document) -> models.Model:
        row = self._made(
            Document,
            fact,
            kind=fact.kind,
            title=fact.title,
            date=_text(fact.date),
            reference=fact.reference,
            confidential_reference=fact.confidential_reference,
            responds_to=self._rows.get(fact.responds_to),
        )
        row.visits.set([visit for one in fact.visits if isinstance(visit := self._rows[one], Visit)])
        self._acts(DocumentAct, {"document": row}, fact.acts)
        return row

    def _letter(self, fact: kinds.Letter) -> models.Model:
        row = self._made(
            Letter,
            fact,
            sender=fact.sender,
            addressee=fact.addressee,
            subject=fact.subject,
            reference=fact.reference,
            count=fact.count,
            date=_text(fact.date),
        )
        self._acts(LetterAct, {"letter": row}, fact.acts)
        return row

    def _talks(self, fact: kinds.Talks) -> models.Model:
        row = self._made(Talks, fact, subject=fact.subject, level=fact.level, date=_text(fact.date))
        self._acts(TalksAct, {"talks": row}, fact.acts)
        return row

    def _incident(self, fact: kinds.Incident) -> models.Model:
        columns = {"head": fact.head, "kind": fact.kind, "visit": self._rows.get(fact.visit)}
        return self._made(Incident, fact, date=_text(fact.date), **columns)

    def _procedure(self, fact: kinds.Procedure) -> models.Model:
        row = self._made(Procedure, fact, kind=fact.kind, annex=fact.annex)
        for step in fact.steps:
            ProcedureStep.objects.create(
                procedure=row,
                step=step.step,
                date=_text(step.date),
                ground=step.ground,
                note=step.note,
                certainty=step.certainty.value,
            )
        return row

    def _ask(self, fact: kinds.Ask) -> models.Model:
        row = self._made(
            Ask,
            fact,
            kind=fact.kind,
            text=fact.text,
            number=fact.number,
            paragraph=fact.paragraph,
            asked_by=fact.asked_by,
            addressee=fact.addressee,
            document=self._rows.get(fact.document),
            date=_text(fact.date),
            session=fact.session,
            position=fact.position,
            position_as_written=fact.position_as_written,
            response=fact.response,
        )
        row.themes.set([Theme.objects.get_or_create(name=name)[0] for name in fact.themes])
        row.places.set([place for one in fact.places if isinstance(place := self._rows[one], Place)])
        return row

    def _succession(self, fact: kinds.Succession) -> models.Model:
        both = {"authority": self._rows[fact.predecessor], "successor": self._rows[fact.successor]}
        return self._made(Succession, fact, kind=fact.kind, date=_text(fact.date), **both)

    def _claim(self, fact: kinds.Claim) -> models.Model:
        columns = {"position": fact.position, "progress": fact.progress, "text": fact.text}
        pointed = {"ask": self._rows[fact.ask], "document": self._rows.get(fact.document)}
        return self._made(Claim, fact, date=_text(fact.date), **columns, **pointed)

    def _assessment(self, fact: kinds.Assessment) -> models.Model:
        row = self._made(
            Assessment,
            fact,
            ask=self._rows[fact.ask],
            date=_text(fact.date),
            degree=known_degree(fact.degree).code,
            reasons=fact.reasons,
            third_party=fact.third_party,
            author_role=fact.role,
        )
        row.visits.set([self._rows[one] for one in fact.visits])
        row.documents.set([self._rows[one] for one in fact.documents])
        return row

    def _link(self, fact: kinds.AskLink) -> models.Model:
        both = {"later": self._rows[fact.later], "earlier": self._rows[fact.earlier]}
        hold_link(AskLink(party=self.party, relation=fact.relation, **both))
        return self._made(AskLink, fact, relation=fact.relation, date=_text(fact.date), why=fact.why, **both)

    def _figure(self, figure: kinds.Figure) -> None:
        row, _ = Figure.objects.get_or_create(party=self.party, about=figure.about)
        self._rows[figure.id] = row
        self._each("figure", figure.values, lambda value: self._figure_value(row, value))

    def _figure_value(self, figure: Figure, fact: kinds.FigureValue) -> models.Model:
        return self._made(FigureValue, fact, figure=figure, value=fact.value, date=_text(fact.as_of))

    def _statement(self, fact: kinds.Statement) -> models.Model:
        row = self._made(
            Statement,
            fact,
            date=_text(fact.date),
            speaker=fact.speaker,
            name_variants=list(fact.name_variants),
            role=fact.role,
            about=fact.about,
            kind=fact.kind,
            provision=fact.provision,
            gist=fact.gist,
            dates_reported=[[when.text, source] for when, source in fact.dates_reported],
        )
        for named in fact.points_at:
            match self._rows.get(named):
                case Ask() as ask:
                    row.about_asks.add(ask)
                case Visit() as visit:
                    row.about_visits.add(visit)
                case Document() as document:
                    row.about_documents.add(document)
                case Figure() as figure:
                    row.about_figures.add(figure)
        return row

    def _event(self, fact: kinds.Event) -> models.Model:
        columns = {"kind": fact.kind, "body": fact.body, "figures": dict(fact.figures)}
        return self._made(Event, fact, date=_text(fact.date), **columns)


_MODELS: dict[type[Fact], type[models.Model]] = {
    kinds.Standing: Standing,
    kinds.Authority: Authority,
    kinds.LiaisonOfficer: LiaisonOfficer,
    kinds.Place: Place,
    kinds.Visit: Visit,
    kinds.Document: Document,
    kinds.Letter: Letter,
    kinds.Talks: Talks,
    kinds.Incident: Incident,
    kinds.Procedure: Procedure,
    kinds.Ask: Ask,
    kinds.Succession: Succession,
    kinds.Claim: Claim,
    kinds.Assessment: Assessment,
    kinds.AskLink: AskLink,
    kinds.FigureValue: FigureValue,
    kinds.Statement: Statement,
    kinds.Event: Event,
}


def _text(when: Any) -> str:
    return when.text if when else ""
