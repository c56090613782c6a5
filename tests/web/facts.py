"""One fact of every kind about one invented Party, each text marked, for tests that look for the marks."""

from types import SimpleNamespace
from typing import Any

from habeas.clock import Edtf
from habeas.dossier.facts import Klass
from habeas.dossier.facts import Source as SourceValue
from habeas.web.dialogue.models import Letter, LetterAct, Talks, TalksAct
from habeas.web.parties.actions import add_party
from habeas.web.parties.models import Authority, LiaisonOfficer, Party
from habeas.web.places.models import Place, PlaceChange
from habeas.web.reports.models import Ask, Document, DocumentAct, Theme
from habeas.web.sources.actions import source_for
from habeas.web.sources.models import Source
from habeas.web.threads.models import Assessment, Claim
from habeas.web.visits.models import Incident, Visit, VisitAct, VisitPlace

LISTS = (
    "places:list",
    "visits:list",
    "visits:incidents",
    "dialogue:list",
    "parties:authorities",
    "parties:officers",
    "reports:documents",
    "reports:asks",
    "threads:list",
)
PAGES = {
    "place": "places:place",
    "visit": "visits:visit",
    "incident": "visits:incident",
    "letter": "dialogue:letter",
    "talks": "dialogue:talks",
    "authority": "parties:authority",
    "officer": "parties:officer",
    "document": "reports:document",
    "ask": "reports:ask",
}


def orland(klass: str = "public") -> Party:
    """The Party, made once."""
    return Party.objects.filter(slug="orland").first() or add_party(None, name="Orland", klass=Klass(klass))


def source(mark: str = "plain") -> Source:
    """A source that opens to the public."""
    value = SourceValue(name=f"Source {mark}", date=Edtf.parse("2020"), address="https://example.org/")
    return source_for(None, value)


def every_kind(klass: str, mark: str) -> Any:
    """One row of every kind, of that class, whose texts carry ``mark``."""
    shared = {"party": orland(), "source": source(mark), "klass": klass, "note": f"note {mark}"}
    shared["pinpoint"] = f"p. {mark}"
    authority = Authority.objects.create(name=f"Ministry {mark}", kind="ministry", **shared)
    officer = LiaisonOfficer.objects.create(
        name=f"Officer {mark}", office=f"Office {mark}", authority=authority, **shared
    )
    place = Place.objects.create(
        name=f"Place {mark}",
        region=f"Region {mark}",
        kind="prison",
        latitude="40.4",
        longitude="49.8",
        authority=authority,
        **shared,
    )
    PlaceChange.objects.create(place=place, kind="opened", date="1990", note=f"change {mark}")
    visit = Visit.objects.create(date="2017-10-23/2017-10-30", kind="ad hoc", aim=f"aim {mark}", **shared)
    VisitAct.objects.create(visit=visit, kind="completed", date="2017-10-30", why=f"why {mark}")
    VisitPlace.objects.create(visit=visit, place=place)
    incident = Incident.objects.create(kind=f"incident {mark}", head="8(3)", visit=visit, **shared)
    letter = Letter.objects.create(
        sender=f"Sender {mark}", addressee="B", subject=f"Subject {mark}", date="2020-01-01", **shared
    )
    LetterAct.objects.create(letter=letter, kind="due", date="2020-03-01", note=f"act {mark}")
    talks = Talks.objects.create(subject=f"Talks {mark}", date="2021", **shared)
    TalksAct.objects.create(talks=talks, kind="proposed", date="2021", by=f"by {mark}")
    document = Document.objects.create(
        kind="visit report",
        title=f"Report {mark}",
        reference=f"Inf {mark}",
        confidential_reference=f"Working {mark}",
        date="2018",
        **shared,
    )
    document.visits.add(visit)
    DocumentAct.objects.create(document=document, kind="adopted", date="2018", by=f"by {mark}")
    ask = Ask.objects.create(
        kind="recommendation",
        text=f"Open the doors {mark}.",
        document=document,
        paragraph="12",
        page="7",
        date="2018",
        response=f"Answer {mark}",
        **shared,
    )
    ask.themes.add(Theme.objects.get_or_create(name="Detention")[0])
    ask.places.add(place)
    Claim.objects.create(ask=ask, text=f"Claim {mark}", date="2019", progress="done", **shared)
    Assessment.objects.create(
        ask=ask, degree="not_implemented", reasons=f"Reasons {mark}", third_party=mark, date="2020", **shared
    )
    return SimpleNamespace(**{name: value for name, value in locals().items() if name in PAGES})


def said_nothing_of(klass: str, mark: str) -> Any:
    """The same, of whose ask nothing is claimed and nothing assessed."""
    facts = every_kind(klass, mark)
    facts.ask.claims.all().delete()
    facts.ask.assessments.all().delete()
    return facts
