"""What is confidential does not leak: by the desk, choices, the journal, a log line, an approval."""

import html
import io
import logging
import re
import zipfile
from types import SimpleNamespace
from typing import Any

import pytest
from pypdf import PdfReader
from tests import cast
from tests.documents.test_word_reading import paper
from tests.web.facts import every_kind, orland, source

from habeas.language import words
from habeas.papers import render_pdf
from habeas.web.dialogue.models import LetterAct, TalksAct
from habeas.web.dossier.models import Event, Figure, FigureValue, Procedure, ProcedureStep, Statement
from habeas.web.journal.models import JournalEntry
from habeas.web.mailbook.models import MailEntry, SealedSender, Sender
from habeas.web.parties.models import ListCompleteness, Party, PartyName
from habeas.web.people.models import User
from habeas.web.places.models import Place, PlaceChange
from habeas.web.publication.models import PublicationFile, PublicationForm
from habeas.web.redaction.models import Consent, Mark, Met, WorkingText
from habeas.web.reports.models import Document, DocumentAct, Theme
from habeas.web.reprisals.models import FollowUp
from habeas.web.running import serving
from habeas.web.shell.log_lines import Plain
from habeas.web.visits.models import Incident, Visit, VisitAct

pytestmark = pytest.mark.django_db(databases=["default", "register", "keys"])
CANARY = "zebrafinch"
WITHOUT_THE_FILE = (
    cast.somebody,
    cast.auditor,
    cast.system_administrator,
    cast.custody_officer,
    cast.delegation_member,
)


@pytest.fixture
def procedure() -> Procedure:
    return Procedure.objects.create(
        party=orland(), source=source(), kind="ECPT Article 10(2)", klass="public"
    )


# What a public fact does not take with it ----------------------------------------------------------


@pytest.mark.bothdbs
def test_a_step_added_to_a_public_procedure_does_not_become_public(procedure, signed_in, client) -> None:
    ProcedureStep.objects.create(procedure=procedure, step="opened", date="2020", certainty="seen")
    assert b"2020" in client.get("/dossier/orland/").content
    desk = signed_in(cast.desk_officer())
    step = {"step": "suspended", "date": "2023-04-05", "note": CANARY, "certainty": "seen"}
    assert desk.post(f"/dossier/fact/procedure/{procedure.public_id}/step/", step).status_code == 302
    assert CANARY in desk.get("/dossier/orland/").content.decode()
    for address in ("/dossier/orland/", "/dossier/orland/dossier.json"):
        shown = client.get(address).content.decode()
        assert CANARY not in shown
        assert "2023-04-05" not in shown
    procedure.refresh_from_db()
    assert procedure.klass == "confidential"
    entry = JournalEntry.objects.filter(action="procedure.step_added").get()
    assert entry.revision.changes["klass"] == ["public", "confidential"]


@pytest.mark.parametrize("who", WITHOUT_THE_FILE, ids=lambda make: make.__name__)
def test_the_desk_draws_nothing_from_confidential_steps_of_public_facts(who, signed_in) -> None:
    row = every_kind("public", "plain")
    LetterAct.objects.filter(letter=row.letter).delete()
    LetterAct.objects.create(letter=row.letter, kind="due", date="2033-03-03", klass="confidential")
    DocumentAct.objects.create(document=row.document, kind="due", date="2034-04-04", klass="confidential")
    VisitAct.objects.create(visit=row.visit, kind="suspended", date="2017-10-31", klass="confidential")
    assert b"suspended" in signed_in(cast.desk_officer()).get("/").content
    told = signed_in(who()).get("/").content.decode()
    for leaked in ("2033", "2034", "suspended", row.visit.public_id, row.document.public_id):
        assert leaked not in told


