"""``habeas user``: how the first people come in."""

import argparse
import json
import os
import subprocess
import sys

import pytest
from tests import cast

from habeas.cli import user as verb
from habeas.errors import RefusedError
from habeas.web.people.access import reader_of
from habeas.web.people.models import User
from habeas.web.people.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def habeas_user(capsys):
    """Do what the verb does in a store that is open; return what it prints."""

    def run(*words: str, as_json: bool = False) -> str:
        parser = argparse.ArgumentParser()
        verb.arguments(parser)
        args = parser.parse_args(words)
        args.json = as_json
        assert verb.carry_out(args) == 0
        return capsys.readouterr().out

    return run


def test_the_first_head_of_the_body_comes_with_a_one_time_passphrase(habeas_user):
    said = json.loads(
        habeas_user("add", "Helene", "--role", "head_of_body", "--display", "Hélène", as_json=True)
    )
    assert said["schema"] == "habeas/user/1"
    user = User.objects.get(username="helene")
    assert user.check_password(said["passphrase"])
    assert user.must_change_passphrase
    assert user.display_name == "Hélène"
    assert reader_of(user).roles == {Role.HEAD_OF_BODY}


def test_once_somebody_heads_the_body_the_command_line_grants_nothing(habeas_user):
    cast.head_of_body()
    with pytest.raises(RefusedError, match="There is a head"):
        habeas_user("add", "sam", "--role", "system_administrator")
    assert not User.objects.filter(username="sam").exists()
    assert "sam: " in habeas_user("add", "sam")
    assert reader_of(User.objects.get(username="sam")).roles == set()


@pytest.mark.parametrize("role", ["desk_officer", "emperor"])
def test_the_command_line_grants_two_roles_only(habeas_user, role):
    with pytest.raises(RefusedError):
        habeas_user("add", "sam", "--role", role)
    assert not User.objects.exists()


def test_a_lost_passphrase_is_replaced(habeas_user):
    user = cast.somebody()
    said = json.loads(habeas_user("passphrase", "Nina", as_json=True))
    user.refresh_from_db()
    assert user.check_password(said["passphrase"])
    with pytest.raises(RefusedError, match="no account"):
        habeas_user("passphrase", "nobody")


def test_accounts_are_listed_and_shut(habeas_user):
    cast.desk_officer()
    assert "dana  Dana  desk_officer" in habeas_user("list")
    habeas_user("deactivate", "dana")
    listed = json.loads(habeas_user("list", as_json=True))["users"]
    assert [(row["username"], row["open"]) for row in listed] == [("dana", False)]


def test_on_a_new_machine_the_first_account_makes_the_store(tmp_path):
    kept_out = ("DATABASE_URL", "REGISTER_DATABASE_URL", "KEYS_DATABASE_URL")
    environment = {name: value for name, value in os.environ.items() if name not in kept_out}
    command = [sys.executable, "-m", "habeas", "user"]

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        where = ["--data", str(tmp_path / "data")]
        return subprocess.run(
            [*command, *words, *where], env=environment, capture_output=True, text=True, check=False
        )

    assert run("list").returncode == 2
    assert not (tmp_path / "data").exists()
    made = run("add", "helene", "--role", "head_of_body")
    assert made.returncode == 0, made.stderr
    assert made.stdout.startswith("helene: ")
    assert "head_of_body" in run("list").stdout
