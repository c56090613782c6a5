"""An invented visit of the body's own, with steps of every kind, for the demo."""

from datetime import date, time

from habeas.dossier.facts import Certainty, Klass, Source, Voice
from habeas.procedure.clocks import Answered, DueSet
from habeas.procedure.machine import Act
from habeas.procedure.visit import acts as said
from habeas.web.parties.models import Party
from habeas.web.people.access import Reader
from habeas.web.places.models import Place
from habeas.web.sources.actions import source_for
from habeas.web.visits.actions import add_finding, add_incident, add_stop, begin, take
from habeas.web.visits.models import Finding, Incident, Visit, VisitPlace

MEMBERS = ("Lea Leader (invented)", "Mikael Member (invented)")
ASSISTING = ("Dr Ane Expert (invented)", "Ivo Interpreter (invented)")


def fill(reader: Reader, party: Party) -> Visit | None:
    """Let an invented body have made a visit to an invented Party, unless it has one already."""
    if not party.invented or Visit.objects.filter(party=party, conducted=True).exists():
        return None
    visit = Visit(
        party=party,
        kind="ad hoc",
        date="2026-09-07/2026-09-16",
        aim="Police custody in Brod; what became of the recommendations of 2022.",
        body="INV",
        source=source_for(reader, Source(name="Programme of visits", voice=Voice.BODY)),
        certainty=Certainty.SEEN.value,
        klass=Klass.CONFIDENTIAL.value,
    )
    begin(reader, visit, said.Programmed(on=date(2026, 3, 6)))
    places = {place.kind: place for place in Place.objects.filter(party=party).order_by("-pk")}
    for act in _before(places["remand"]):
        take(reader, visit, act)
    _at_the_places(reader, visit, places["police"], places["remand"])
    for act in _during(places["police"], places["remand"]):
        take(reader, visit, act)
    return visit


def _before(remand: Place) -> tuple[Act, ...]:
    return (
        said.RiskAssessed(on=date(2026, 6, 12), outcome=said.Risk.GO),
        said.Decided(on=date(2026, 7, 3), kind=said.Kind.AD_HOC, decider=said.Decider.PLENARY),
        said.Notified(
            on=date(2026, 8, 28),
            letter="INV letter 2026/118 (invented)",
            members=MEMBERS,
            assisting=ASSISTING,
            first_day=date(2026, 9, 7),
            last_day=date(2026, 9, 16),
        ),
        said.Acknowledged(on=date(2026, 8, 31)),
        said.Represented(
            on=date(2026, 9, 3),
            ground=said.RepresentationGround.SERIOUS_DISORDER,
            against=said.Against.PLACE,
            place=remand.public_id,
        ),
        said.Consulted(
            on=date(2026, 9, 4),
            arrangement="The delegation goes to the remand prison on the last day but one.",
        ),
        said.InformationGiven(on=date(2026, 9, 8), note="A list of those held on the wing concerned."),
        said.Started(on=date(2026, 9, 8), assisting=ASSISTING),
    )


def _at_the_places(reader: Reader, visit: Visit, police: Place, remand: Place) -> None:
    for place, day, hours, numbers in (
        (police, "2026-09-08", (time(21, 40), time(1, 15)), (11, 11)),
        (remand, "2026-09-15", (time(9, 5), time(17, 30)), (34, 33)),
    ):
        stop = VisitPlace(visit=visit, place=place, date=day, arrived=hours[0], left=hours[1])
        stop.interviews, stop.in_private = numbers
        add_stop(reader, stop)
    incident = Incident(
        party=visit.party,
        visit=visit,
        head=said.Head.PRIVATE_INTERVIEWS.value,
        kind="an officer stood at the open door of an interview",
        date="2026-09-15",
        source=visit.source,
        certainty=Certainty.SEEN.value,
        klass=Klass.CONFIDENTIAL.value,
    )
    add_incident(reader, incident)
    for theme, place, text, rests_on in (
        (
            "lawyer",
            police,
            "Lawyers were called in 9 of 40 custody records looked at.",
            ["registers", "told"],
        ),
        ("conditions", police, "Cell 2 had no window and no call bell that worked.", ["seen"]),
        ("health", remand, "Admission examinations took place within a day.", ["registers", "medical"]),
    ):
        add_finding(reader, Finding(visit=visit, theme=theme, place=place, text=text, rests_on=rests_on))


def _during(police: Place, remand: Place) -> tuple[Act, ...]:
    cell = said.ImmediateObservation(
        on=date(2026, 9, 16),
        number=1,
        demand="Take cell 2 out of use until it has a window and a call bell.",
        place=police.public_id,
    )
    inquiry = said.ImmediateObservation(
        on=date(2026, 9, 16), number=2, demand="Begin an inquiry into the injuries seen on 8 September."
    )
    letter = "INV letter 2026/131 (invented)"
    return (
        said.PlaceSeen(on=date(2026, 9, 15), place=remand.public_id),
        said.TalksHeld(
            on=date(2026, 9, 16), with_whom="Minister of Justice; Deputy Minister of the Interior"
        ),
        said.PreliminaryObservations(on=date(2026, 9, 16)),
        cell,
        inquiry,
        said.Completed(on=date(2026, 9, 16)),
        DueSet(on=date(2026, 9, 28), concerns=cell.matter, due=date(2026, 10, 28), letter=letter),
        DueSet(on=date(2026, 9, 28), concerns=inquiry.matter, due=date(2026, 12, 18), letter=letter),
        Answered(
            on=date(2026, 10, 21), concerns=cell.matter, letter="letter of the liaison officer (invented)"
        ),
    )
