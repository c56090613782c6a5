"""Who may open which page: one row for every address of the product, by the name of its URL.

``test_authorisation_matrix.py`` walks all addresses and fails for one that nobody entered here.
A new page is one line::

    "places:place": only("desk officer", made=lambda: {"public_id": a_place().public_id}),

``made`` makes the object that the address needs, once for the whole walk, and returns the
address's arguments. Whoever is not named is refused: 404 when signed in, else sent to sign in.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from tests import cast
from tests.web.matrix_register import (
    OVERSEERS,
    a_complaint,
    a_recording_here,
    a_recording_to_sign,
    a_register_given,
    a_register_of_the_authority,
    an_alert,
    an_audit,
    an_audit_of,
)

from habeas import canonical
from habeas.custody import new_event_id
from habeas.procedure.public_statement import Ground, Opened
from habeas.procedure.report.acts import Adopted, Drafted, HeadAgreed, Way
from habeas.procedure.visit.acts import Completed, Decided, Decider, Kind, Programmed, Started
from habeas.web.builder.actions import Wording
from habeas.web.builder.actions import begin as begin_text
from habeas.web.builder.models import Copy, Incoming, Manuscript, Passage, Remark, Round
from habeas.web.clocks.actions import hash_of
from habeas.web.clocks.models import Feed
from habeas.web.custody import actions as register
from habeas.web.custody.publisher import publish_now
from habeas.web.dialogue.models import Letter, LetterAct, Talks, TalksAct
from habeas.web.disclosure.models import Disclosure
from habeas.web.dossier.models import Procedure, Statement
from habeas.web.erasure.models import Request
from habeas.web.mailbook.models import MailEntry, MailStep, NamedReader, Sender
from habeas.web.offline.models import WAITING, Item
from habeas.web.parties.models import Authority, LiaisonOfficer, Party, Succession
from habeas.web.people.models import User
from habeas.web.places.models import Place, PlaceChange
from habeas.web.procedure.actions import begin
from habeas.web.programme.models import CriteriaSet, ProgrammeEntry, ProtectedPlace
from habeas.web.publication.models import PublicationFile, PublicationForm, PublicationStep, Regime
from habeas.web.reading import demo as reading
from habeas.web.reading.models import Reading
from habeas.web.redaction.models import Consent, Mark, Met, WorkingText
from habeas.web.replies.models import AnsweredItem, Filing, Sending
from habeas.web.reports import waiting
from habeas.web.reports.actions import begin as begin_report
from habeas.web.reports.actions import take as take_report
from habeas.web.reports.models import Ask, Document, DocumentAct
from habeas.web.reprisals.models import FollowUp, Keeper
from habeas.web.rows import new_public_id
from habeas.web.search.models import SavedSearch
from habeas.web.sources.models import Source
from habeas.web.stations import actions as stations
from habeas.web.stations.models import Station
from habeas.web.threads.models import Claim
from habeas.web.visits.actions import begin as begin_visit
from habeas.web.visits.actions import take as take_visit
from habeas.web.visits.models import Finding, Incident, Membership, Visit, VisitAct

PUBLIC = "the public"
"""Somebody who has not signed in."""

EVERYBODY = frozenset({PUBLIC, *cast.CAST})
SIGNED_IN = frozenset(cast.CAST)


@dataclass(frozen=True)
class Row:
    """Who comes in, and what the address needs."""

    who: frozenset[str]
    made: Callable[[], dict[str, Any]] = field(default=dict)
    by_token: bool = False
    """Whether machines come in by their token: whoever has none is answered 401, signed in or not."""


def anyone(made: Callable[[], dict[str, Any]] = dict) -> Row:
    """Open to all, signed in or not."""
    return Row(EVERYBODY, made)


def signed_in(made: Callable[[], dict[str, Any]] = dict) -> Row:
    """Open to everybody with an account, whatever the role."""
    return Row(SIGNED_IN, made)


def machines(*who: str, made: Callable[[], dict[str, Any]] = dict) -> Row:
    """Open to a machine with its token; of people to these alone."""
    return Row(frozenset(who), made, by_token=True)


def only(*who: str, made: Callable[[], dict[str, Any]] = dict) -> Row:
    """Open to these people of the cast (``cast.CAST``) and nobody else."""
    if strangers := set(who) - EVERYBODY:
        raise ValueError(f"not of the cast: {strangers}")
    return Row(frozenset(who), made)


def _colleague() -> dict[str, Any]:
    return {"public_id": cast.desk_officer("colleague").public_id}


def _colleagues_role() -> dict[str, Any]:
    user = cast.desk_officer("colleague2")
    return {"public_id": user.public_id, "grant_id": user.grants.get().public_id}


WRITERS = ("desk officer", "head of body")
"""Who may write facts of every Party."""

READERS = (*WRITERS, "publication officer")
"""Who reads the file of every Party."""

THE_TWO = ("delegation member", "head of delegation")
"""Who are named to follow up on reprisals after the visit of the walk."""


def _public_party() -> Party:
    party, _new = Party.objects.get_or_create(slug="matrix", defaults={"name": "Matrix", "klass": "public"})
    return party


def _source() -> Source:
    return Source.objects.get_or_create(name="matrix")[0]


def _statement() -> Statement:
    return Statement.objects.create(party=_public_party(), source=_source(), speaker="A", gist="B")


def _procedure() -> Procedure:
    return Procedure.objects.create(party=_public_party(), source=_source(), kind="ECPT Article 10(2)")


PREPARES = "publication officer"
AT_THE_DESK = (PREPARES, "head of body")
"""Who brings a document to the public: one prepares, the other approves."""


def _prepared() -> dict[str, Any]:
    """A document on its way to the public."""
    document = _fact(Document, kind="visit report")
    said = {"sha256": "ab" * 32, "by": "x", "names_deleted": True}
    for step, particulars in (("requested", {"reference": "x"}), ("prepared", said)):
        PublicationStep.objects.create(
            document=document, step=step, on=date(2031, 7, 3), particulars=particulars
        )
    PublicationFile.objects.create(document=document, sha256="ab" * 32, data=b"%PDF-", size=5)
    return {"public_id": document.public_id}


def _with_text() -> dict[str, Any]:
    """A document with a text that is gone through."""
    address = _prepared()
    document = Document.objects.get(public_id=address["public_id"])
    units = [{"text": "Title"}, {"text": "Ann Bell"}]
    WorkingText.objects.create(document=document, sha256="cd" * 32, language="en", units=units)
    return address


def _with_mark() -> dict[str, Any]:
    address = _with_text()
    text = WorkingText.objects.get(document__public_id=address["public_id"])
    mark = Mark.objects.create(text=text, unit=1, start=0, end=3, decision="delete")
    return {**address, "mark_id": mark.public_id}


def _with_consent() -> dict[str, Any]:
    address = _prepared()
    document = Document.objects.get(public_id=address["public_id"])
    consent = Consent.objects.create(document=document, how="writing", given_on=date(2031, 7, 3))
    return {**address, "consent_id": consent.public_id}


def _with_met() -> dict[str, Any]:
    address = _prepared()
    document = Document.objects.get(public_id=address["public_id"])
    return {**address, "met_id": Met.objects.create(document=document, name="A", kind="person").public_id}


def _prepared_text() -> dict[str, Any]:
    address = _prepared()
    file = PublicationFile.objects.get(document__public_id=address["public_id"])
    PublicationForm.objects.create(file=file, name="pdf", sha256="ab" * 32, data=b"%PDF-", size=5)
    return address


def _published_text() -> dict[str, Any]:
    address = _published()
    file = PublicationFile.objects.get(public_id=address["public_id"])
    PublicationForm.objects.create(file=file, name="pdf", sha256="ab" * 32, data=b"%PDF-", size=5)
    return address


def _regime() -> dict[str, Any]:
    row = _fact(
        Regime,
        since=date(2020, 1, 1),
        window_days=30,
        longest_days=180,
        kinds=["visit report"],
        terms="x",
    )
    return {"public_id": row.public_id}


def _with_step(address: dict[str, Any]) -> dict[str, Any]:
    step = PublicationStep.objects.filter(document__public_id=address["public_id"]).last()
    return {**address, "step_id": step.public_id}


def _published() -> dict[str, Any]:
    document = _fact(Document, kind="visit report")
    file = PublicationFile.objects.create(
        document=document, sha256="cd" * 32, data=b"%PDF-", size=5, published_on=date(2031, 7, 3)
    )
    return {"public_id": file.public_id}


def _conducted() -> Procedure:
    """A procedure that the body conducts; for each address one about another Party."""
    party = Party.objects.create(
        slug=f"conducted{Party.objects.count()}", name=f"Conducted {Party.objects.count()}"
    )
    opened = Opened(on=date(2031, 7, 3), plenary=112, grounds=frozenset(Ground))
    return begin(None, party, opened)


def _step_of_conducted() -> dict[str, Any]:
    row = _conducted()
    return {"public_id": row.public_id, "step_id": row.steps.get().public_id}


def _fact(model: Any, **columns: Any) -> Any:
    return model.objects.create(party=_public_party(), source=_source(), klass="public", **columns)


def _one(model: Any, **columns: Any) -> Callable[[], dict[str, Any]]:
    """The address of one public fact."""
    return lambda: {"public_id": _fact(model, **columns).public_id}


def _step(model: Any, act: Any, name: str, **columns: Any) -> Callable[[], dict[str, Any]]:
    """The address of a step of one public fact."""

    def made() -> dict[str, Any]:
        holder = _fact(model, **columns)
        step = act.objects.create(**{name: holder}, kind="sent")
        return {"public_id": holder.public_id, "act_id": step.public_id}

    return made


def _slug() -> dict[str, Any]:
    return {"slug": _public_party().slug}


def _succession() -> dict[str, Any]:
    both = {"authority": _fact(Authority, name="A"), "successor": _fact(Authority, name="B")}
    return {"public_id": _fact(Succession, **both).public_id}


def _claim() -> dict[str, Any]:
    claim = _fact(Claim, ask=_fact(Ask, kind="request", text="A"), text="B")
    return {"kind": "claim", "public_id": claim.public_id}


def _place_event() -> dict[str, Any]:
    return {"public_id": _fact(Place, name="A").public_id, "what": "rename"}


def _place_change() -> dict[str, Any]:
    place = _fact(Place, name="A")
    change = PlaceChange.objects.create(place=place, kind="opened")
    return {"public_id": place.public_id, "change_id": change.public_id}


def _reading() -> dict[str, Any]:
    """A document half reviewed; a desk officer of the walk brought it."""
    reading.fill(cast.reader(User.objects.get(username="dana")), _public_party())
    return {"public_id": Reading.objects.get().public_id}


def _proposal() -> dict[str, Any]:
    return {**_reading(), "proposal_id": Reading.objects.get().proposals.first().public_id}


def _desk_officers_list() -> dict[str, Any]:
    """A list that waits for the desk officer of the walk: its owner alone may go on with it."""
    owner = User.objects.get(username="dana").public_id
    source = {"name": "matrix", "address": "", "date": "", "voice": "", "capacity": ""}
    told = {"target": "places", "pasted": True, "party": "Matrix", "encoding": "", "source": source}
    return {"token": waiting.keep(owner, [b"Name\nStation 1\n"], **told).token}


def _desk_officers_other_list() -> dict[str, Any]:
    return _desk_officers_list()


def _saved_search() -> dict[str, Any]:
    owner = User.objects.get(username="dana")
    kept = SavedSearch.objects.get_or_create(owner=owner, name="doors", defaults={"text": "doors"})[0]
    return {"public_id": kept.public_id}


def _membership() -> dict[str, Any]:
    visit = Visit.objects.create(party=_public_party(), source=_source())
    member = Membership.objects.create(
        visit=visit, user=cast.somebody("member of the matrix"), role="member", from_day=cast.LONG_AGO
    )
    return {"public_id": visit.public_id, "membership_id": member.public_id}


def _own_visit() -> dict[str, Any]:
    """A visit that the body makes, of whose delegation the two are."""
    number = Party.objects.count()
    party = Party.objects.create(slug=f"visited{number}", name=f"Visited {number}")
    visit = Visit(party=party, source=_source())
    begin_visit(None, visit, Programmed(on=date(2031, 1, 6)))
    for name, role in (("mikael", "member"), ("lea", "head")):
        user = User.objects.get(username=name)
        Membership.objects.create(visit=visit, user=user, role=role, from_day=cast.LONG_AGO)
    return {"public_id": visit.public_id}


def _own_step(of: str, address: dict[str, Any]) -> dict[str, Any]:
    """The first step of a visit or report of the body's own."""
    acts = {"visit": VisitAct, "document": DocumentAct}[of]
    step = acts.objects.filter(**{f"{of}__public_id": address["public_id"]}).earliest("pk")
    return address | {"act_id": step.public_id}


