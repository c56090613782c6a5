"""The page of one thread: the asks in order, their wording beside the one before, and both voices."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from habeas.clock import Edtf
from habeas.dossier.facts import Klass
from habeas.threads import RELATION_NAMES, Piece, Relation, differences
from habeas.web.parties.models import Authority
from habeas.web.people.access import Reader
from habeas.web.people.roles import Role
from habeas.web.places.models import Place
from habeas.web.reports.access import asks_for, document_of
from habeas.web.reports.lists import where_asked
from habeas.web.reports.models import Ask, Document
from habeas.web.reports.standing import position_mark
from habeas.web.shell.marks import Status, own_words
from habeas.web.sources.access import reads_confidential, seen, visible
from habeas.web.threads import access
from habeas.web.threads.marks import degree_marks
from habeas.web.threads.models import AskLink, Assessment, Claim


@dataclass(frozen=True, slots=True)
class Said:
    """A claim or an assessment as one reader may see it.

    ``withdraw`` and ``opens`` are where it is withdrawn, and where somebody asks to open it to the
    public: empty for who may not.
    """

    row: Any
    mark: dict[str, Any]
    status: Status | None
    evidence: list[tuple[str, str]] = field(default_factory=list)
    document: Document | None = None
    by: str = ""
    withdraw: str = ""
    opens: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One ask of the chain. ``was`` and ``now`` are the wording of the one that it takes up, and its own."""

    row: Ask
    here: bool
    where: str
    document: Document | None
    links: list["Taken"]
    was: tuple[Piece, ...]
    now: tuple[Piece, ...]
    position: Status | None
    claims: list[Said]
    assessments: list[Said]


