"""Which claims, assessments, links and threads a reader may see.

None of them is more public than the ask that it is about, and one withdrawn is for who reads the
file. A liaison officer sees what the own State claims of what was transmitted to it; of what the
body assessed or linked, nothing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from habeas.dossier.facts import Voice
from habeas.law import cite
from habeas.threads import (
    SCALE,
    Degree,
    Relation,
    Standing,
    Succession,
    Thread,
    answering,
    standing,
    threads,
)
from habeas.web.parties.access import authorities_for, successions_for
from habeas.web.parties.models import Authority
from habeas.web.people.access import Reader, parties_where
from habeas.web.people.roles import Capability
from habeas.web.reports.access import asks_for
from habeas.web.reports.models import Ask
from habeas.web.sources.access import hanging
from habeas.web.threads.models import AskLink, Assessment, Claim
from habeas.web.threads.models import Degree as DegreeRow
from habeas.web.threads.sensing import sense_of
from habeas.web.threads.store import asked_value, assessed_values, degree_value, item_value, link_value

if TYPE_CHECKING:
    from habeas.threads.proposing import Proposal

cite("ECPT#11(1)", enforces="What the body assesses of what it asked is confidential, as its reports are.")


_LATEST_LAST = (F("date_latest").asc(nulls_first=True), "pk")
"""What bears no date goes before what does, whatever the database."""


def claims_for(reader: Reader) -> "QuerySet[Claim, Any]":
    """What the State claims, as far as the reader may see it."""
    rows = Claim.objects.select_related("party", "source", "ask", "document__party", "document__source")
    rows = rows.order_by(*_LATEST_LAST)
    shown = hanging(reader, rows, "ask")
    if not (parties := parties_where(reader, Capability.READ_TRANSMITTED)):
        return shown
    own = Q(party__public_id__in=parties, source__voice=Voice.STATE.value, withdrawn_why="")
    return rows.filter(Q(pk__in=shown.values("pk")) | own & Q(ask__in=asks_for(reader).values("pk")))


def assessments_for(reader: Reader) -> "QuerySet[Assessment, Any]":
    """What the body assessed, as far as the reader may see it."""
    rows = Assessment.objects.select_related("party", "source", "ask", "author").order_by(*_LATEST_LAST)
    return hanging(reader, rows.prefetch_related("visits__party", "documents__party"), "ask")


def links_for(reader: Reader) -> "QuerySet[AskLink, Any]":
    """Links between asks of which the reader may see both."""
    rows = AskLink.objects.select_related("party", "source", "later", "earlier")
    return hanging(reader, rows, "later", "earlier")


KINDS: dict[str, Callable[[Reader], Any]] = {
    "claim": claims_for,
    "assessment": assessments_for,
    "link": links_for,
}


def standing_row_for(reader: Reader, kind: str, public_id: str) -> Any:
    """Return a claim, an assessment or a link that was not withdrawn, or ``Http404``."""
    rows = KINDS.get(kind)
    row = rows(reader).filter(public_id=public_id, withdrawn_why="").first() if rows else None
    if row is None:
        raise Http404
    return row


# Threads ---------------------------------------------------------------------------------------


def touched(reader: Reader) -> "QuerySet[Ask, Any]":
    """Asks that the reader may see and of which more is known than that they were made."""
    about = Q()
    for rows, column in (
        (links_for(reader).filter(withdrawn_why=""), "later"),
        (links_for(reader).filter(withdrawn_why=""), "earlier"),
        (claims_for(reader).filter(withdrawn_why=""), "ask"),
        (assessments_for(reader).filter(withdrawn_why=""), "ask"),
    ):
        about |= Q(pk__in=rows.order_by().values(column))
    return asks_for(reader).filter(about).prefetch_related("themes", "places__party")


def threads_of(reader: Reader, asks: Iterable[Ask]) -> tuple[Thread, ...]:
    """The threads that these asks make, by the links that the reader may see."""
    rows = list(asks)
    parties = {row.party_id for row in rows}
    links = links_for(reader).filter(party__in=parties, withdrawn_why="")
    return threads(map(item_value, rows), map(link_value, links))


def thread_of(reader: Reader, ask: Ask) -> Thread:
    """The thread of one ask: by itself, where nothing is linked to it."""
    near = touched(reader).filter(party=ask.party).exclude(pk=ask.pk)
    found = threads_of(reader, [*near, ask])
    return next(one for one in found if any(item.id == ask.public_id for item in one.items))


def standings_of(reader: Reader, found: Iterable[Thread]) -> dict[str, Standing]:
    """By the id of the first ask of a thread, where it stands today; one never assessed is left out."""
    today = timezone.localdate()
    values: dict[str, list[Any]] = {}
    for one in assessed_values(assessments_for(reader).filter(withdrawn_why="")):
        values.setdefault(one.ask, []).append(one)
    told = {}
    for thread in found:
        own = [one for item in thread.items for one in values.get(item.id, [])]
        if (now := standing(thread, own, today)) is not None:
            told[thread.first.id] = now
    return told


OFFERED = 20
"""How many earlier asks are offered at once; words narrow them."""


def earlier_asks(reader: Reader, ask: Ask) -> "QuerySet[Ask, Any]":
    """Asks of the same Party that may be earlier."""
    rows = asks_for(reader).filter(party=ask.party).exclude(pk=ask.pk)
    if ask.date_latest is None:
        return rows
    return rows.filter(Q(date_earliest=None) | Q(date_earliest__lte=ask.date_latest))


def earlier_than(reader: Reader, ask: Ask, words: str) -> tuple[int, "QuerySet[Ask, Any]"]:
    """Asks of the same Party that may be earlier, of which nothing is said yet: how many, and the latest.

    Every one of ``words`` is in its text, its theme, its number or the reference of its document.
    """
    rows = earlier_asks(reader, ask)
    said = links_for(reader).filter(withdrawn_why="")
    rows = rows.exclude(pk__in=said.filter(later=ask).values("earlier"))
    rows = rows.exclude(pk__in=said.filter(earlier=ask).values("later"))
    for word in words.split():
        rows = rows.filter(
            Q(text__icontains=word)
            | Q(pk__in=Ask.objects.filter(themes__name__icontains=word).values("pk"))
            | Q(document__reference__icontains=word)
            | Q(document__confidential_reference__icontains=word)
            | Q(number__icontains=word)
            | Q(paragraph=word)
        )
    latest = list(rows.order_by("-date_earliest", "-pk").values_list("pk", flat=True)[:OFFERED])
    return rows.count(), asks_for(reader).filter(pk__in=latest).order_by("-date_earliest", "-pk")


@dataclass(frozen=True, slots=True)
class Proposed:
    """By the key of an ask, the earlier ones that it may take up, best first; and how they were compared.

    ``model`` is the name of the one that compared their sense too, empty where none did; ``unread`` says
    whether it has yet to read some of what was asked of this Party.
    """

    by_ask: "dict[int, list[tuple[Ask, Proposal]]]"
    model: str = ""
    unread: bool = False


def proposed(reader: Reader, asks: list[Ask], *, again: bool) -> Proposed | None:
    """What may have been asked before each of ``asks``, which are of one Party.

    They are among those that the reader may see. What is of its thread already is left out, and what was
    set aside, unless it is asked for ``again``. ``None`` where the part that compares is missing.
    """
    try:
        from habeas.threads.proposing import Pool  # noqa: PLC0415 (a part that may be missing)
        from habeas.threads.terms import plain  # noqa: PLC0415
    except ImportError:
        return None
    if not asks:
        return Proposed({})
    rows = {row.public_id: row for row in asks_for(reader).filter(party=asks[0].party)}
    near = touched(reader).filter(party=asks[0].party).exclude(pk__in=[ask.pk for ask in asks])
    apart: dict[str, set[str]] = {}
    for thread in threads_of(reader, [*near, *asks]):
        own = {item.id for item in thread.items}
        apart |= {one: own - {one} for one in own}
    if not again:
        for link in set_aside(reader, asks):
            apart[link.later.public_id].add(link.earlier.public_id)
    values = list(map(asked_value, rows.values()))
    texts = {plain(one.text) for one in values}
    sense = sense_of(texts)
    pool = Pool(values, sense)
    by_ask = {
        ask.pk: [
            (rows[one.earlier], one)
            for one in pool.proposals(ask.public_id, apart=frozenset(apart[ask.public_id]))
        ]
        for ask in asks
    }
    if sense is None:
        return Proposed(by_ask)
    return Proposed(by_ask, sense.model, unread=len(sense.vectors) < len(texts))


def set_aside(reader: Reader, asks: list[Ask]) -> "QuerySet[AskLink, Any]":
    """The answers that an earlier ask is another demand than one of ``asks``."""
    return links_for(reader).filter(later__in=asks, relation=Relation.NONE.value, withdrawn_why="")


# Whom it is addressed to -----------------------------------------------------------------------


def addressed_to(reader: Reader, ask: Ask) -> tuple[Authority | None, list[Authority]]:
    """The authority that an ask names, and who answers for it today; known by name or another name of it."""
    if not ask.addressee:
        return None, []
    every = {row.pk: row for row in authorities_for(reader).filter(party=ask.party)}
    wanted = ask.addressee.casefold()
    names = ((row, [row.name, *row.other_names]) for row in every.values())
    named = next((row for row, own in names if wanted in [name.casefold() for name in own]), None)
    if named is None:
        return None, []
    known = [
        Succession(authority=str(one.authority_id), successor=str(one.successor_id), date=one.when)
        for one in successions_for(reader).filter(party=ask.party, withdrawn_why="")
    ]
    now = answering(str(named.pk), known, timezone.localdate())
    return named, [every[int(pk)] for pk in now if int(pk) in every]


# The scale -------------------------------------------------------------------------------------


def scale() -> list[DegreeRow]:
    """Every degree in order, retired ones included; of one that is shipped and untouched a row not stored."""
    rows = {row.code: row for row in DegreeRow.objects.all()}
    shipped = [
        rows.pop(one.code, DegreeRow(code=one.code, name=one.name, closes=one.closes, order=10 * place))
        for place, one in enumerate(SCALE, start=1)
    ]
    return sorted([*shipped, *rows.values()], key=lambda row: (row.order, row.code))


def own_degrees() -> tuple[Degree, ...]:
    """The degrees that the body added to the scale that is shipped."""
    shipped = {one.code for one in SCALE}
    return tuple(degree_value(row) for row in scale() if row.code not in shipped)


def degree_named(code: str) -> DegreeRow:
    """One degree, or ``Http404``."""
    found = next((row for row in scale() if row.code == code), None)
    if found is None:
        raise Http404
    return found


def degrees_in_use() -> frozenset[str]:
    """The codes that any assessment has, withdrawn ones included: their names stand as they were read."""
    return frozenset(Assessment.objects.order_by().values_list("degree", flat=True).distinct())
