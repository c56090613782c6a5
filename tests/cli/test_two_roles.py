"""``habeas migrate`` on PostgreSQL: made by one role, served by another that owns nothing."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg
import pytest
from tests.cli.conftest import Command, first_line
from tests.cli.test_register import ON, lines, said
from tests.shared import environment

SERVING = "habeas_serving"
DATABASES = {"DATABASE_URL": "m", "REGISTER_DATABASE_URL": "r", "KEYS_DATABASE_URL": "k"}


@pytest.fixture
def two_roles() -> Iterator[dict[str, dict[str, str]]]:
    """By role the environment that leads to three new databases of PostgreSQL."""
    owner = {name: os.environ[name] for name in DATABASES}
    url = urlsplit(owner["DATABASE_URL"])
    made = {name: f"{short}_{os.getpid()}" for name, short in DATABASES.items()}
    with psycopg.connect(url._replace(path="/postgres").geturl(), autocommit=True) as connection:
        for each in made.values():
            connection.execute(f"CREATE DATABASE {each}")
        new = {name: urlsplit(owner[name])._replace(path=f"/{each}").geturl() for name, each in made.items()}
        serving = {
            name: address.replace(f"//{url.username}@", f"//{SERVING}@") for name, address in new.items()
        }
        yield {"owner": {**ON, **new}, "serving": {**ON, **serving}}
        for each in made.values():
            connection.execute(f"DROP DATABASE {each} WITH (FORCE)")


@pytest.mark.bothdbs
def test_one_role_makes_the_tables_and_the_other_serves_them(
    habeas: Command, two_roles: dict[str, dict[str, str]]
) -> None:
    owner, serving = two_roles["owner"], two_roles["serving"]
    refused = habeas("user", "add", "head", "--role", "head_of_body", env=serving)
    assert first_line(refused).startswith("habeas: error: store-forbidden: PostgreSQL does not let the role")
    made = habeas("migrate", "--for", SERVING, env=owner)
    assert (made.returncode, made.stdout) == (
        0,
        f"The tables are of this version, and {SERVING} may serve them.\n",
    )
    assert habeas("user", "add", "head", "--role", "head_of_body", env=serving).returncode == 0
    appended = subprocess.run(
        [sys.executable, "-m", "habeas", "register", "append"],
        env=environment(habeas.data, **serving),
        input=lines(said("record_opened"), said()),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (appended.returncode, appended.stdout.count("\n")) == (0, 2), appended.stderr
    checks = json.loads(habeas("doctor", "--json", env=serving).stdout)["checks"]
    state = {each["check"]: each["state"] for each in checks}
    named = {"register-wall", "register-locks", "role-default", "role-register", "role-keys"}
    assert {state[one] for one in named} == {"right"}
    with psycopg.connect(serving["REGISTER_DATABASE_URL"]) as connection:
        assert connection.execute("SELECT count(*) FROM custody_entry").fetchone() == (0,)  # told nothing
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM custody_entry")
