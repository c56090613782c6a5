"""Which rows are found by words, through which door each is read, and what a row says for it.

Left out on purpose: the custody register; liaison officers and other persons; the mail book and what
is sealed; findings, drafts and texts that are being written, which have readers of their own
(``docs/decisions``). What the row of a kind says in ``texts`` stands on its page for everybody who may open
the page; what only those see who read the file of the Party is in ``inner``.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from habeas.dossier.facts import Klass
from habeas.web.dialogue.access import letters_for, talks_for
from habeas.web.dossier.access import KINDS as FACTS
from habeas.web.parties.access import authorities_for, parties_for
from habeas.web.people.access import Reader
from habeas.web.places.access import places_for
from habeas.web.publication.access import published_files
from habeas.web.reading.access import read_for
from habeas.web.reading.kept import text_of
from habeas.web.reading.showing import called
from habeas.web.reports.access import asks_for, documents_for
from habeas.web.reports.standing import ANSWERED
from habeas.web.search.texts import passages
from habeas.web.threads.access import assessments_for, claims_for
from habeas.web.visits.access import incidents_for, visits_for

READING = "reading"
"""Documents that are read: their door asks for more than the file of the Party does."""
PUBLIC = frozenset({"public", "monitoring"})
"""The surfaces that show what is published."""
EVERYWHERE = PUBLIC | {"register"}
Rows = Callable[[Reader], "QuerySet[Any, Any]"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one row says. Codes are those of :mod:`habeas.web.search.labels`."""

    title: str
    texts: tuple[str, ...] = ()
    inner: tuple[str, ...] = ()
    kind: str
    status: str = ""
    places: tuple[str, ...] = ()
    themes: Mapping[int, str] = field(default_factory=dict)
    earliest: date | None = None
    latest: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of row. ``rests`` are paths to the public ids of what it is made from, by kind of row."""

    code: str
    rows: Rows
    rests: Mapping[str, str]
    told: Callable[[Any], Told]
    address: Callable[[Any], str]
    party: str = "party"
    surfaces: frozenset[str] = frozenset({"monitoring"})
    """Those on which it has a page: any of them is enough."""

    def marks(self) -> dict[str, str]:
        """All that it rests on, its Party included."""
        of_party = f"{self.party}__public_id" if self.party else "public_id"
        return {"parties.party": of_party, **self.rests}


def _ask(row: Any) -> Told:
    where = " ".join(part for part in (row.reference, row.document_title, row.number) if part)
    stands = row.position or (ANSWERED if row.response else "")
    return Told(
        title=row.text,
        texts=(row.text, row.response, row.addressee, row.asked_by, row.body, where),
        kind=f"ask.{row.kind}",
        status=_position(stands),
        places=tuple(place.kind for place in row.places.all() if place.klass == Klass.PUBLIC.value),
        themes={theme.pk: theme.name for theme in row.themes.all()},
        earliest=row.date_earliest,
        latest=row.date_latest,
    )


def _document(row: Any) -> Told:
    return Told(
        title=str(row) if row.reference else row.title or row.get_kind_display(),
        texts=(row.title, row.reference),
        inner=(row.confidential_reference,),
        kind=f"document.{row.kind}",
        earliest=row.date_earliest,
        latest=row.date_latest,
    )


def _published(row: Any) -> Told:
    return Told(
        title=" – ".join(part for part in (row.reference, row.title) if part),
        texts=(row.title, row.reference, row.basis),
        kind="published",
        earliest=row.published_on,
        latest=row.published_on,
    )


def _passage(row: Any) -> Told:
    file = row.read.file
    where = (f"§ {row.number}" if row.number else "", f"p. {row.page}" if row.page else "")
    return Told(
        title=", ".join(part for part in (file.reference or file.title, *where) if part),
        texts=(row.text,),
        kind="passage",
        earliest=file.published_on,
        latest=file.published_on,
    )


def _reading(row: Any) -> Told:
    """What was read, paragraph by paragraph, in whatever languages it is."""
    return Told(
        title=called(row),
        texts=tuple(text_of(row).split("\n\n")),
        kind=READING,
        earliest=row.date_earliest,
        latest=row.date_latest,
    )


def _dated(kind: str, *names: str, inner: tuple[str, ...] = ()) -> Callable[[Any], Told]:
    """What a dated row says in its columns ``names``; the first is its title."""

    def told(row: Any) -> Told:
        texts = tuple(str(getattr(row, name) or "") for name in names)
        return Told(
            title=texts[0] or str(row),
            texts=texts,
            inner=tuple(str(getattr(row, name) or "") for name in inner),
            kind=kind,
            earliest=getattr(row, "date_earliest", None),
            latest=getattr(row, "date_latest", None),
        )

    return told


def _place(row: Any) -> Told:
    names = (row.name, *row.other_names, row.region, row.municipality, row.code, row.kind_as_written)
    return Told(title=row.name, texts=names, kind="place", status=f"place.{row.state}", places=(row.kind,))


def _authority(row: Any) -> Told:
    return Told(title=row.name, texts=(row.name, *row.other_names), kind="authority")


def _party(row: Any) -> Told:
    names = {name: name.klass == Klass.PUBLIC.value for name in row.names.all()}
    return Told(
        title=row.name,
        texts=(row.name, *(one.name for one, public in names.items() if public)),
        inner=tuple(one.name for one, public in names.items() if not public),
        kind="party",
    )


def _figure(row: Any) -> Told:
    told = f"{row.figure.about}: {row.value}"
    dates = {"earliest": row.date_earliest, "latest": row.date_latest}
    return Told(title=told, texts=(told,), kind="figure", **dates)


def _claim(row: Any) -> Told:
    status = _position(row.position or ANSWERED)
    dates = {"earliest": row.date_earliest, "latest": row.date_latest}
    return Told(title=row.text, texts=(row.text,), kind="claim", status=status, **dates)


def _position(stands: str) -> str:
    return f"position.{stands}" if stands else ""


def _page(name: str) -> Callable[[Any], str]:
    return lambda row: reverse(name, args=[row.public_id])


def _in_file(row: Any) -> str:
    """The page of the file: of a text that was composed here, the very piece."""
    page = reverse("published:file", args=[row.read.file.public_id])
    return f"{page}#piece-{row.at}" if row.read.file.text_digest else page


def _in_dossier(row: Any) -> str:
    return reverse("dossier:page", args=[row.party.slug])


def _of_thread(row: Any) -> str:
    return reverse("threads:thread", args=[row.ask.public_id])


def _standing(rows: Rows) -> Rows:
    """What was not withdrawn: what was is read beside what it was, and not found by its words."""
    return lambda reader: rows(reader).filter(withdrawn_why="")


def _bare(rows: Rows) -> Rows:
    """Without what their pages need beside them."""
    return lambda reader: rows(reader).prefetch_related(None)


def _own(code: str, of: str, rows: Rows, told: Callable[[Any], Told], address: Callable[[Any], str]) -> Kind:
    """A kind whose rows rest on themselves and their Party alone."""
    return Kind(code=code, rows=rows, rests={of: "public_id"}, told=told, address=address)


def _fact(code: str, of: str, told: Callable[[Any], Told]) -> Kind:
    """A kind of fact that stands in the dossier, and has no page of its own."""
    return replace(_own(code, of, _bare(FACTS[code]), told, _in_dossier), surfaces=EVERYWHERE)


_ON_ASK = {"reports.ask": "ask__public_id", "reports.document": "ask__document__public_id"}
_KINDS = (
    Kind(
        code="ask",
        rows=lambda reader: asks_for(reader).prefetch_related("themes", "places"),
        rests={
            "reports.ask": "public_id",
            "reports.document": "document__public_id",
            "reports.intake": "intake__public_id",
        },
        told=_ask,
        address=_page("reports:ask"),
    ),
    _own("document", "reports.document", documents_for, _document, _page("reports:document")),
    Kind(
        code="published",
        rows=lambda _reader: published_files(),
        rests={"reports.document": "document__public_id"},
        told=_published,
        address=_page("published:file"),
        party="document__party",
        surfaces=PUBLIC,
    ),
    Kind(
        code="passage",
        rows=lambda _reader: passages(),
        rests={"reports.document": "read__file__document__public_id"},
        told=_passage,
        address=_in_file,
        party="read__file__document__party",
        surfaces=PUBLIC,
    ),
    _own(READING, "reading.reading", read_for, _reading, _page("reading:reading")),
    _own(
        "visit",
        "visits.visit",
        _bare(visits_for),
        _dated("visit", "label", "body", "aim"),
        _page("visits:visit"),
    ),
    _own("incident", "visits.incident", incidents_for, _dated("incident", "kind"), _page("visits:incident")),
    _own(
        "letter",
        "dialogue.letter",
        _bare(letters_for),
        _dated("letter", "subject", "sender", "addressee", "reference"),
        _page("dialogue:letter"),
    ),
    _own(
        "talks",
        "dialogue.talks",
        _bare(talks_for),
        _dated("talks", "subject", "level"),
        _page("dialogue:talks"),
    ),
    _own("place", "places.place", places_for, _place, _page("places:place")),
    _own("authority", "parties.authority", authorities_for, _authority, _page("parties:authority")),
    Kind(
        code="party",
        surfaces=EVERYWHERE,
        rows=lambda reader: parties_for(reader).prefetch_related("names"),
        rests={},
        told=_party,
        address=lambda row: reverse("dossier:page", args=[row.slug]),
        party="",
    ),
    _fact("statement", "dossier.statement", _dated("statement", "gist", "speaker", "role", "about")),
    _fact("event", "dossier.event", _dated("event", "kind", "body")),
    _fact("procedure", "dossier.procedure", _dated("procedure", "kind", "annex")),
    _fact("figure", "dossier.figurevalue", _figure),
    Kind(
        code="claim",
        rows=_standing(claims_for),
        rests={"threads.claim": "public_id", **_ON_ASK},
        told=_claim,
        address=_of_thread,
    ),
    Kind(
        code="assessment",
        rows=_bare(_standing(assessments_for)),
        rests={"threads.assessment": "public_id", **_ON_ASK},
        told=_dated("assessment", "reasons", "third_party"),
        address=_of_thread,
    ),
)
KINDS: Mapping[str, Kind] = MappingProxyType({kind.code: kind for kind in _KINDS})


def kinds_here() -> Iterable[Kind]:
    """The kinds that have a page on this installation."""
    return [kind for kind in KINDS.values() if kind.surfaces & settings.SURFACES]


MARKED = frozenset(mark for kind in _KINDS for mark in kind.marks())
"""Kinds of row whose change is a change of what rests on just that row."""
