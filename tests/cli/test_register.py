"""The register from the command line: appended, handed to a server, brought in, taken out, mended."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests import shared
from tests.cli.conftest import Command, first_line, journal
from tests.cli.test_serving import serving, wait_until
from tests.shared import environment

from habeas.custody.ids import new_event_id
from habeas.tlog.keys import parse_verifier
from habeas.tlog.policy import Policy
from habeas.tlog.reading import LogReader
from habeas.tlog.verifying import verified_head, walk

ON = {"HABEAS_SURFACES": "register"}
OLD = ("record_opened", "checked", "released")


class Keeper(Command):
    """The command on an installation that keeps a register."""

    def __call__(self, *words, env=None, cwd=None, given=""):
        return super().__call__(*words, env={**ON, **(env or {})}, cwd=cwd, given=given)


@pytest.fixture(scope="session")
def register_template(tmp_path_factory):
    return shared.once(tmp_path_factory, "register", _make)


@pytest.fixture
def installation(register_template, tmp_path):
    return Keeper(Path(shutil.copytree(register_template, tmp_path / "installation")))


def _make(data: Path) -> None:
    make = "from habeas.web.entry import open_store; open_store(None, make=True)"
    subprocess.run([sys.executable, "-c", make], env=environment(data, **ON), check=True)


def lately() -> datetime:
    """A while ago, and not so long that an entry of then is written late."""
    return datetime.now(UTC) - timedelta(minutes=5)


def said(kind: str = "checked", record: str = "r1", **columns: object) -> dict[str, object]:
    at = lately()
    own = {"record_id": record, "event_id": new_event_id(at), "kind": kind, "occurred_at": at.isoformat()}
    return {**own, "establishment_id": "north-1", **columns}


def lines(*events: dict[str, object]) -> str:
    return "".join(json.dumps(event) + "\n" for event in events)


def append(command: Command, given: str) -> "subprocess.CompletedProcess[str]":
    return command("register", "append", given=given)


def answers(done: "subprocess.CompletedProcess[str]") -> list[dict[str, object]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_lines_are_answered_in_order_and_the_log_is_published_afterwards(installation, tmp_path):
    events = [said("record_opened"), *(said() for _ in range(600))]
    done = append(installation, lines(*events))
    assert done.returncode == 0, done.stderr
    assert [one["event_id"] for one in answers(done)] == [one["event_id"] for one in events]
    assert [one["index"] for one in answers(done)] == list(range(601))
    again = append(installation, lines(*events[:3]))
    assert again.stdout.splitlines() == done.stdout.splitlines()[:3], "what comes again is answered the same"

    told = json.loads(installation("log", "publish", str(tmp_path / "www"), "--json").stdout)
    assert told["size"] == 601
    verified = installation("log", "verify", str(tmp_path / "www"), "--vkey", told["vkey"], "--json")
    assert verified.returncode == 0, verified.stderr
    guarded = json.loads(installation("--json", "register", "guard").stdout)
    assert (guarded["entries"], guarded["signed"]) == (601, 601)


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (lambda: "no json", "register-line-broken"),
        (lambda: json.dumps(said("nonsense")), "event-kind-unknown"),
        (lambda: json.dumps(said(corrects=new_event_id(lately()))), "event-corrects-unknown"),
        (lambda: json.dumps(said("key_destroyed")), "event-kind-of-the-register"),
    ],
)
def test_a_bad_line_is_named_by_its_number_and_those_before_it_stand(installation, bad, code):
    done = append(installation, f"{lines(said())}\n{lines(said())}{bad()}\n{lines(said())}")
    assert done.returncode == 2
    assert code in first_line(done)
    assert "standard input:4" in first_line(done)
    assert len(answers(done)) == 2
    assert json.loads(installation("--json", "register", "guard").stdout)["entries"] == 2


def test_lines_are_handed_to_the_server_that_holds_the_register(installation):
    with serving(installation, "serve", **ON) as (_process, address):
        socket = installation.data / "register.sock"
        wait_until(socket.exists)
        assert socket.stat().st_mode & 0o777 == 0o600
        done = append(installation, lines(said("record_opened"), said()))
        assert done.returncode == 0, done.stderr
        assert [one["index"] for one in answers(done)] == [0, 1]
        bad = append(installation, lines(said(), said("nonsense"), said()))
        assert (bad.returncode, len(answers(bad))) == (2, 1)
        assert "event-kind-unknown" in first_line(bad)
        assert "standard input:2" in first_line(bad)
        was = (lately() - timedelta(days=900)).isoformat()
        old = [{**said(kind, "r-old"), "occurred_at": was, "recorded_at": was} for kind in OLD]
        brought = installation("--json", "register", "import", str(_folder(installation, lines(*old))))
        assert json.loads(brought.stdout)["added"] == 3, brought.stderr
        more = [*old, {**old[0], "event_id": new_event_id(lately()), "corrects": new_event_id(lately())}]
        refused = installation("register", "import", str(_folder(installation, lines(*more))))
        assert "event-corrects-unknown" in first_line(refused)
        assert more[-1]["event_id"] in first_line(refused)
        assert "3 events before it stand" in refused.stderr
        again = installation("--json", "register", "import", str(_folder(installation, lines(*old))))
        assert [json.loads(again.stdout)[name] for name in ("added", "there")] == [0, 3]
        with urllib.request.urlopen(f"{address}api/v1/register/openapi.json", timeout=20) as answer:  # noqa: S310
            assert json.load(answer)["info"]["title"].startswith("Habeas")
    after = append(installation, lines(said()))  # the server was killed, and left its socket behind
    assert [one["index"] for one in answers(after)] == [6]
    assert json.loads(installation("--json", "register", "guard").stdout)["signed"] == 7
    installation("register", "export", "--format", "jsonl", "--out", str(installation.data / "out"))
    entered = _without_logged(installation.data / "out")
    assert [one["recorded_at"][:10] for one in entered if one["record_id"] == "r-old"] == [was[:10]] * 3


def _folder(command: Command, events: str) -> Path:
    folder = command.data.parent / "old"
    folder.mkdir(exist_ok=True)
    (folder / "events.jsonl").write_text(events)
    return folder


CANARY = "canary-51d0"


@pytest.fixture(scope="session")
def kept(register_template, tmp_path_factory):
    """An installation with three events in its register, and all of it as it went out."""
    keeper = Keeper(Path(shutil.copytree(register_template, tmp_path_factory.mktemp("kept") / "data")))
    opened = said("record_opened", data={"note": "opened", "basis": "criminal"})
    more = (said(data={"note": "calm"}), said("complaint_made", data={"text": CANARY}))
    assert append(keeper, lines(opened, *more)).returncode == 0
    first = keeper.data.parent / "first"
    keeper("register", "export", "--sealed", "--format", "jsonl", "--out", str(first))
    return keeper, first


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet", "xes", "ocel"])
def test_a_register_goes_out_and_comes_in_elsewhere_without_a_loss(kept, register_template, tmp_path, form):
    keeper, first = kept
    whole = tmp_path / "whole"
    done = keeper("register", "export", "--sealed", "--format", form, "--out", str(whole))
    assert done.returncode == 0, done.stderr
    other = Keeper(Path(shutil.copytree(register_template, tmp_path / "other")))
    brought = json.loads(other("--json", "register", "import", str(whole)).stdout)
    assert (brought["added"], brought["there"]) == (3, 0)
    back = tmp_path / "back"
    other("register", "export", "--sealed", "--format", "jsonl", "--out", str(back))
    assert _without_logged(back) == _without_logged(first)
    assert (back / "records.jsonl").read_text() == (first / "records.jsonl").read_text()


def test_what_is_sealed_goes_out_where_it_is_asked_for_alone(kept, tmp_path):
    keeper, _first = kept
    for form in ("jsonl", "parquet"):
        out = tmp_path / form
        assert keeper("register", "export", "--format", form, "--out", str(out)).returncode == 0
        assert not any(CANARY.encode() in path.read_bytes() for path in out.rglob("*") if path.is_file())
    assert "register.exported" in journal(keeper.data)


def test_a_file_is_looked_at_first_and_comes_in_once(kept):
    keeper, first = kept
    looked = json.loads(keeper("--json", "register", "import", "--dry-run", str(first)).stdout)
    assert (looked["events"], looked["records"]) == (3, 1)
    again = json.loads(keeper("--json", "register", "import", str(first)).stdout)
    assert (again["added"], again["there"]) == (0, 3)


def _without_logged(folder: Path) -> list[dict[str, object]]:
    events = [json.loads(line) for line in (folder / "events.jsonl").read_text().splitlines()]
    return [{name: value for name, value in event.items() if name != "logged_at"} for event in events]


def test_nothing_of_a_file_with_a_bad_row_is_brought_in(installation):
    good = {**said(), "recorded_at": lately().isoformat()}
    folder = _folder(installation, lines(good, {**good, "kind": "nonsense"}))
    done = installation("register", "import", str(folder))
    assert done.returncode == 2
    assert "register-rows-refused" in done.stderr
    assert "events.jsonl:2" in done.stderr
    assert json.loads(installation("--json", "register", "guard").stdout)["entries"] == 0


def test_after_an_old_state_was_put_back_the_guard_refuses_until_the_mirror_brings_it_back(
    installation, tmp_path
):
    append(installation, lines(said("record_opened")))
    old = shutil.copytree(installation.data, tmp_path / "old-state")
    append(installation, lines(said(), said()))
    told = json.loads(installation("log", "publish", str(tmp_path / "www"), "--json").stdout)
    for path in installation.data.glob("register.sqlite3*"):
        path.unlink()
    for path in Path(old).glob("register.sqlite3*"):
        shutil.copy(path, installation.data)
    guarded = installation("register", "guard")
    assert (guarded.returncode, "register-behind" in first_line(guarded)) == (1, True)
    assert append(installation, lines(said())).returncode == 1
    back = installation("--json", "register", "refill", str(tmp_path / "www"))
    assert json.loads(back.stdout)["back"] == 2, back.stderr
    assert installation("register", "guard").returncode == 0
    assert append(installation, lines(said())).returncode == 0
    policy = Policy().of_logs([parse_verifier(told["vkey"])])
    head = verified_head(lambda path: (tmp_path / "www" / path).read_bytes(), policy, None)
    assert isinstance(head.reader, LogReader)
    assert sum(1 for _ in walk(head.reader, entries=True))


def test_a_mirror_reads_entries_with_its_token_and_nobody_without(installation):
    append(installation, lines(said("record_opened"), said()))
    token = json.loads(installation("--json", "register", "mirror", "NPM (invented)").stdout)["token"]
    vkey = json.loads(installation("--json", "log", "publish", str(installation.data / "www")).stdout)["vkey"]
    with serving(installation, "serve", **ON) as (_process, address):
        alone = installation("log", "verify", f"{address}log", "--vkey", vkey)
        assert "log-forbidden" in first_line(alone)
        assert (
            installation("log", "verify", f"{address}log", "--vkey", vkey, "--without-entries").returncode
            == 0
        )
        whole = installation(
            "log", "verify", f"{address}log", "--vkey", vkey, env={"HABEAS_LOG_TOKEN": token}
        )
        assert whole.returncode == 0, whole.stderr


def test_the_doctor_looks_at_the_register(installation):
    def found() -> dict[str, str]:
        checks = json.loads(installation("doctor", "--json").stdout)["checks"]
        return {one["check"]: one["state"] for one in checks if one["check"].startswith("register-")}

    append(installation, lines(said("record_opened")))
    assert found() == {
        "register-locks": "right",
        "register-log": "right",
        "register-clock": "right",
        "register-recordings": "right",
        "register-keys": "right",
        "register-old-keys": "right",
        "register-witnesses": "warning",
        "register-queues": "right",
    }
    with closing(sqlite3.connect(installation.data / "register.sqlite3")) as store:
        store.execute("DROP TRIGGER custody_entry_refuse_update")
        store.commit()
    copy = installation.data / "backups" / "keys-2020.sqlite3"
    copy.parent.mkdir()
    copy.write_bytes(b"x")
    os.utime(copy, (time.time() - 36 * 86_400,) * 2)
    next((installation.data / "register-keys").iterdir()).chmod(0o644)
    told = found()
    assert (told["register-locks"], told["register-keys"]) == ("wrong", "wrong")
    assert told["register-old-keys"] == "warning"