def _own_audit() -> dict[str, Any]:
    """An audit of a register that was given within that visit, with one before it."""
    return an_audit() or an_audit_of(a_register_given(_own_visit()))


def _own_incident() -> dict[str, Any]:
    """An incident of that visit."""
    visit = Visit.objects.get(**_own_visit())
    incident = Incident.objects.create(party=visit.party, visit=visit, source=visit.source, kind="A")
    return {"public_id": incident.public_id}


def _own_report() -> dict[str, Any]:
    visit = Visit.objects.get(public_id=_own_visit()["public_id"])
    for act in (
        Decided(on=date(2031, 1, 7), kind=Kind.AD_HOC, decider=Decider.MECHANISM),
        Started(on=date(2031, 1, 8)),
        Completed(on=date(2031, 1, 9)),
    ):
        take_visit(None, visit, act)
    return {"public_id": begin_report(None, visit, Drafted(on=date(2031, 2, 3))).public_id}


def _text() -> dict[str, Any]:
    """The text of a report, which has one paragraph."""
    report = _own_report()
    row = Manuscript(report=Document.objects.get(**report))
    begin_text(None, row, [Wording(text="A")])
    return report


def _adopted() -> dict[str, Any]:
    """A report whose text was adopted."""
    address = _text()
    report = Document.objects.get(**address)
    adopted = Adopted(on=date(2031, 3, 14), way=Way.PLENARY, plenary=130, language="en")
    for act in (HeadAgreed(on=date(2031, 3, 10)), adopted):
        take_report(None, report, act)
    return address