@dataclass(frozen=True, slots=True)
class Taken:
    """A link from a step back to an earlier one."""

    row: AskLink
    said: str
    number: int
    withdraw: str
    opens: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The whole page. ``degree`` and ``assessed`` are what was last assessed, of any of the asks."""

    steps: list[Step]
    asked: int
    repeated: int
    first_made: Edtf | None
    places: list[Place]
    degree: Status | None
    assessed: Edtf | None
    asked_since: bool
    named: Authority | None
    answering: list[Authority]
    set_aside: list[AskLink]
    """Links that were withdrawn, and answers that another ask is another demand."""


def shown(reader: Reader, ask: Ask, *, writer: bool) -> Shown:
    """Draw the page together, as this reader may see it."""
    thread = access.thread_of(reader, ask)
    ids = [item.id for item in thread.items]
    rows = {
        row.public_id: row
        for row in asks_for(reader).filter(public_id__in=ids).prefetch_related("places__party", "themes")
    }
    standing = access.standings_of(reader, [thread]).get(thread.first.id)
    named, answering = access.addressed_to(reader, rows[thread.last.id])
    asks = [rows[one] for one in ids]
    marks = degree_marks(access.scale())
    return Shown(
        steps=_steps(reader, asks, ask, writer=writer),
        asked=thread.asked,
        repeated=thread.repeated,
        first_made=thread.first_made,
        places=_places(reader, asks),
        degree=marks[standing.assessed.degree] if standing else None,
        assessed=standing.assessed.date if standing else None,
        asked_since=bool(standing and standing.asked_since),
        named=named,
        answering=[one for one in answering if one != named],
        set_aside=_set_aside(reader, asks),
    )


def _places(reader: Reader, asks: Iterable[Ask]) -> list[Place]:
    named = {place.pk: place for ask in asks for place in ask.places.all() if seen(reader, place)}
    return sorted(named.values(), key=lambda place: place.name)


def _set_aside(reader: Reader, asks: list[Ask]) -> list[AskLink]:
    rows = access.links_for(reader).filter(later__in=asks)
    return [row for row in rows if row.withdrawn_why or row.relation == Relation.NONE.value]


def _steps(reader: Reader, asks: list[Ask], here: Ask, *, writer: bool) -> list[Step]:
    number = {row.pk: place for place, row in enumerate(asks, start=1)}
    links: dict[int, list[AskLink]] = {}
    for one in access.links_for(reader).filter(later__in=asks, earlier__in=asks, withdrawn_why=""):
        if one.relation != Relation.NONE.value:
            links.setdefault(one.later_id, []).append(one)
    claims = _claims(reader, asks, writer=writer)
    found = _assessments(reader, asks, writer=writer)
    by_pk = {row.pk: row for row in asks}
    steps = []
    for row in asks:
        back = sorted(links.get(row.pk, []), key=lambda one: -number[one.earlier_id])
        was, now = differences(by_pk[back[0].earlier_id].text, row.text) if back else ((), ())
        steps.append(
            Step(
                row=row,
                here=row.pk == here.pk,
                where=where_asked(reader, row),
                document=document_of(reader, row),
                links=[_taken(one, number[one.earlier_id], writer=writer) for one in back],
                was=was,
                now=now or (Piece(row.text, own=False),),
                position=position_mark(row.position) if row.position else None,
                claims=claims.get(row.pk, []),
                assessments=found.get(row.pk, []),
            )
        )
    return steps


def _taken(row: AskLink, number: int, *, writer: bool) -> Taken:
    said = _(RELATION_NAMES[Relation(row.relation)])
    ways = _withdrawing("link", row, writer=writer), _opening("link", row, writer=writer)
    return Taken(row, said, number, *ways)


def _withdrawing(kind: str, row: Any, *, writer: bool) -> str:
    if not writer or row.withdrawn_why:
        return ""
    return reverse("threads:withdraw", args=[kind, row.public_id])


def _opening(kind: str, row: Any, *, writer: bool) -> str:
    """Nothing is opened before the ask that it is about."""
    about = (row.later, row.earlier) if kind == "link" else (row.ask,)
    free = all(one.klass == Klass.PUBLIC.value for one in about)
    if not (writer and free) or row.withdrawn_why or row.klass == Klass.PUBLIC.value:
        return ""
    return reverse("dossier:ask_to_open", args=[kind, row.public_id])


def _mark(reader: Reader, row: Any) -> dict[str, Any]:
    """What the mark of the source tells; what the body noted beside is for who reads the file."""
    inside = reads_confidential(reader, row.party.public_id)
    return {
        "source": row.source,
        "certainty": row.certainty,
        "pinpoint": row.pinpoint,
        "klass": row.klass,
        "note": row.note if inside or row.klass == Klass.PUBLIC.value else "",
    }


def _claims(reader: Reader, asks: list[Ask], *, writer: bool) -> dict[int, list[Said]]:
    told: dict[int, list[Said]] = {}
    for row in access.claims_for(reader).filter(ask__in=asks):
        one: Claim = row
        said = Said(
            row=one,
            mark=_mark(reader, one),
            status=one.mark,
            document=seen(reader, one.document),
            withdraw=_withdrawing("claim", one, writer=writer),
            opens=_opening("claim", one, writer=writer),
        )
        told.setdefault(one.ask_id, []).append(said)
    return told


def _assessments(reader: Reader, asks: list[Ask], *, writer: bool) -> dict[int, list[Said]]:
    marks = degree_marks(access.scale())
    told: dict[int, list[Said]] = {}
    for row in access.assessments_for(reader).filter(ask__in=asks):
        one: Assessment = row
        inside = reads_confidential(reader, one.party.public_id)
        said = Said(
            row=one,
            mark=_mark(reader, one),
            status=marks[one.degree],
            evidence=_evidence(reader, one),
            by=_author(one) if inside else "",
            withdraw=_withdrawing("assessment", one, writer=writer),
            opens=_opening("assessment", one, writer=writer),
        )
        told.setdefault(one.ask_id, []).append(said)
    return told


def _author(row: Assessment) -> str:
    roles = own_words().listed(Role(name).label for name in row.author_role.split(",") if name in list(Role))
    name = str(row.author) if row.author else ""
    return f"{name} ({roles})" if name and roles else name or roles


def _evidence(reader: Reader, row: Assessment) -> list[tuple[str, str]]:
    """What it rests on, as far as the reader may see it: how it is called, and the page of it."""
    visits = [
        (
            _("visit %(date)s") % {"date": own_words().date(one.when)},
            reverse("visits:visit", args=[one.public_id]),
        )
        for one in visible(reader, row.visits.all())
    ]
    documents = [
        (str(one), reverse("reports:document", args=[one.public_id]))
        for one in visible(reader, row.documents.all())
    ]
    return visits + documents
