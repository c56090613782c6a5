"""What is confidential does not leak: by the desk, choices, the journal, a log line, an approval."""

import io
import logging
import re

import pytest
from tests import cast
from tests.web.facts import every_kind, orland, source

from habeas.web.dialogue.models import LetterAct
from habeas.web.dossier.models import Figure, FigureValue, Procedure, ProcedureStep
from habeas.web.journal.models import JournalEntry
from habeas.web.reports.models import DocumentAct, Theme
from habeas.web.running import serving
from habeas.web.shell.log_lines import Plain
from habeas.web.visits.models import Incident, VisitAct

pytestmark = pytest.mark.django_db
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

    def broken(_reader: object) -> None:
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