def _passage() -> dict[str, Any]:
    report = _text()
    row = Passage.objects.get(manuscript__report__public_id=report["public_id"])
    return report | {"passage_id": row.public_id}


def _came_back() -> dict[str, Any]:
    report = _text()
    manuscript = Manuscript.objects.get(report__public_id=report["public_id"])
    copy = Copy.objects.create(manuscript=manuscript, form="docx", sha256="ab" * 32)
    row = Incoming.objects.create(manuscript=manuscript, copy=copy, sha256="cd" * 32)
    return report | {"incoming_id": row.public_id}


def _round() -> dict[str, Any]:
    report = _text()
    manuscript = Manuscript.objects.get(report__public_id=report["public_id"])
    row = Round.objects.create(manuscript=manuscript, kind="facts", to="A", sent_on=date(2031, 2, 4))
    return report | {"round_id": row.public_id}


def _remark() -> dict[str, Any]:
    args = _round()
    round_ = Round.objects.get(public_id=args["round_id"])
    passage = Passage.objects.get(manuscript=round_.manuscript)
    row = Remark.objects.create(round=round_, passage=passage, version=1, said_by="A", text="B")
    return args | {"remark_id": row.public_id}


def _finding() -> dict[str, Any]:
    visit = _own_visit()
    row = Finding.objects.create(visit=Visit.objects.get(**visit), theme="other", text="A")
    return visit | {"finding_id": row.public_id}


def _draft() -> dict[str, Any]:
    return {"key": "notification", "public_id": _fact(Visit).public_id}


def _followed_up() -> FollowUp:
    """Somebody followed up after a visit whose two are the delegation's member and head of the walk."""
    party, _new = Party.objects.get_or_create(slug="followed", defaults={"name": "Followed"})
    visit = Visit.objects.create(party=party, source=_source())
    for username, role in (("mikael", "member"), ("lea", "head")):
        user = User.objects.get(username=username)
        Membership.objects.create(visit=visit, user=user, role=role, from_day=cast.LONG_AGO)
        Keeper.objects.create(visit=visit, user=user)
    return FollowUp.objects.create(visit=visit, worries=["other"])


def _kept_visit() -> dict[str, Any]:
    return {"visit_id": _followed_up().visit.public_id}


def _follow_up() -> dict[str, Any]:
    row = _followed_up()
    return {"visit_id": row.visit.public_id, "public_id": row.public_id}


def _keeper() -> dict[str, Any]:
    visit = _followed_up().visit
    keeper = Keeper.objects.filter(visit=visit).first()
    assert keeper
    return {"visit_id": visit.public_id, "keeper_id": keeper.public_id}


def _feed() -> dict[str, Any]:
    """The secret address of somebody's calendar."""
    Feed.objects.create(user=cast.somebody("calendar keeper"), token_sha256=hash_of("a secret"))
    return {"token": "a secret"}


def _received() -> MailEntry:
    """Something received; the desk officer of the walk is named on it."""
    entry = MailEntry.objects.create(
        party=_public_party(),
        received_on=cast.LONG_AGO,
        sender_kind="family",
        theme="health",
        sender=Sender.objects.create(),
    )
    NamedReader.objects.create(entry=entry, user=User.objects.get(username="dana"))
    return entry


def _mail() -> dict[str, Any]:
    return {"public_id": _received().public_id}


def _mail_step() -> dict[str, Any]:
    entry = _received()
    step = MailStep.objects.create(entry=entry, kind="answered", on=cast.LONG_AGO)
    return {"public_id": entry.public_id, "step_id": step.public_id}


def _mail_named() -> dict[str, Any]:
    entry = _received()
    return {"public_id": entry.public_id, "named_id": entry.named.get().public_id}


def _on_the_programme() -> dict[str, Any]:
    decided = {"decided_by": "A", "decided_on": cast.LONG_AGO}
    entry = ProgrammeEntry.objects.create(party=_public_party(), year=2031, reason="B", **decided)
    return {"public_id": entry.public_id}


def _criteria() -> dict[str, Any]:
    return {"public_id": CriteriaSet.objects.create(name="matrix", no_visit=True).public_id}


def _protected() -> dict[str, Any]:
    place = _fact(Place, name="A")
    ProtectedPlace.objects.create(place=place, basis="B")
    return {"public_id": place.public_id}


def _to_answer() -> Document:
    """A report that was transmitted to the State of the walk's liaison officer."""
    party, _new = Party.objects.get_or_create(
        public_id=cast.PARTY, defaults={"slug": "answering", "name": "Answering"}
    )
    row = Document.objects.create(party=party, source=_source(), kind="visit report", title="A")
    DocumentAct.objects.create(document=row, kind="transmitted", date="2024-02-16")
    return row


