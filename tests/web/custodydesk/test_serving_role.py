"""On PostgreSQL the role that serves adds to the register and changes nothing, and stations stand apart."""

import json

import pytest
from django.db import ProgrammingError, connections, transaction
from django.test import Client
from tests.web.custodydesk.conftest import PINS
from tests.web.custodydesk.walk import enter, opened, send

from habeas.custody import new_event_id
from habeas.custody.records import BOOK
from habeas.errors import RefusedError
from habeas.web.custody import rights, wall, writing
from habeas.web.custody.actions import erase
from habeas.web.custody.checking import faults
from habeas.web.custody.models import Entry, Record
from habeas.web.custody.publisher import publish_now
from habeas.web.keyring.models import WrappedKey
from habeas.web.running import roles
from habeas.web.running.findings import State
from habeas.web.stations import actions
from habeas.web.stations.access import hand_of_user

SERVING = "habeas_serving"
ALIASES = ("default", "register", "keys")

pytestmark = [pytest.mark.bothdbs, pytest.mark.django_db(databases=ALIASES)]


@pytest.fixture
def serving(desk):
    """The three databases as the role that serves has them."""
    roles.give_rights(SERVING)
    act_as(SERVING)


def act_as(role: str) -> None:
    """Go on as another role, to the end of the test's transactions."""
    for alias in ALIASES:
        connections[alias].cursor().execute(f"SET LOCAL ROLE {role}")


@pytest.fixture
def omar(south, browsers, people):
    """Somebody at the other station, with a record there of a canary."""
    actions.set_pin(None, people["omar"], "2846")
    return lambda: opened(browsers("omar"), "south", name="Canary Person", pin="2846")


def sent(browser: Client, token: str, **columns) -> None:
    now = writing.wall_clock()
    event = {"event_id": new_event_id(now), "kind": "checked", "occurred_at": now.isoformat(), **columns}
    said = {"content_type": "application/json", "headers": {"Authorization": f"Bearer {token}"}}
    answer = browser.post("/api/v1/register/events", json.dumps([event]), **said)
    assert answer.status_code == 200, answer.content


def rows(statement: str, *values: object) -> list[tuple[object, ...]]:
    with connections["register"].cursor() as cursor:
        cursor.execute(statement, list(values))
        return cursor.fetchall()


def counted() -> tuple[object, object]:
    return rows("SELECT (SELECT count(*) FROM custody_entry), (SELECT count(*) FROM custody_record)")[0]