def test_a_theme_that_only_confidential_asks_carry_is_not_offered(signed_in, client) -> None:
    open_ask, closed = every_kind("public", "plain").ask, every_kind("confidential", "held").ask
    closed.themes.add(Theme.objects.create(name=f"Cell of {CANARY}"))
    open_ask.themes.add(Theme.objects.create(name="Doctors"))
    member = signed_in(cast.delegation_member())
    for reader in (client, member):
        page = reader.get("/asks/").content.decode()
        assert "Doctors" in page
        assert CANARY not in page
    # Nor is the name an oracle: it is refused like one that does not exist.
    for name in (f"Cell of {CANARY}", "Cell of nobody"):
        assert b"Open the doors plain." in client.get("/asks/", {"theme": name}).content
    assert CANARY in signed_in(cast.desk_officer()).get("/asks/").content.decode()


# The auditor reads who did what, not what was written ------------------------------------------------


def test_the_journal_does_not_tell_the_auditor_what_a_step_says(signed_in) -> None:
    row = every_kind("confidential", "held")
    desk = signed_in(cast.desk_officer())
    step = {"kind": "refused", "date": "2018", "why": CANARY, "note": CANARY, "by": CANARY}
    assert desk.post(f"/visits/{row.visit.public_id}/step/", step | {"certainty": "seen"}).status_code == 302
    act = VisitAct.objects.get(why=CANARY)
    withdrawn = f"/visits/{row.visit.public_id}/step/{act.public_id}/withdraw/"
    assert desk.post(withdrawn, {"reason": "typed twice"}).status_code == 302
    closed = {"on": "2019", "note": CANARY}
    assert desk.post(f"/places/{row.place.public_id}/history/close/", closed).status_code == 302
    auditor = signed_in(cast.auditor())
    taken = b"".join(auditor.post("/journal/export/").streaming_content).decode()
    told = auditor.get("/journal/").content.decode()
    for shown in (told, taken):
        assert CANARY not in shown
        assert "refused" not in re.sub(r"the database refuses", "", shown)
    assert CANARY in desk.get(f"/visits/{row.visit.public_id}/").content.decode()  # the history beside it
    assert CANARY in desk.get(f"/places/{row.place.public_id}/").content.decode()


# Who approves an opening reads, and binds, all that becomes public -----------------------------------

OPENED = {"reason": "on the Ministry's page", "seen": "on"}


def waiting_of(browser) -> dict[str, str]:
    """The form of the one opening that waits, as the page has it."""
    page = browser.get("/dossier/openings/").content.decode()
    return dict(re.findall(r'<input type="hidden" name="(approval|read)" value="(\w+)">', page))


@pytest.mark.parametrize(
    ("kind", "column"),
    [
        ("place", "address"),
        ("place", "municipality"),
        ("ask", "body"),
        ("ask", "reference"),
        ("visit", "body"),
    ],
)
def test_an_approval_shows_and_binds_what_stands_beside_the_fact(kind, column, signed_in, client) -> None:
    row = getattr(every_kind("confidential", "held"), kind)
    setattr(row, column, "Hazel Road 5")
    row.save()
    desk, head = signed_in(cast.desk_officer()), signed_in(cast.head_of_body())
    asked = f"/dossier/open/{kind}/{row.public_id}/"
    assert "Hazel Road 5" in desk.get(asked).content.decode()
    assert desk.post(asked, OPENED).status_code == 302
    assert "Hazel Road 5" in head.get("/dossier/openings/").content.decode()
    type(row).objects.filter(pk=row.pk).update(**{column: CANARY})
    assert head.post("/dossier/openings/", waiting_of(head)).status_code == 400
    row.refresh_from_db()
    assert row.klass == "confidential"


def test_what_a_figure_counts_is_approved_with_its_value(signed_in) -> None:
    figure = Figure.objects.create(party=orland(), about="Hunger strikers")
    value = FigureValue.objects.create(figure=figure, party=orland(), source=source(), value="12")
    desk, head = signed_in(cast.desk_officer()), signed_in(cast.head_of_body())
    assert desk.post(f"/dossier/open/figure/{value.public_id}/", OPENED).status_code == 302
    assert "Hunger strikers" in head.get("/dossier/openings/").content.decode()
    change = {"about": CANARY, "value": "12", "source": value.source.public_id, "certainty": "recalled"}
    changed = desk.post(f"/dossier/fact/figure/{value.public_id}/", change | {"reason": "other words"})
    assert changed.status_code == 302
    assert head.post("/dossier/openings/", waiting_of(head)).status_code == 400
    value.refresh_from_db()
    assert value.klass == "confidential"