def _item_to_answer() -> dict[str, Any]:
    row = _to_answer()
    ask = Ask.objects.create(party=row.party, source=row.source, kind="request", text="A", document=row)
    return {"public_id": row.public_id, "ask_id": ask.public_id}


def _sent() -> dict[str, Any]:
    row = _to_answer()
    response = Document.objects.create(party=row.party, source=row.source, kind="response", responds_to=row)
    filing = Filing.objects.create(report=row, response=response, received_on=cast.LONG_AGO)
    report = {"title": "A"}
    data = canonical.encode(
        {"party": "A", "report": report, "number": 1, "sent_at": "A", "sent_by": "B", "items": []}
    )
    sending = Sending.objects.create(
        filing=filing,
        number=1,
        sent_at=datetime(2031, 7, 3, tzinfo=UTC),
        items=0,
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
    )
    return {"public_id": sending.public_id}


def _by_letter() -> Filing:
    """A response that came by letter."""
    row = _to_answer()
    Ask.objects.create(party=row.party, source=row.source, kind="request", text="A", document=row)
    response = Document.objects.create(party=row.party, source=row.source, kind="response", responds_to=row)
    return Filing.objects.create(report=row, response=response, received_on=cast.LONG_AGO)


def _letter_apart() -> dict[str, Any]:
    return {"public_id": _by_letter().public_id}


def _item_apart() -> dict[str, Any]:
    filing = _by_letter()
    return {"public_id": filing.public_id, "ask_id": filing.report.asks.get().public_id}


def _answer_apart() -> dict[str, Any]:
    filing = _by_letter()
    item = AnsweredItem.objects.create(filing=filing, ask=filing.report.asks.get())
    return {"public_id": filing.public_id, "item_id": item.public_id}


def _brought(about: str, owner: str) -> str:
    """A filled-in file that waits for somebody of the walk."""
    kept = User.objects.get(username=owner).public_id
    return waiting.keep(kept, [b"item,position\na,noted\n"], items_of=about, suffix=".csv").token


def _filled_in() -> dict[str, Any]:
    report = _to_answer().public_id
    return {"public_id": report, "token": _brought(report, "leyla")}


def _filled_in_at_the_desk() -> dict[str, Any]:
    filing = _by_letter().public_id
    return {"public_id": filing, "token": _brought(filing, "dana")}


THE_DESK = ("custody officer", "doctor")
"""Who is posted to the station of the walk."""
_sheets = count(1)
THE_REGISTER = (*THE_DESK, "inspector", "auditor")
"""Who opens its register."""


def _station() -> Station:
    """A station with two people of the walk posted to it."""
    station = Station.objects.filter(code="matrix").first()
    if station is None:
        station = stations.add_station(None, Station(code="matrix", name="Matrix"))
        for name in ("clara", "dov"):
            stations.post(None, station, User.objects.get(username=name), since=cast.LONG_AGO)
    return station


def _at_the_station() -> dict[str, Any]:
    return {"code": _station().code}


def _its_record(*kinds: str) -> dict[str, Any]:
    """A record of that station, with an event of each kind; the id of the last."""
    at = datetime.now(UTC).isoformat()
    record_id, event_id = new_public_id(), ""
    for kind in ("arrived", "record_opened", *kinds):
        event_id = new_event_id(datetime.now(UTC))
        said = {"record_id": record_id, "event_id": event_id, "kind": kind, "occurred_at": at}
        register.take([{**said, "establishment_id": _station().code}])
    return {"record_id": record_id, "event_id": event_id}


def _record() -> dict[str, Any]:
    return {"record_id": _its_record()["record_id"]}


def _a_disclosure() -> dict[str, Any]:
    address = _its_record()
    row = Disclosure.objects.create(
        record_id=address["record_id"],
        chosen={address["event_id"]: []},
        recipient="Court",
        basis="x",
        reference="x",
        ordered_on=date(2026, 1, 1),
        sealed=False,
        sha256="ab" * 32,
        asked_by=User.objects.get(username="clara"),
    )
    return {"public_id": row.public_id}


def _an_erasure() -> dict[str, Any]:
    row = Request.objects.create(
        record_id=_record()["record_id"],
        ground="court_order",
        basis="x",
        sha256="ab" * 32,
        asked_by=User.objects.get(username="helene"),
    )
    return {"public_id": row.public_id}


def _in_its_book(kind: str, **columns: Any) -> None:
    now = datetime.now(UTC)
    said = {"record_id": "book:matrix", "event_id": new_event_id(now), "kind": kind, **columns}
    register.take([{**said, "occurred_at": now.isoformat(), "establishment_id": _station().code}])


def _an_outage() -> dict[str, Any]:
    span_id = new_public_id()
    _in_its_book("outage_started", span_id=span_id)
    return {"code": _station().code, "span_id": span_id}


def _a_sheet() -> dict[str, Any]:
    number = next(_sheets)
    _in_its_book("sheets_issued", data={"first_sheet": number, "last_sheet": number})
    return {"code": _station().code, "number": number}


def _a_queued_entry() -> dict[str, Any]:
    """One that waits to be signed again; what it says is not sealed for anybody."""
    now, number = datetime.now(UTC), next(_sheets)
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    point = key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint).hex()
    device = stations.add_browser(None, _station(), "x", point)
    item = Item.objects.create(
        device=device, number=number, event_id="x", queued_at=now, delivered_at=now, state=WAITING
    )
    return {"code": _station().code, "public_id": item.public_id}


def _sheets_to_print() -> dict[str, Any]:
    sheet = _a_sheet()
    return {"code": sheet["code"], "first": sheet["number"], "language": "en"}


def _signed() -> dict[str, Any]:
    """An event of that station about a right, once the log is signed over it."""
    made = _its_record("rights_informed")
    publish_now()
    return made


def _to_set_up() -> dict[str, Any]:
    return {"public_id": _station().public_id}


def _a_post() -> dict[str, Any]:
    station = _station()
    return {"public_id": station.public_id, "post_id": station.posts.first().public_id}


def _a_machine() -> dict[str, Any]:
    device, _token = stations.add_device(None, _station(), "x")
    return {"public_id": _station().public_id, "device_id": device.public_id}


def _a_mirror() -> dict[str, Any]:
    return {"public_id": stations.add_mirror(None, "x")[0].public_id}


def _key() -> dict[str, Any]:
    return {"pk": 4711}