def test_the_whole_desk_a_machine_the_log_and_an_erasure_run_under_it(north, browsers, people, serving):
    clara = browsers("clara")
    record = opened(clara)
    enter(clara, record, "released", signature="signed")
    assert "Tomas Brink" in clara.get("/custody/").content.decode()
    _device, token = actions.add_device(None, north, "terminal")
    record_id = Record.objects.get().record_id
    sent(Client(), token, record_id="r-machine")
    assert publish_now()
    assert list(faults()) == []
    asked, approved = (hand_of_user(people[one]).actor_id for one in ("clara", "rana"))
    erase(record_id, legal_basis="an invented law", asked_by=asked, approved_by=approved)
    assert not WrappedKey.objects.filter(record_id=record_id).exists()
    assert list(faults()) == []
    answer = Client().get("/api/v1/register/records/r-machine", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code in (200, 404)  # it was never opened at the station; no fault of the store


REFUSED = (
    ("register", "UPDATE custody_entry SET kind = 'released'"),
    ("register", "DELETE FROM custody_entry"),
    ("register", "TRUNCATE custody_entry"),
    ("register", "UPDATE custody_log SET origin = 'another'"),
    ("register", "DELETE FROM custody_log"),
    ("register", "TRUNCATE custody_record"),
    ("register", "ALTER TABLE custody_entry DISABLE TRIGGER ALL"),
    ("register", "ALTER TABLE custody_entry NO FORCE ROW LEVEL SECURITY"),
    ("register", "ALTER TABLE custody_entry DISABLE ROW LEVEL SECURITY"),
    ("register", "DROP POLICY custody_entry_sees ON custody_entry"),
    ("register", "CREATE POLICY more ON custody_entry USING (true)"),
    ("register", "DROP TRIGGER custody_entry_refuse ON custody_entry"),
    (
        "register",
        "CREATE OR REPLACE FUNCTION custody_refuses() RETURNS trigger LANGUAGE plpgsql AS ''",
    ),
    ("register", "SET LOCAL session_replication_role = replica"),
    ("register", "DROP TABLE custody_entry"),
    ("keys", "UPDATE keyring_wrappedkey SET wrapped = wrapped"),
    ("keys", "TRUNCATE keyring_wrappedkey"),
    ("default", "UPDATE journal_journalentry SET action = 'x'"),
    ("default", "DELETE FROM journal_journalentry"),
    ("default", "TRUNCATE journal_journalentry, journal_revision"),
)


def test_what_stands_is_out_of_its_reach(north, browsers, serving):
    opened(browsers("clara"))
    before = counted()
    for alias, statement in REFUSED:
        with (
            pytest.raises(ProgrammingError, match=r"permission denied|must be owner"),
            transaction.atomic(alias),
        ):
            connections[alias].cursor().execute(statement)
    assert counted() == before > (0, 0)


def test_a_statement_sees_the_stations_that_it_was_told_of_and_told_nothing_none(
    north, omar, browsers, serving
):
    opened(browsers("clara"))
    omar()
    everywhere = counted()
    with wall.only(["north"]):
        found = {station for (station,) in rows("SELECT establishment_id FROM custody_entry")}
        assert found == {"north"}
        assert rows("SELECT count(*) FROM custody_entry WHERE establishment_id = 'south'") == [(0,)]
        assert rows("SELECT count(*) FROM custody_record r JOIN custody_entry e USING (record_id)") != [(0,)]
        in_north = counted()
    with wall.only(["south"]):
        in_south = counted()
    assert tuple(map(sum, zip(in_north, in_south, strict=True))) == everywhere
    with wall.only([]):
        assert counted() == (0, 0)
    with wall.only(["north", "south"]):
        assert counted() == everywhere


LEFT_BY = '"custody_record"."ended_by" IN'
"""Of the one question that goes past the wall: how long a person was held just before, elsewhere."""


def test_each_request_stands_behind_the_wall_of_its_reader(north, omar, browsers, people, serving):
    opened(browsers("clara"))
    record = omar()
    assert browsers("irena").get(record).status_code == 200
    assert browsers("clara").get(record).status_code == 404
    seen = []

    def look(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if not sql.startswith("S") or "custody_" not in sql or LEFT_BY in sql:
            return result
        with context["connection"].connection.cursor() as raw:
            seen.append(raw.execute("SELECT current_setting(%s, true)", (wall.SETTING,)).fetchone()[0])
        return result

    with connections["register"].execute_wrapper(look):
        for name, told in (("clara", "north"), ("omar", "south"), ("irena", "*"), ("aydan", "*")):
            seen.clear()
            browsers(name).get("/custody/" if name in ("clara", "omar") else "/oversight/")
            browsers(name).get(record)
            assert set(seen) == {told}, name


def test_a_station_keeps_what_it_wrote_and_sees_nothing_that_another_wrote_after(
    north, south, browsers, serving
):
    record = opened(browsers("clara"))
    record_id = Record.objects.get().record_id
    _device, token = actions.add_device(None, south, "terminal")
    sent(Client(), token, record_id=record_id, kind="transferred_in")
    sent(Client(), token, record_id=record_id, kind="checked")
    whole = [kind for (kind,) in rows("SELECT kind FROM custody_entry ORDER BY number")]
    with wall.only(["north"]):
        assert [kind for (kind,) in rows("SELECT kind FROM custody_entry ORDER BY number")] == whole[:-2]
        assert not Record.objects.exists()
    with wall.only(["south"]):
        assert [kind for (kind,) in rows("SELECT kind FROM custody_entry ORDER BY number")] == whole
    assert browsers("clara").get(record).status_code == 404


def test_a_station_reads_its_own_book_and_no_other(north, south, browsers, people, serving):
    clara, rana = browsers("clara"), hand_of_user(people["rana"]).actor_id
    said = {"takes_over": rana, "takes_over_pin_code": PINS["rana"], "note": "nothing open"}
    assert send(clara, "/custody/at/north/handover/", **said).status_code == 302
    assert Entry.objects.get(kind="handover").record_id == f"{BOOK}north"
    with wall.only(["north"]):
        assert Record.objects.get().record_id == f"{BOOK}north"
    with wall.only(["south"]):
        assert counted() == (0, 0)


def test_only_the_writer_adds_and_only_the_projection_changes(north, browsers, serving):
    opened(browsers("clara"))
    entry = (
        "INSERT INTO custody_entry SELECT number + 100, log_id, md5(event_id), record_id, seq + 100, kind, "
    )
    entry += "occurred_at, logged_at, establishment_id, leaf, leaf_hash, sealed FROM custody_entry LIMIT 1"
    with wall.only(["north"]):
        with (
            pytest.raises(ProgrammingError, match=r"row-level security|next number"),
            transaction.atomic("register"),
        ):
            rows(entry)
        assert Record.objects.update(ended_at=None) == 0
        assert Record.objects.all().delete()[0] == 0
    assert Record.objects.update(ended_at=None) == 1


@pytest.fixture
def own_connection():
    """A connection to the register beside that of the tests, in no transaction."""
    kept = connections["register"]
    connections["register"] = own = kept.copy()
    yield own
    own.close()
    connections["register"] = kept


def test_no_connection_carries_what_it_was_told_into_the_next_request(own_connection):
    told = "SELECT current_setting('habeas.stations', true)"
    with wall.only(["north"]):
        assert rows(told) == [("north",)]
        with transaction.atomic("register"):
            assert rows(told) == [("north",)]
            with wall.only(["south"]):
                assert rows(told) == [("south",)]
            with pytest.raises(ProgrammingError), transaction.atomic("register"):
                rows("SELECT nothing")
            assert rows(told) == [("north",)]
    assert own_connection.connection.execute(told).fetchone()[0] in (None, "")
    assert rows(told) == [("*",)]  # a test looks over the wall
    with wall.only([]):
        assert rows(told) == [("",)]
    assert own_connection.get_autocommit()


def test_doctor_reads_the_rights_back(desk):
    def states() -> dict[str, State]:
        return {one.check: one.state for one in (*roles.held_back(), *roles.walled())}

    owner = states()
    assert (owner["role-register"], owner["role-keys"]) == (State.WRONG, State.WRONG)
    assert (owner["role-default"], owner["register-wall"]) == (State.WARNING, State.RIGHT)
    roles.give_rights(SERVING)
    with connections["register"].cursor() as cursor:
        cursor.execute(f"GRANT DELETE ON custody_entry TO {SERVING}")
    act_as(SERVING)
    assert [one.message for one in roles.held_back() if one.state is State.WRONG] == [
        f"{SERVING} may DELETE on custody_entry"
    ]
    act_as("NONE")
    roles.give_rights(SERVING)
    for statement in (
        *list(rights.remove("postgresql"))[:1],
        "CREATE POLICY more ON custody_entry USING (true)",
    ):
        connections["register"].cursor().execute(statement)
    act_as(SERVING)
    [found] = roles.walled()
    assert found.message == "no row-level security on custody_entry; more is not ours"
    assert states() == {
        **{f"role-{alias}": State.RIGHT for alias in ALIASES},
        "register-wall": State.WRONG,
    }


@pytest.mark.parametrize(
    ("role", "says"), [("nobody-there", "no role"), ("postgres", "superuser"), ("habeas", "owns")]
)
def test_a_role_that_no_right_holds_back_is_given_none(desk, role, says):
    with pytest.raises(RefusedError, match=says) as refused:
        roles.give_rights(role)
    assert refused.value.code == "role-unfit"