def test_what_was_changed_while_it_was_read_and_changed_back_is_not_opened(signed_in) -> None:
    row = every_kind("confidential", "held").incident
    desk, head = signed_in(cast.desk_officer()), signed_in(cast.head_of_body())
    assert desk.post(f"/dossier/open/incident/{row.public_id}/", OPENED).status_code == 302
    Incident.objects.update(kind="harmless")
    read = waiting_of(head)
    Incident.objects.update(kind=row.kind)
    assert head.post("/dossier/openings/", read).status_code == 400
    assert head.post("/dossier/openings/", {"approval": read["approval"]}).status_code == 400
    assert head.post("/dossier/openings/", waiting_of(head)).status_code == 302
    row.refresh_from_db()
    assert row.klass == "public"


# Log lines ---------------------------------------------------------------------------------------------


def test_a_fault_is_logged_without_its_words(client, monkeypatch) -> None:
    """Whatever an exception says, the log has its kind and its place in the code."""

    def broken(_reader: object, **_more: object) -> None:
        try:
            int(f"Ivan {CANARY}")
        except ValueError as error:
            raise RuntimeError(f"duplicate key: {CANARY}") from error

    monkeypatch.setattr("habeas.web.dossier.views.parties_listed", broken)
    client.raise_request_exception = False
    said = io.StringIO()
    plain = [one for one in logging.getLogger().handlers if isinstance(one.formatter, Plain)]
    assert len(plain) == 1
    monkeypatch.setattr(plain[0], "stream", said)
    page = client.get("/dossier/", {"q": CANARY})
    assert page.status_code == 500
    assert CANARY not in page.content.decode()
    for told in ("RuntimeError", "ValueError", "in broken"):
        assert told in said.getvalue()
    assert CANARY not in said.getvalue()


def test_the_server_does_not_log_what_was_asked_for_nor_from_where(capfd) -> None:
    server = serving._Server(None, [], lambda: None)
    log = server.cfg.logger_class(server.cfg)
    try:
        log.warning("Invalid request from ip=%s: Invalid HTTP request line: %s", "192.0.2.7", CANARY)
        try:
            int(CANARY)
        except ValueError:
            log.exception("Error handling request %s %s", "GET", f"/?q={CANARY}")
    finally:
        out, err = capfd.readouterr()
        log.error_log.handlers.clear()
    assert "builtins.ValueError" in err
    assert CANARY not in out + err
    assert "192.0.2.7" not in out + err


# What stays on the machine of who reads -----------------------------------------------------------------


@pytest.mark.parametrize(
    "address", ["/", "/dossier/orland/", "/visits/", "/places/?export=csv", "/asks/upr-info.csv", "/nowhere/"]
)
def test_no_page_of_somebody_signed_in_is_kept_by_the_browser(address, signed_in) -> None:
    every_kind("confidential", "held")
    assert "no-store" in signed_in(cast.desk_officer()).get(address)["Cache-Control"]


@pytest.mark.parametrize("klass", ["public", "confidential"])
def test_a_list_that_the_public_sees_in_part_is_not_called_complete(klass, signed_in, client) -> None:
    every_kind("public", "plain")
    ListCompleteness.objects.create(party=orland(), list="visit", complete=True)
    Visit.objects.create(party=orland(), source=source(), date="2021", klass=klass)
    told = client.get("/dossier/orland/dossier.json").json()["complete"]
    assert told.get("visit") is (True if klass == "public" else None)
    desk = signed_in(cast.desk_officer())
    assert desk.get("/dossier/orland/dossier.json?public=1").json()["complete"] == told


def test_no_order_tells_which_places_share_a_confidential_authority(client) -> None:
    free, held = every_kind("public", "plain"), every_kind("confidential", "held")
    Place.objects.filter(pk=free.place.pk).update(authority=held.authority)
    Place.objects.create(
        name="Zinc", party=orland(), source=source(), klass="public", authority=free.authority
    )
    for order in ("authority", "-authority"):
        page = client.get("/places/", {"sort": order}).content.decode()
        assert page.index("Place plain</") < page.index("Zinc</")