MATRIX: dict[str, Row] = {
    # Machines of stations, and the published log
    "machines:events": machines(),
    "machines:record": machines(made=lambda: {"record_id": "r1"}),
    "machines:proof": machines(made=lambda: {"event_id": "x"}),
    "machines:leaf": machines(made=lambda: {"event_id": "x"}),
    "machines:openapi": anyone(),
    "log:checkpoint": anyone(),
    "log:tile": anyone(lambda: {"path": "0/000.p/1"}),
    "log:entries": machines("auditor", "inspector", made=lambda: {"path": "000.p/1"}),
    "log:checkpoint_of": anyone(lambda: {"log": "x"}),
    "log:tile_of": anyone(lambda: {"log": "x", "path": "0/000.p/1"}),
    "log:entries_of": machines("auditor", "inspector", made=lambda: {"log": "x", "path": "000.p/1"}),
    # Signing in, and the second factor
    "account_login": anyone(),
    "account_logout": anyone(),
    "account_inactive": anyone(),
    "account_reauthenticate": signed_in(),
    "account_change_password": signed_in(),
    "mfa_index": signed_in(),
    "mfa_authenticate": anyone(),
    "mfa_reauthenticate": signed_in(),
    "mfa_activate_totp": signed_in(),
    "mfa_deactivate_totp": signed_in(),
    "mfa_view_recovery_codes": signed_in(),
    "mfa_generate_recovery_codes": signed_in(),
    "mfa_download_recovery_codes": signed_in(),
    "mfa_list_webauthn": signed_in(),
    "mfa_add_webauthn": signed_in(),
    "mfa_reauthenticate_webauthn": signed_in(),
    "mfa_edit_webauthn": signed_in(made=_key),
    "mfa_remove_webauthn": signed_in(made=_key),
    "mfa_login_webauthn": anyone(),
    # The own account
    "people:account": signed_in(),
    "people:sign_out_elsewhere": signed_in(),
    "people:typed": signed_in(),
    # People
    "people:list": only("head of body"),
    "people:add": only("head of body"),
    "people:person": only("head of body", made=_colleague),
    "people:grant": only("head of body", made=_colleague),
    "people:end_grant": only("head of body", made=_colleagues_role),
    "people:set_active": only("head of body", made=_colleague),
    "people:remove_factors": only("head of body", made=_colleague),
    "people:new_passphrase": only("head of body", made=_colleague),
    # The journal
    "journal:list": only("auditor", "head of body"),
    "journal:export": only("auditor", "head of body"),
    # The law, and the first page
    "receipts:check": anyone(),
    "receipts:download": anyone(),
    "search:box": anyone(),
    "search:results": anyone(_saved_search),
    "search:keep": signed_in(_saved_search),
    "search:drop": only("desk officer", made=_saved_search),
    "law:instruments": anyone(),
    "law:instrument": anyone(lambda: {"key": "ECPT"}),
    "safeguards:rules": anyone(),
    "safeguards:rule": anyone(lambda: {"name": "lawyer.called"}),
    "law:provision": anyone(lambda: {"key": "ECPT", "place": "10(2)"}),
    "desk": anyone(),
    # The dossier: whose Party is public opens to all, what is in it is asked by the reader
    "dossier:parties": anyone(),
    "dossier:page": anyone(lambda: {"slug": _public_party().slug}),
    "dossier:paper": anyone(lambda: {"slug": _public_party().slug, "form": "json"}),
    "dossier:add": only(*WRITERS, made=lambda: {"slug": _public_party().slug, "kind": "statement"}),
    "dossier:change": only(*WRITERS, made=lambda: {"kind": "statement", "public_id": _statement().public_id}),
    "dossier:step": only(*WRITERS, made=lambda: {"public_id": _procedure().public_id}),
    "published:list": anyone(),
    "published:feed": anyone(),
    "published:file": anyone(_published),
    "published:form": anyone(lambda: {**_published_text(), "form": "pdf"}),
    "publication:compose": only(PREPARES, made=_with_text),
    "publication:prepared_form": only(*AT_THE_DESK, made=lambda: {**_prepared_text(), "form": "pdf"}),
    "publication:consent_withdrawn": only(PREPARES, made=_with_consent),
    "redaction:text": only(*AT_THE_DESK, made=_with_text),
    "redaction:take": only(PREPARES, made=_prepared),
    "redaction:take_adopted": only(PREPARES, made=_adopted),
    "redaction:unit": only(PREPARES, made=lambda: {**_with_text(), "number": 0}),
    "redaction:proposed": only(PREPARES, made=_with_text),
    "redaction:undo": only(PREPARES, made=_with_mark),
    "redaction:consents": only(*AT_THE_DESK, made=_prepared),
    "redaction:met": only(*AT_THE_DESK, made=_prepared),
    "redaction:met_add": only(PREPARES, made=_prepared),
    "redaction:met_offered": only(PREPARES, made=_prepared),
    "redaction:met_answer": only(PREPARES, made=_with_met),
    "redaction:consent_add": only(PREPARES, made=_prepared),
    "publication:desk": only(*AT_THE_DESK),
    "publication:regimes": only(*AT_THE_DESK),
    "publication:regime_add": only(PREPARES),
    "publication:regime_change": only(PREPARES, made=_regime),
    "publication:page": only(*AT_THE_DESK, made=_prepared),
    "publication:record": only(PREPARES, made=lambda: {**_prepared(), "kind": "leak"}),
    "publication:prepare": only(PREPARES, made=_prepared),
    "publication:prepared": only(*AT_THE_DESK, made=_prepared),
    "publication:approve": only("head of body", made=_prepared),
    "publication:publish": only(PREPARES, made=_prepared),
    "publication:withdraw": only(PREPARES, made=lambda: _with_step(_prepared())),
    "procedure:open": only(*WRITERS, made=lambda: {"slug": _public_party().slug}),
    "procedure:page": only(*READERS, made=lambda: {"public_id": _conducted().public_id}),
    "procedure:take": only(*WRITERS, made=lambda: {"public_id": _conducted().public_id, "step": "told"}),
    "procedure:withdraw": only(*WRITERS, made=_step_of_conducted),
    "dossier:openings": only("head of body"),
    "reports:openings": only("head of body"),
    "dossier:ask_to_open": only(
        *WRITERS,
        "publication officer",
        made=lambda: {"kind": "statement", "public_id": _statement().public_id},
    ),
    # Places
    "places:list": anyone(),
    "places:place": anyone(_one(Place, name="A")),
    "places:add": only(*WRITERS),
    "places:change": only(*WRITERS, made=_one(Place, name="A")),
    "places:event": only(*WRITERS, made=_place_event),
    "places:withdraw": only(*WRITERS, made=_place_change),
    # Visits and incidents
    "visits:list": anyone(),
    "visits:visit": anyone(_one(Visit)),
    "visits:add": only(*WRITERS),
    "visits:change": only(*WRITERS, made=_one(Visit)),
    "visits:act": only(*WRITERS, made=_one(Visit)),
    "visits:withdraw": only(*WRITERS, *THE_TWO, made=lambda: _own_step("visit", _own_visit())),
    "visits:stop": only(*WRITERS, *THE_TWO, made=_own_visit),
    "visits:plan": only(*WRITERS),
    "visits:take": only(*WRITERS, *THE_TWO, made=lambda: _own_visit() | {"step": "risk"}),
    "visits:finding": only(*WRITERS, *THE_TWO, made=_own_visit),
    "visits:finding_withdraw": only(*WRITERS, *THE_TWO, made=_finding),
    "visits:incident_met": only(*WRITERS, *THE_TWO, made=_own_visit),
    "visits:incident_seal": only(*WRITERS, *THE_TWO, made=_own_incident),
    "visits:member_add": only("head of body", made=_one(Visit)),
    "visits:member_end": only("head of body", made=_membership),
    "visits:incidents": anyone(),
    "visits:incident": anyone(_one(Incident, kind="A")),
    "visits:incident_add": only(*WRITERS),
    "visits:incident_change": only(*WRITERS, made=_one(Incident, kind="A")),
    # Letters and talks
    "dialogue:list": anyone(),
    "dialogue:letter": anyone(_one(Letter, sender="A", addressee="B")),
    "dialogue:letter_add": only(*WRITERS),
    "dialogue:letter_change": only(*WRITERS, made=_one(Letter, sender="A", addressee="B")),
    "dialogue:letter_act": only(*WRITERS, made=_one(Letter, sender="A", addressee="B")),
    "dialogue:letter_withdraw": only(
        *WRITERS, made=_step(Letter, LetterAct, "letter", sender="A", addressee="B")
    ),
    "dialogue:talks": anyone(_one(Talks, subject="A")),
    "dialogue:talks_add": only(*WRITERS),
    "dialogue:talks_change": only(*WRITERS, made=_one(Talks, subject="A")),
    "dialogue:talks_act": only(*WRITERS, made=_one(Talks, subject="A")),
    "dialogue:talks_withdraw": only(*WRITERS, made=_step(Talks, TalksAct, "talks", subject="A")),
    # What is due: whose letters and documents one sees; the feed opens by its secret alone
    "clocks:list": signed_in(),
    "clocks:month": signed_in(),
    "clocks:file": signed_in(),
    "clocks:reminders": signed_in(),
    "clocks:feed": anyone(_feed),
    # Drafts of letters, from the page of what fills them
    "drafts:draft": only(*WRITERS, made=_draft),
    # Follow-up on reprisals: the two who are named, and nobody else
    "reprisals:visit": only(*THE_TWO, made=_kept_visit),
    "reprisals:add": only(*THE_TWO, made=_kept_visit),
    "reprisals:follow_up": only(*THE_TWO, made=_follow_up),
    "reprisals:check": only(*THE_TWO, made=_follow_up),
    "reprisals:found": only(*THE_TWO, made=_follow_up),
    "reprisals:close": only(*THE_TWO, made=_follow_up),
    "reprisals:named": only("head of delegation", "head of body", made=_kept_visit),
    "reprisals:replace": only("head of body", made=_keeper),
    # The mail book: who reads the file reads what came in, who is named reads who sent it
    "mailbook:list": only(*READERS, "delegation member", "head of delegation"),
    "mailbook:receive": only(*WRITERS),
    "mailbook:entry": only(*READERS, made=_mail),
    "mailbook:change": only(*WRITERS, made=_mail),
    "mailbook:step": only(*WRITERS, made=_mail),
    "mailbook:step_withdraw": only(*WRITERS, made=_mail_step),
    "mailbook:sender": only("desk officer", made=_mail),
    "mailbook:name_reader": only(*WRITERS, made=_mail),
    "mailbook:end_reader": only(*WRITERS, made=_mail_named),
    "mailbook:link": only(*WRITERS, made=_mail),
    # The programme: for who reads the file of any Party; what is put on it, for who writes
    "replies:home": only("liaison officer"),
    "replies:report": only("liaison officer", made=lambda: {"public_id": _to_answer().public_id}),
    "replies:item": only("liaison officer", made=_item_to_answer),
    "replies:send": only("liaison officer", made=lambda: {"public_id": _to_answer().public_id}),
    "replies:publication": only("liaison officer", made=lambda: {"public_id": _to_answer().public_id}),
    "replies:receipt": only(*READERS, "liaison officer", made=_sent),
    "replies:receipt_file": only(*READERS, "liaison officer", made=lambda: {**_sent(), "form": "json"}),
    "replies:responses": only(*READERS, made=lambda: {"public_id": _to_answer().public_id}),
    "replies:file": only(*WRITERS, made=lambda: {"public_id": _to_answer().public_id}),
    "replies:apart": only(*READERS, made=_letter_apart),
    "replies:apart_rest": only(*WRITERS, made=_letter_apart),
    "replies:apart_file": only(*READERS, made=lambda: {**_letter_apart(), "form": "csv"}),
    "replies:apart_bring": only(*WRITERS, made=_letter_apart),
    "replies:apart_bring_try": only("desk officer", made=_filled_in_at_the_desk),
    "replies:items_file": only(
        *READERS, "liaison officer", made=lambda: {"public_id": _to_answer().public_id, "form": "csv"}
    ),
    "replies:bring": only("liaison officer", made=lambda: {"public_id": _to_answer().public_id}),
    "replies:bring_try": only("liaison officer", made=_filled_in),
    "replies:apart_item": only(*WRITERS, made=_item_apart),
    "replies:apart_correct": only(*WRITERS, made=_answer_apart),
    "replies:apart_withdraw": only(*WRITERS, made=_answer_apart),
    "programme:parties": only(*READERS, "delegation member", "head of delegation"),
    "programme:places": only(*READERS, "delegation member", "head of delegation"),
    "programme:entries": only(*READERS, "delegation member", "head of delegation"),
    "programme:put_on": only(*WRITERS),
    "programme:take_off": only(*WRITERS, made=_on_the_programme),
    "programme:year": only(*WRITERS, made=lambda: {"year": 2031}),
    "programme:criteria": only(*READERS, "delegation member", "head of delegation"),
    "programme:criteria_add": only(*WRITERS),
    "programme:criteria_change": only(*WRITERS, made=_criteria),
    "programme:protect": only(*WRITERS, made=_one(Place, name="A")),
    "programme:end_protection": only(*WRITERS, made=_protected),
    "programme:brief": only(*READERS, made=_slug),
    "programme:brief_file": only(*READERS, made=lambda: {**_slug(), "form": "docx"}),
    "programme:checklists": only(*READERS, "delegation member", "head of delegation"),
    "programme:checklist": only(
        *READERS, "delegation member", "head of delegation", made=lambda: {"kind": "police"}
    ),
    "programme:checklist_file": only(
        *READERS,
        "delegation member",
        "head of delegation",
        made=lambda: {"kind": "police", "form": "docx"},
    ),
    # Statistics: counted from the files that one reads
    "statistics:page": only(*READERS, "delegation member", "head of delegation"),
    "statistics:figure": only(
        *READERS, "delegation member", "head of delegation", made=lambda: {"key": "visits"}
    ),
    # Parties, authorities and liaison officers
    "parties:add": only(*WRITERS),
    "parties:name": only(*WRITERS, made=_slug),
    "parties:completeness": only(*WRITERS, made=_slug),
    "parties:authorities": anyone(),
    "parties:authority": anyone(_one(Authority, name="A")),
    "parties:authority_add": only(*WRITERS),
    "parties:authority_change": only(*WRITERS, made=_one(Authority, name="A")),
    "parties:succession_add": only(*WRITERS, made=_one(Authority, name="A")),
    "parties:succession_withdraw": only(*WRITERS, made=_succession),
    "parties:officers": anyone(),
    "parties:officer": anyone(_one(LiaisonOfficer, name="A", office="B")),
    "parties:officer_add": only(*WRITERS),
    "parties:officer_change": only(*WRITERS, made=_one(LiaisonOfficer, name="A", office="B")),
    # Documents and what they ask
    "reports:documents": anyone(),
    "reports:document": anyone(_one(Document, kind="other")),
    "reports:document_add": only(*WRITERS),
    "reports:document_change": only(*WRITERS, made=_one(Document, kind="other")),
    "reports:document_act": only(*WRITERS, made=_one(Document, kind="other")),
    "reports:document_withdraw": only(*WRITERS, *THE_TWO, made=lambda: _own_step("document", _own_report())),
    "reports:begin": only(*WRITERS, *THE_TWO, made=_own_visit),
    "reports:take": only(*WRITERS, *THE_TWO, made=lambda: _own_report() | {"step": "comments"}),
    # The text of a report
    "builder:text": only(*READERS, *THE_TWO, made=_text),
    "builder:begin": only(*WRITERS, *THE_TWO, made=_own_report),
    "builder:add": only(*WRITERS, *THE_TWO, made=lambda: _text() | {"form": "numbered", "after": "start"}),
    "builder:passage": only(*READERS, *THE_TWO, made=_passage),
    "builder:write": only(*WRITERS, *THE_TWO, made=_passage),
    "builder:move": only(*WRITERS, *THE_TWO, made=_passage),
    "builder:remove": only(*WRITERS, *THE_TWO, made=_passage),
    "builder:put_back": only(*WRITERS, *THE_TWO, made=_passage),
    "builder:numbers": only(*WRITERS, *THE_TWO, made=_text),
    "builder:asks": only(*WRITERS, *THE_TWO, made=_text),
    "builder:copy": only(*READERS, *THE_TWO, made=lambda: _text() | {"form": "docx"}),
    "builder:bring_back": only(*WRITERS, *THE_TWO, made=_text),
    "builder:merge": only(*WRITERS, *THE_TWO, made=_came_back),
    "builder:round_add": only(*WRITERS, *THE_TWO, made=_text),
    "builder:round": only(*READERS, *THE_TWO, made=_round),
    "builder:remark": only(*WRITERS, *THE_TWO, made=_round),
    "builder:remark_decide": only(*WRITERS, *THE_TWO, made=_remark),
    "reports:asks": anyone(),
    "reports:asks_upr_info": only(
        *(EVERYBODY - {"liaison officer"})  # who reads what is confidential needs the right to take it away
    ),
    "reports:asked": anyone(_slug),
    "reports:ask": anyone(_one(Ask, kind="request", text="A")),
    "reports:ask_add": only(*WRITERS),
    "reports:ask_change": only(*WRITERS, made=_one(Ask, kind="request", text="A")),
    # Threads, claims, assessments and the scale
    "threads:list": anyone(),
    "threads:thread": anyone(_one(Ask, kind="request", text="A")),
    "threads:link": only(*WRITERS, made=_one(Ask, kind="request", text="A")),
    "threads:document": only(*WRITERS, made=_one(Document, kind="other")),
    "threads:answer": only(*WRITERS, made=_one(Ask, kind="request", text="A")),
    "threads:claim": only(*WRITERS, made=_one(Ask, kind="request", text="A")),
    "threads:assess": only(*WRITERS, made=_one(Ask, kind="request", text="A")),
    "threads:withdraw": only(*WRITERS, made=_claim),
    "threads:scale": only("head of body"),
    "threads:degree_add": only("head of body"),
    "threads:degree_change": only("head of body", made=lambda: {"code": "implemented"}),
    "threads:degree_retire": only("head of body", made=lambda: {"code": "implemented"}),
    # The desk for reading
    "reading:list": only(*WRITERS),
    "reading:bring": only(*WRITERS),
    "reading:reading": only(*WRITERS, made=_reading),
    "reading:take": only(*WRITERS, made=_reading),
    "reading:add": only(*WRITERS, made=_reading),
    "reading:published": only(*WRITERS, made=_reading),
    "reading:withdraw": only(*WRITERS, made=_reading),
    "reading:document": only(*WRITERS, made=_reading),
    "reading:page": only(*WRITERS, made=lambda: {**_reading(), "number": 1}),
    "reading:proposal": only(*WRITERS, made=_proposal),
    # Bringing lists in
    "reports:import": only(*WRITERS),
    "reports:import_columns": only("desk officer", made=_desk_officers_list),
    "reports:import_drop": only("desk officer", made=_desk_officers_list),
    "reports:import_try": only("desk officer", made=_desk_officers_other_list),
    # Oversight of the register
    "audits:list": only(*OVERSEERS, *READERS, *THE_TWO),
    "audits:ask": only(*OVERSEERS, *WRITERS, *THE_TWO, made=lambda: a_register_given(_own_visit()) and {}),
    "audits:bring": only(*OVERSEERS, *WRITERS, *THE_TWO, made=lambda: _own_visit() and {}),
    "audits:bring_again": only(*WRITERS, *THE_TWO, made=lambda: a_register_given(_own_visit())),
    # The auditor withdraws none that another person brought.
    "audits:withdraw": only("inspector", made=a_register_of_the_authority),
    "audits:audit": only(*WRITERS, *THE_TWO, made=_own_audit),
    "audits:stop": only(*WRITERS, *THE_TWO, made=_own_audit),
    "audits:occasions": only(*WRITERS, *THE_TWO, made=_own_audit),
    "audits:record": only(*WRITERS, *THE_TWO, made=lambda: {**_own_audit(), "number": 0}),
    "audits:compared": only(*WRITERS, *THE_TWO, made=_own_audit),
    "audits:rule": only(*WRITERS, *THE_TWO, made=lambda: {**_own_audit(), "rule": "register.numbered"}),
    "audits:take_over": only(*WRITERS, *THE_TWO, made=lambda: {**_own_audit(), "rule": "register.numbered"}),
    "audits:file": only(*WRITERS, *THE_TWO, made=lambda: {**_own_audit(), "name": "figures.json"}),
    "oversight:board": only(*OVERSEERS),
    "oversight:alert": only(*OVERSEERS, made=an_alert),
    "oversight:complaints": only("inspector"),
    "oversight:complaint": only("inspector", made=a_complaint),
    # The custody desk, and the stations that it is in
    "custodydesk:board": only(*THE_REGISTER),
    "custodydesk:board_at": only(*THE_REGISTER, made=_at_the_station),
    "custodydesk:open": only("custody officer", made=_at_the_station),
    "custodydesk:find": only("custody officer", made=_at_the_station),
    "custodydesk:handover": only("custody officer", made=_at_the_station),
    "custodydesk:record": only(*THE_REGISTER, made=_record),
    "recordpapers:receipts": only(*THE_REGISTER, made=_record),
    "recordpapers:rights_pdf": only(*THE_REGISTER, made=lambda: {"record_id": _signed()["record_id"]}),
    "recordpapers:receipt": only(*THE_REGISTER, made=lambda: _its_record("rights_informed")),
    "recordpapers:receipt_pdf": only(*THE_REGISTER, made=_signed),
    "recordpapers:receipt_file": only(*THE_REGISTER, made=_signed),
    "recordpapers:day": only(*THE_REGISTER, made=_record),
    "recordpapers:copy": only(*THE_DESK, "inspector", made=_record),
    "disclosure:list": only(*THE_DESK, "inspector"),
    "disclosure:ask": only(*THE_DESK, "inspector", made=_record),
    "disclosure:one": only(*THE_DESK, "inspector", made=_a_disclosure),
    "recordings:list": only(*THE_REGISTER, made=_record),
    "recordings:file": only("custody officer", made=lambda: _its_record("recording_stopped")),
    "recordings:sign": only(
        "custody officer", made=lambda: a_recording_to_sign(_its_record("recording_stopped"))
    ),
    "recordings:elsewhere": only("custody officer", made=lambda: _its_record("recording_stopped")),
    "recordings:take": only(
        "custody officer", "inspector", made=lambda: a_recording_here(_its_record("recording_stopped"))
    ),
    "erasure:list": only("head of body", *OVERSEERS),
    "erasure:ask": only("head of body", made=_record),
    "erasure:one": only("head of body", *OVERSEERS, made=_an_erasure),
    "custodydesk:amend": only("custody officer", made=_record),
    "custodydesk:enter": only(*THE_DESK, made=lambda: {**_record(), "kind": "complaint_made"}),
    "custodydesk:correct": only(*THE_DESK, made=lambda: _its_record("risk_assessed")),
    "custodydesk:annul": only(*THE_DESK, made=lambda: _its_record("risk_assessed")),
    "custodydesk:rights": only("custody officer", made=_record),
    "custodydesk:notice": only("custody officer", made=lambda: {**_record(), "language": "uk"}),
    "custodydesk:notice_pdf": only("custody officer", made=lambda: {**_record(), "language": "ar"}),
    "offline:worker": anyone(),
    "offline:shell": anyone(),
    "offline:station": only(*THE_REGISTER, made=_at_the_station),
    "offline:enrol": only("custody officer", made=_at_the_station),
    "offline:deliver": only("custody officer", made=_at_the_station),
    "offline:sign": only("custody officer", made=_a_queued_entry),
    "offline:leave": only("custody officer", made=_a_queued_entry),
    "outages:station": only(*THE_REGISTER, made=_at_the_station),
    "outages:start": only("custody officer", made=_at_the_station),
    "outages:end": only("custody officer", made=_an_outage),
    "outages:sheets": only(*THE_REGISTER, made=_at_the_station),
    "outages:issue": only("custody officer", made=_at_the_station),
    "outages:printed": only("custody officer", made=_sheets_to_print),
    "outages:sheet": only("custody officer", made=_a_sheet),
    "outages:cancel": only("custody officer", made=_a_sheet),
    "stations:list": only("head of body"),
    "stations:add": only("head of body"),
    "stations:station": only("head of body", made=_to_set_up),
    "stations:change": only("head of body", made=_to_set_up),
    "stations:post": only("head of body", made=_to_set_up),
    "stations:end_post": only("head of body", made=_a_post),
    "stations:reset": only("head of body", made=_a_post),
    "stations:badge": only("head of body", made=_a_post),
    "stations:add_machine": only("head of body", made=_to_set_up),
    "stations:withdraw_machine": only("head of body", made=_a_machine),
    "stations:mirrors": only("head of body"),
    "stations:add_mirror": only("head of body"),
    "stations:withdraw_mirror": only("head of body", made=_a_mirror),
    "stations:pin": only(*THE_DESK),
    # The shell
    "shell:help": anyone(),
    "shell:set_language": anyone(),
    "shell:set_theme": anyone(),
}
