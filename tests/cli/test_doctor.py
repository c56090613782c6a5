"""``habeas doctor`` on folders that are well and on folders that are not."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.cli.conftest import Command
from tests.cli.test_serving import make_older

CATALOGUES = {"languages"}
"""Catalogues are compiled when Habeas is installed; a test of the check itself is elsewhere."""


def checked(command: Command, **env: str) -> tuple[int, dict[str, dict[str, str]]]:
    done = command("doctor", "--json", env=env)
    assert done.stderr == ""
    said = json.loads(done.stdout)
    assert said["schema"] == "habeas/doctor/1"
    found = {each["check"]: each for each in said["checks"]}
    assert len(found) == len(said["checks"])
    wrong = {check for check, each in found.items() if each["state"] == "wrong"}
    assert (done.returncode, said["right"]) == ((1, False) if wrong else (0, True))
    return done.returncode, {check: each for check, each in found.items() if check not in CATALOGUES}


def wrong(command: Command, **env: str) -> set[str]:
    return {check for check, each in checked(command, **env)[1].items() if each["state"] == "wrong"}


def test_a_good_folder_is_right_and_everything_was_looked_at(demo: Command, tmp_path: Path) -> None:
    assert demo("log", "publish", str(tmp_path / "log")).returncode == 0  # signed, however old the demo is
    _, found = checked(demo)
    not_right = {check: each["state"] for check, each in found.items() if each["state"] != "right"}
    assert not_right == {"register-witnesses": "warning"}  # nobody watches the log of the demo
    of_each_store = ("store", "settings", "file", "migrations")
    assert set(found) == {
        *("python", "data-folder", "permissions", "secret-key", "file-system", "disk", "clock", "sqlite"),
        *(f"{what}-{store}" for what in of_each_store for store in ("default", "register", "keys")),
        *(f"register-{what}" for what in ("locks", "log", "clock", "keys", "old-keys", "recordings")),
        *("register-witnesses", "register-queues"),
        *("jobs", "search", "surfaces", "fonts", "static-parts", "law"),
    }
    assert (
        "journal_mode wal, synchronous 2, foreign_keys 1, recursive_triggers 1"
        in (found["settings-default"]["message"])
    )


def test_it_changes_nothing(demo: Command, habeas: Command) -> None:
    def state() -> list[tuple[str, int, int]]:
        return sorted(
            (path.name, path.stat().st_size, path.stat().st_mtime_ns)
            for path in demo.data.iterdir()
            if not path.name.endswith(("-wal", "-shm"))
        )

    before = state()
    checked(demo)
    assert state() == before
    assert "data-folder" in wrong(habeas)
    assert not habeas.data.exists()


def test_for_people_each_thing_that_is_wrong_has_advice(demo: Command) -> None:
    demo.data.chmod(0o755)
    done = demo("doctor")
    lines = done.stdout.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("WRONG    permissions"))
    assert f"other accounts of this machine can read {demo.data}" in lines[at]
    assert lines[at + 1].strip() == f"→ chmod 700 {demo.data}"
    assert done.returncode == 1


def test_a_key_that_others_can_read(demo: Command) -> None:
    (demo.data / "secret-key").chmod(0o640)
    assert wrong(demo) == {"secret-key"}
    (demo.data / "secret-key").chmod(0o600)
    (demo.data / "secret-key").write_text("short")
    assert wrong(demo) == {"secret-key"}


def test_a_store_of_another_version(installation: Command) -> None:
    make_older(installation)
    _, found = checked(installation)
    assert found["migrations-default"]["message"] == "1 wait, the first is sessions.0001_initial"
    assert "habeas serve --migrate" in found["migrations-default"]["advice"]
    with closing(sqlite3.connect(installation.data / "habeas.sqlite3")) as store, store:
        row = ("people", "9999_later", "2026-01-01")
        store.execute("INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, ?)", row)
    assert "newer version" in checked(installation)[1]["migrations-default"]["message"]


def test_a_store_that_is_not_there(demo: Command) -> None:
    for path in demo.data.glob("*.sqlite3*"):
        path.unlink()
    assert wrong(demo) == {"store-default", "store-register", "store-keys"}
    assert not list(demo.data.glob("*.sqlite3"))


def test_a_damaged_store(installation: Command) -> None:
    path = installation.data / "habeas.sqlite3"
    whole = path.read_bytes()
    middle = len(whole) * 3 // 5
    path.write_bytes(whole[:middle] + b"\xff" * 8192 + whole[middle + 8192 :])
    assert {"file-default", "file"} & wrong(installation)
    path.write_bytes(b"nothing like a database" * 400)
    found = checked(installation)[1]
    assert found["store"]["message"] == "the file of the store is damaged"


def test_a_clock_that_went_back(installation: Command) -> None:
    assert installation("user", "add", "system", "--role", "system_administrator").returncode == 0
    with closing(sqlite3.connect(installation.data / "habeas.sqlite3")) as store, store:
        store.execute("DROP TRIGGER journal_journalentry_refuse_update")
        store.execute("UPDATE journal_journalentry SET at = '2126-01-01 00:00:00'")
    assert wrong(installation) == {"clock"}


def test_register_and_monitoring_on_one_host(installation: Command, demo: Command) -> None:
    assert "surfaces" in wrong(installation, HABEAS_SURFACES="register,monitoring,public")
    assert wrong(installation, HABEAS_SURFACES="monitoring,public") == set()
    assert wrong(demo, HABEAS_SURFACES="register,monitoring,public") == set()


def test_accounts_that_everybody_can_open(installation: Command) -> None:
    assert wrong(installation, HABEAS_DEMO="yes") == {"demo-setting"}


def test_a_database_that_is_away(installation: Command) -> None:
    _, found = checked(installation, DATABASE_URL="postgresql://nobody@127.0.0.1:1/habeas")
    assert found["store"]["message"] == "the database did not let us in"
    assert "DATABASE_URL" in found["store"]["advice"]