# Every page that links lead to --------------------------------------------------------------------------


@pytest.fixture
def entangled() -> SimpleNamespace:
    """Public facts that point at confidential ones in every way there is, each text of which is marked."""
    held, free = every_kind("confidential", CANARY), every_kind("public", "plain")
    for row, pointer, at in (
        (free.place, "authority", held.authority),
        (free.officer, "authority", held.authority),
        (free.incident, "visit", held.visit),
        (free.letter, "visit", held.visit),
        (free.document, "responds_to", held.document),
        (free.ask, "document", held.document),
    ):
        setattr(row, pointer, at)
        row.save()
    free.document.visits.set([held.visit])
    free.ask.themes.clear()
    secret = {"why": CANARY, "by": CANARY, "note": CANARY, "basis": CANARY, "date": "2039"}
    for act, holder in (
        (VisitAct, "visit"),
        (LetterAct, "letter"),
        (DocumentAct, "document"),
        (TalksAct, "talks"),
    ):
        of = {holder: getattr(free, holder)}
        act.objects.create(kind="due", klass="confidential", source=source(CANARY), **of, **secret)
        act.objects.create(kind="due", withdrawn_why=CANARY, **of, **secret)
    PlaceChange.objects.create(place=free.place, kind="closed", note=CANARY, withdrawn_why=CANARY)
    PlaceChange.objects.create(place=free.place, kind="merged into", into=held.place, note=CANARY)
    PlaceChange.objects.create(place=held.place, kind="merged into", into=free.place, note=CANARY)
    public = {"party": orland(), "source": source(), "klass": "public"}
    closed = {"party": orland(), "source": source(CANARY), "note": CANARY}
    statement = Statement.objects.create(speaker="Ministry", gist="All is well.", date="2022", **public)
    statement.about_asks.add(held.ask)
    statement.about_visits.add(held.visit)
    statement.about_documents.add(held.document)
    shared = Figure.objects.create(party=orland(), about="Prisoners")
    FigureValue.objects.create(figure=shared, value="405", **public)
    FigureValue.objects.create(figure=shared, value=CANARY, **closed)
    figure = Figure.objects.create(party=orland(), about=CANARY)
    FigureValue.objects.create(figure=figure, value=CANARY, **closed)
    statement.about_figures.add(shared, figure)
    Statement.objects.create(speaker=CANARY, gist=CANARY, about=CANARY, role=CANARY, **closed)
    Event.objects.create(kind=CANARY, body=CANARY, **closed)
    came_in = MailEntry.objects.create(
        party=orland(),
        received_on="2039-01-01",
        sender_kind="family",
        theme="health",
        gist=CANARY,
        sender=Sender.objects.create(pseudonym="zebr-afin"),
    )
    SealedSender.objects.create(sender=came_in.sender, who=CANARY)
    followed = FollowUp.objects.create(visit=free.visit, note=CANARY, pseudonym="zebr-afi2")
    steps = Procedure.objects.create(kind=CANARY, annex=CANARY, **closed)
    ProcedureStep.objects.create(procedure=steps, step="opened", note=CANARY, certainty="seen")
    at_the_desk = _on_the_way_to_the_public(held.document, free.document)
    unknown = Party.objects.create(name=f"{CANARY} land", slug=f"{CANARY}-land", note=CANARY)
    PartyName.objects.create(party=unknown, name=f"{CANARY} spelling")
    ListCompleteness.objects.create(party=orland(), list="visit", complete=False, note=CANARY)
    ids = [
        row.public_id
        for row in (*vars(held).values(), figure, steps, unknown, came_in, followed, *at_the_desk)
    ]
    return SimpleNamespace(held=held, free=free, ids=ids)


PLAIN = render_pdf(paper("1"), words=words("en"))


