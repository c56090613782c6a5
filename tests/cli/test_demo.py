"""The demo: made once, kept as it was left, and never on what is real."""

import json
import stat
import time
from pathlib import Path

import pytest
from tests.cli.conftest import Command, first_line, journal
from tests.shared import environment


def test_it_is_made_for_this_account_alone(demo_template: Path) -> None:
    assert stat.S_IMODE(demo_template.stat().st_mode) == 0o700
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in demo_template.rglob("*")}
    names = {path.name for path in modes}
    assert {"habeas.sqlite3", "register.sqlite3", "secret-key", "habeas-folder.json"} <= names
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o600}
    assert {mode for path, mode in modes.items() if path.is_dir()} <= {0o700}


def test_a_second_run_is_quick_and_keeps_what_was_entered(demo: Command) -> None:
    before = demo("dossier", "Azerbaijan", "--json").stdout
    assert demo("user", "deactivate", "auditor").returncode == 0
    began, entries = time.monotonic(), journal(demo.data)
    done = demo("demo", "--no-serve")
    assert time.monotonic() - began < 15
    assert (done.returncode, done.stderr) == (0, "")
    assert "you may have the body" in done.stdout
    assert "desk officer: Dana Desk (invented)" in done.stdout
    assert "auditor" not in done.stdout  # what was shut stays shut
    assert journal(demo.data) == entries
    assert demo("dossier", "Azerbaijan", "--json").stdout == before


def test_with_json_it_is_one_object(demo: Command) -> None:
    said = json.loads(demo("demo", "--no-serve", "--json").stdout)
    assert (said["schema"], said["folder"], said["address"]) == ("habeas/demo/1", str(demo.data), None)
    assert {"username": "desk", "name": "Dana Desk (invented)", "role": "desk officer"} in said["logins"]


def test_it_keeps_away_from_a_real_installation(installation: Command) -> None:
    done = installation("demo", "--no-serve")
    assert done.returncode == 2
    assert first_line(done) == (
        "habeas: error: folder-is-installation: this data folder holds a real installation, and the demo "
        f"keeps away from it ({installation.data})"
    )
    assert journal(installation.data) == []


def test_it_keeps_away_from_the_database_that_the_environment_names(demo: Command) -> None:
    done = demo("demo", "--no-serve", env={"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/real"})
    assert done.returncode == 0
    assert "the database that the environment names is left alone" in done.stderr


def test_a_damaged_marker_is_refused(demo: Command) -> None:
    (demo.data / "habeas-folder.json").write_text("{")
    done = demo("demo", "--no-serve")
    assert first_line(done).startswith("habeas: error: folder-marker-unreadable: ")


@pytest.mark.parametrize("options", [("--data",), ()])
def test_the_data_folder_is_named_by_option_or_environment(
    options: tuple[str, ...], demo: Command, tmp_path: Path
) -> None:
    elsewhere = Command(tmp_path / "elsewhere")
    given = (*options, str(demo.data)) if options else ()
    env = {} if options else environment(demo.data)
    done = elsewhere("dossier", "Azerbaijan", "--json", *given, env=env)
    assert (done.returncode, json.loads(done.stdout)["party"]["iso"]) == (0, "AZ")
    assert not elsewhere.data.exists()
