"""Adding to a dossier by hand, and changing it: confidential, journalled, with its reason and history."""

import pytest
from tests import cast

from habeas.web.dossier.models import Event, FigureValue, Procedure, Statement
from habeas.web.journal.models import JournalEntry
from habeas.web.parties.models import Party
from habeas.web.sources.models import Source

pytestmark = [pytest.mark.django_db, pytest.mark.bothdbs]


@pytest.fixture
def party() -> Party:
    return Party.objects.create(name="Orland (invented)", slug="orland", klass="public", invented=True)


@pytest.fixture
def desk(signed_in):
    return signed_in(cast.desk_officer())


STATEMENT = {
    "party": "orland",
    "date": "3 July 2031",
    "speaker": "Ministry of the Interior",
    "role": "",
    "about": "police custody",
    "kind": "claim",
    "gist": "Every detained person sees a lawyer.",
    "provision": "ECPT#10(2)",
    "source": "",
    "source_name": "press conference of 3 July 2031",
    "source_date": "2031-07-03",
    "pinpoint": "",
    "certainty": "reported",
    "voice": "State",
    "capacity": "government",
    "note": "",
}


def test_what_is_added_by_hand_is_confidential_and_journalled(desk, party, client, journalled) -> None:
    with journalled("statement.added"):
        answer = desk.post("/dossier/orland/add/statement/", STATEMENT)
    row = Statement.objects.get()
    assert answer.status_code == 302
    assert (row.klass, row.date, row.source.name) == (
        "confidential",
        "2031-07-03",
        "press conference of 3 July 2031",
    )
    assert b"Every detained person" in desk.get("/dossier/orland/").content
    assert b"Every detained person" not in client.get("/dossier/orland/").content


def test_no_form_makes_a_fact_public(desk, party) -> None:
    desk.post("/dossier/orland/add/statement/", STATEMENT | {"klass": "public", "class": "public"})
    assert Statement.objects.get().klass == "confidential"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("source_name", "", "Choose a source"),
        ("provision", "ECPT#99", "Habeas does not know ECPT#99"),
        ("date", "30 February 2031", "30 February"),
        ("gist", "", "required"),
    ],
)
def test_a_wrong_field_is_said_beside_it_and_nothing_is_lost(desk, party, field, value, said) -> None:
    page = desk.post("/dossier/orland/add/statement/", STATEMENT | {field: value}).content.decode()
    assert said in page
    assert "Ministry of the Interior" in page
    assert not Statement.objects.exists()
    assert not Source.objects.exists()


def test_a_change_asks_why_and_keeps_what_was_there(desk, party, journalled) -> None:
    desk.post("/dossier/orland/add/statement/", STATEMENT)
    row = Statement.objects.get()
    address = f"/dossier/fact/statement/{row.public_id}/"
    changed = STATEMENT | {"source": row.source.public_id, "source_name": "", "gist": "Most see a lawyer."}
    assert b"Why is it changed?" in desk.post(address, changed).content
    row.refresh_from_db()
    assert row.gist == "Every detained person sees a lawyer."
    with journalled("statement.changed") as written:
        desk.post(address, changed | {"reason": "The recording says most."})
    assert written[0].reason == "The recording says most."
    assert written[0].revision.changes["gist"] == [
        "Every detained person sees a lawyer.",
        "Most see a lawyer.",
    ]
    page = desk.get(address).content.decode()
    assert "The recording says most." in page
    assert "Dana" in page


def test_values_of_one_figure_stand_side_by_side(desk, party) -> None:
    shared = {
        key: STATEMENT[key]
        for key in ("party", "source_name", "certainty", "voice", "capacity", "pinpoint", "note")
    }
    for value, voice in (("12", "State"), ("9 to 13", "other")):
        desk.post(
            "/dossier/orland/add/figure/",
            shared | {"about": "deaths", "value": value, "date": "2031", "voice": voice, "source": ""},
        )
    assert FigureValue.objects.values("figure").distinct().count() == 1
    assert FigureValue.objects.count() == 2


def test_an_event_and_a_step(desk, party, journalled) -> None:
    shared = {
        key: STATEMENT[key] for key in ("party", "source_name", "certainty", "pinpoint", "note", "source")
    }
    event = {
        "date": "2031-01-24",
        "body": "PACE",
        "kind": "credentials not ratified",
        "voice": "",
        "capacity": "",
    }
    with journalled("event.added"):
        desk.post("/dossier/orland/add/event/", shared | event)
    procedure = Procedure.objects.create(
        party=party, source=Event.objects.get().source, kind="ECPT Article 10(2)"
    )
    with journalled("procedure.step_added"):
        desk.post(
            f"/dossier/fact/procedure/{procedure.public_id}/step/",
            {
                "step": "opened",
                "date": "July 2021",
                "ground": "failure to co-operate",
                "note": "",
                "certainty": "seen",
            },
        )
    assert procedure.steps.get().date == "2021-07"


def test_who_may_not_write_finds_no_form(signed_in, party) -> None:
    for name in ("auditor", "publication officer", "system administrator", "liaison officer"):
        assert signed_in(cast.CAST[name]()).get("/dossier/orland/add/statement/").status_code == 404
    assert not JournalEntry.objects.filter(action="statement.added").exists()