def _on_the_way_to_the_public(held: Document, free: Document) -> list[Any]:
    """What the publication desk keeps of two documents; the public one is published beside it."""
    units = [{"text": CANARY}, {"text": f"Ivan {CANARY}"}]
    rows: list[Any] = []
    for document in (held, free):
        text = WorkingText.objects.create(document=document, sha256="0" * 64, language="en", units=units)
        rows += [
            text,
            Mark.objects.create(text=text, unit=1, start=0, end=4, decision="office", office=CANARY),
        ]
        rows.append(Consent.objects.create(document=document, how="writing", given_on="2039-01-01"))
        rows.append(Met.objects.create(document=document, name=CANARY, kind="organisation"))
        file = PublicationFile.objects.create(
            document=document, sha256="1" * 64, data=CANARY.encode(), size=1, title=CANARY, reference=CANARY
        )
        rows += [file, PublicationForm.objects.create(file=file, name="pdf", data=CANARY.encode(), size=1)]
    PublicationFile.objects.create(
        document=free, sha256="2" * 64, data=PLAIN, size=len(PLAIN), title="Plain", published_on="2026-01-01"
    )
    return rows


def opened(answer) -> str:
    """All that an answer says: its head, its body, and what is packed in it."""
    head = " ".join(f"{name}: {value}" for name, value in answer.headers.items())
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if data[:2] == b"PK":
        packed = zipfile.ZipFile(io.BytesIO(data))
        data = b"".join(packed.read(name) for name in packed.namelist())
    if data[:5] == b"%PDF-":  # its own bytes are packed, and full of numbers that are places in the file
        pdf = PdfReader(io.BytesIO(data))
        data = "\n".join([str(pdf.metadata), *(page.extract_text() for page in pdf.pages)]).encode()
    return head + data.decode("utf-8", "replace")


def outsider(who) -> User:
    return cast.liaison_officer(party="another") if who == "liaison" else who()


PASSED_BY = re.compile("/(set|static|law|rules|help|journal|account|programme/checklists)/")
QUESTIONS = ("export=csv", "export=xlsx", "compact=1", "sort=-klass", "party=orland", "public=1", "sha256=1")


@pytest.mark.parametrize(
    "who", [None, "liaison", cast.delegation_member], ids=["public", "liaison", "member"]
)
def test_no_link_leads_to_what_is_confidential(who, entangled, signed_in, client) -> None:
    browser = signed_in(outsider(who)) if who else client
    waiting = ["/", *(f"/dossier/orland/dossier.{form}" for form in ("html", "json", "docx"))]
    met: set[str] = set()
    while waiting:
        address = waiting.pop()
        path, _, query = address.partition("?")
        # One question at a time: what two narrow, one has shown.
        if address in met or "&" in query or PASSED_BY.match(path):
            continue
        met.add(address)
        answer = browser.get(address)
        # 10:20:39 is no year, and 12,039 bytes are none
        told = re.sub(r"DTSTAMP:\w+|Content-Length: \d+", "", opened(answer))
        for leaked in (CANARY, "2039", "zebr-afi", *entangled.ids):
            assert leaked not in told, (address, leaked, told[max(0, told.find(leaked) - 150) :][:300])
        if not query and "text/html" in answer.headers.get("Content-Type", ""):
            links = re.findall(r'(?:href|action)="(/[^"#]*|\?[^"#]*)', told)
            waiting += [html.unescape(path + link if link[0] == "?" else link) for link in links]
            if not re.search("/[0-9a-z]{14}/", path):  # the page of one thing draws no list
                waiting += [f"{path}?{question}" for question in QUESTIONS]
    assert len(met) > 40
    for row in vars(entangled.held).values():
        for asked in (row.public_id, f"{row.public_id}/change"):
            for root in (
                "publication",
                "redaction",
                "published",
                "places",
                "visits",
                "visits/incidents",
                "letters",
                "letters/talks",
                "mail-book",
                f"follow-up/{entangled.free.visit.public_id}",
                "documents",
                "asks",
            ):
                answer = browser.get(f"/{root}/{asked}/")
                assert answer.status_code in (302, 404)
                assert CANARY not in opened(answer)
