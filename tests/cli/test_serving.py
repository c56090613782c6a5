"""Serving: whose page answers, how it ends, and what is refused before it begins."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest
from tests.cli.conftest import Command, first_line
from tests.shared import environment

PATIENCE = 40


@contextmanager
def serving(command: Command, *words: str, **env: str) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """Start, wait for the address, and see in the end that nothing is left."""
    process = subprocess.Popen(
        [sys.executable, "-m", "habeas", *words, "--port", "0"],
        env=environment(command.data, **env),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        line = next((line for line in process.stdout if "http://" in line), "")
        assert line, process.stderr.read()
        yield process, next(word for word in line.split() if word.startswith("http://"))
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
        process.stderr.close()
        wait_until(lambda: not processes_on(command.data))


def processes_on(data: Path) -> list[int]:
    """Processes whose environment names this data folder; it is theirs alone."""
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            named = f"HABEAS_DATA={data}".encode() in path.read_bytes().split(b"\0")
            dead = " Z " in path.with_name("stat").read_text()
        except OSError:
            continue
        if named and not dead:
            found.append(int(path.parent.name))
    return found


def _gives_way(process: int) -> bool:
    return os.getpriority(os.PRIO_PROCESS, process) > os.getpriority(os.PRIO_PROCESS, 0)


def stop_outside_a_transaction(process: int, data: Path) -> None:
    """Stop it, and again a little later if it held the store: who is at a long job does not hold it."""

    def stopped() -> bool:
        os.kill(process, signal.SIGSTOP)
        with closing(sqlite3.connect(data / "habeas.sqlite3", timeout=1, isolation_level=None)) as store:
            try:
                store.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                os.kill(process, signal.SIGCONT)
                return False
        return True

    wait_until(stopped)


def wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.1)


def page(address: str) -> tuple[int, str, str]:
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310 (our own address)
            return answer.status, answer.read().decode(), answer.headers.get("Content-Security-Policy", "")
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code, answer.read().decode(), answer.headers.get("Content-Security-Policy", "")


def jobs(data: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(f"file:{data}/habeas.sqlite3?mode=ro", uri=True, timeout=20)) as store:
        return store.execute(
            "SELECT task_path, status FROM django_tasks_database_dbtaskresult ORDER BY enqueued_at"
        ).fetchall()


def test_the_demo_answers_with_our_page_and_ends_with_ctrl_c(demo: Command) -> None:
    with serving(demo, "demo") as (process, address):
        status, text, policy = page(address)
        assert (status, "<title>" in text, "Habeas" in text) == (200, True, True)
        assert "default-src 'none'" in policy
        assert page(f"{address}static/shell/page.css")[0] == 200
        # One that watches, one web process, two job workers, of which the second divides a little later.
        wait_until(lambda: len(processes_on(demo.data)) == 4)
        wait_until(lambda: sorted(map(_gives_way, processes_on(demo.data))) == [False, False, False, True])
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""
        wait_until(lambda: not processes_on(demo.data))
        with pytest.raises(urllib.error.URLError):  # it was ours: now nobody answers
            page(address)


def test_the_demo_that_was_just_made_sets_a_pdf(habeas: Command) -> None:
    with serving(habeas, "demo") as (_, address):
        paper = f"{address}dossier/veldmark-invented/dossier.pdf"
        with urllib.request.urlopen(paper, timeout=PATIENCE) as answer:  # noqa: S310 (our own address)
            assert answer.read().startswith(b"%PDF-")


def test_the_job_worker_does_each_job_and_enters_it_for_the_next_time(installation: Command) -> None:
    paths = [f"habeas.web.running.{name}.{name}" for name in ("housekeeping", "reminding")]
    done = sorted((path, state) for path in paths for state in ("READY", "SUCCESSFUL"))
    at_once = "habeas.web.search.jobs.keep_the_index"
    with serving(installation, "serve") as (process, _address):
        wait_until(lambda: sorted(jobs(installation.data)) == sorted([*done, (at_once, "SUCCESSFUL")]))
        process.terminate()
        assert process.wait(PATIENCE) == 0
    with serving(installation, "serve"):  # it waits already: nothing is entered twice
        assert sorted(each for each in jobs(installation.data) if each[0] != at_once) == done


def test_a_document_is_read_while_a_long_job_is_at_work(demo: Command) -> None:
    with serving(demo, "demo"):
        wait_until(lambda: any(map(_gives_way, processes_on(demo.data))))
        (for_long_ones,) = filter(_gives_way, processes_on(demo.data))
        stop_outside_a_transaction(for_long_ones, demo.data)  # as one at an audit of a million detentions
        try:
            bring_a_document_and_ask_for_an_audit(demo)
            wait_until(lambda: ("habeas.web.reading.jobs.read_documents", "SUCCESSFUL") in jobs(demo.data))
            assert ("habeas.web.audits.jobs.carry_out_audits", "READY") in jobs(demo.data)
        finally:
            os.kill(for_long_ones, signal.SIGCONT)
        wait_until(lambda: ("habeas.web.audits.jobs.carry_out_audits", "SUCCESSFUL") in jobs(demo.data))
        with closing(sqlite3.connect(demo.data / "habeas.sqlite3")) as store:
            assert store.execute(
                "SELECT count(*) FROM reading_reading WHERE ended_at IS NULL"
            ).fetchone() == (0,)


def test_more_connections_than_threads_are_each_answered_again_and_again(demo: Command) -> None:
    with serving(demo, "demo") as (process, address), ExitStack() as stack:
        host = address.removeprefix("http://").rstrip("/")
        kept = [stack.enter_context(closing(HTTPConnection(host, timeout=PATIENCE))) for _each in range(40)]
        for some in (kept[:1], kept[:3], kept, kept):
            for each in some:
                each.request("GET", "/static/shell/page.css")
            answers = [
                (answer.status, len(answer.read())) for answer in map(HTTPConnection.getresponse, some)
            ]
            assert set(answers) == {(200, answers[0][1])}
        process.terminate()
        assert process.wait(PATIENCE) == 0, "it ends while connections are open"


def test_requests_that_come_together_are_answered_in_their_order(demo: Command) -> None:
    with serving(demo, "demo") as (_process, address):
        host, port = address.removeprefix("http://").rstrip("/").rsplit(":", 1)
        with socket.create_connection((host, int(port)), timeout=PATIENCE) as connection:
            paths = ["/static/shell/page.css", "/nothing-is-here", "/static/shell/page.css"]
            asked = [f"GET {path} HTTP/1.1\r\nHost: {host}\r\n" for path in paths]
            connection.sendall(("\r\n".join(asked) + "Connection: close\r\n\r\n").encode())
            with connection.makefile("rb") as answers:
                told = answers.read()
    assert re.findall(rb"HTTP/1\.1 (\d+)", told) == [b"200", b"404", b"200"]


def test_when_it_is_killed_nothing_stays_behind(demo: Command) -> None:
    with serving(demo, "demo") as (process, _address):
        process.kill()
        process.wait(PATIENCE)
        wait_until(lambda: not processes_on(demo.data))


def test_no_address_and_no_path_is_logged(demo: Command) -> None:
    with serving(demo, "demo") as (process, address):
        page(f"{address}nobody-should-read-this")
        process.terminate()
        process.wait(PATIENCE)
        assert process.stderr is not None
        assert process.stdout is not None
        assert "nobody-should-read-this" not in process.stderr.read() + process.stdout.read()


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_a_port_that_is_taken_is_refused_before_anything_is_made(habeas: Command, host: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as other:
        try:
            other.bind((host, 0))
        except OSError:
            pytest.skip("this machine has no IPv6")
        other.listen()
        port = other.getsockname()[1]
        for verb in ("serve", "demo"):
            done = habeas(verb, "--port", str(port))
            assert done.returncode == 2
            assert first_line(done) == (
                f"habeas: error: port-taken: another program answers at port {port} already"
            )
    assert not habeas.data.exists()


CALLS = [
    (("--port", "http"), "call-refused: argument --port: “http” is no port: a number from 0 to 65535"),
    (("--port", "65536"), "call-refused: argument --port: “65536” is no port: a number from 0 to 65535"),
    (("--host", "192.0.2.1", "--port", "0"), "host-unknown: this machine has no address “192.0.2.1”"),
    (
        ("--host", "nowhere.invalid", "--port", "0"),
        "host-unknown: no address of this machine is called “nowhere.invalid”",
    ),
]


@pytest.mark.parametrize(("words", "line"), CALLS)
def test_a_refused_call(habeas: Command, words: tuple[str, ...], line: str) -> None:
    done = habeas("serve", *words)
    assert (done.returncode, first_line(done)) == (2, f"habeas: error: {line}")


UNFIT = [
    (
        {"HABEAS_SURFACES": "register,monitoring"},
        "unfit-surfaces: register and monitoring are on one host (monitoring, register)",
    ),
    (
        {"HABEAS_DEMO": "yes"},
        "unfit-demo-setting: HABEAS_DEMO is on, which opens accounts whose passphrase everybody knows",
    ),
    ({"HABEAS_HTTPS": "perhaps"}, "setting-unreadable: HABEAS_HTTPS is “perhaps”"),
]


@pytest.mark.parametrize(("env", "line"), UNFIT)
def test_what_could_do_harm_is_not_served(installation: Command, env: dict[str, str], line: str) -> None:
    done = installation("serve", "--port", "0", env=env)
    assert (done.returncode, first_line(done)) == (2, f"habeas: error: {line}")


def test_a_demo_is_not_served_as_real(demo: Command) -> None:
    done = demo("serve", "--port", "0")
    assert first_line(done).startswith("habeas: error: folder-is-demo: ")


def test_a_folder_or_key_that_others_can_read_is_refused(installation: Command) -> None:
    installation.data.chmod(0o755)
    done = installation("serve", "--port", "0")
    assert first_line(done) == (
        f"habeas: error: folder-open: other accounts of this machine can read it ({installation.data})"
    )
    assert f"chmod 700 {installation.data}" in done.stderr
    installation.data.chmod(0o700)
    key = installation.data / "secret-key"
    key.write_text("k" * 64)
    key.chmod(0o644)
    assert f"({key})" in first_line(installation("serve", "--port", "0"))
    key.chmod(0o600)
    key.write_text("short")
    assert first_line(installation("serve", "--port", "0")).startswith("habeas: error: key-short: ")


def test_an_older_store_is_refused_and_migrated_after_a_copy(installation: Command) -> None:
    make_older(installation)
    done = installation("serve", "--port", "0")
    assert done.returncode == 2
    assert first_line(done).startswith(
        "habeas: error: store-unmigrated: the store is of an older version: 1 migrations"
    )
    assert "habeas serve --migrate" in done.stderr
    with serving(installation, "serve", "--migrate") as (process, address):
        assert page(address)[0] == 200
        process.terminate()
        assert process.wait(PATIENCE) == 0
        assert process.stderr is not None
        assert "the store as it was is kept at" in process.stderr.read()
    (copy,) = (installation.data / "before-migration").glob("habeas-*.sqlite3")
    with closing(sqlite3.connect(copy)) as kept:
        tables = {row[0] for row in kept.execute("SELECT name FROM sqlite_master")}
        assert "people_user" in tables
        assert "django_session" not in tables


def test_a_newer_store_is_refused(installation: Command) -> None:
    with closing(sqlite3.connect(installation.data / "habeas.sqlite3")) as store, store:
        store.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('people', '9999_later', '2026-01-01')"
        )
    for words in (("serve", "--port", "0"), ("dossier", "AZ")):
        assert first_line(installation(*words)) == (
            "habeas: error: store-newer: "
            "the store was used with a newer version of Habeas (people.9999_later)"
        )


def make_older(command: Command) -> None:
    """Take one migration back, that of the sign-ins."""
    code = (
        "from habeas.web.entry import start; start(None)\n"
        "from django.core.management import call_command\n"
        "call_command('migrate', 'sessions', 'zero', verbosity=0)"
    )
    subprocess.run([sys.executable, "-c", code], env=environment(command.data), check=True)


def bring_a_document_and_ask_for_an_audit(command: Command) -> None:
    code = (
        "from habeas.web.entry import start; start(None)\n"
        "from habeas.web.audits.jobs import wake as have_audits_carried_out\n"
        "from habeas.web.parties.models import Party\n"
        "from habeas.web.people.access import reader_of\n"
        "from habeas.web.people.models import User\n"
        "from habeas.web.reading import actions, demo, jobs\n"
        "from habeas.web.reading.models import Reading\n"
        "party = Party.objects.get(slug='orland-invented')\n"
        "row = Reading(party=party, form='recommendations', suffix='.pdf')\n"
        "desk = reader_of(User.objects.get(username='desk'))\n"
        "actions.bring(desk, row, [demo.document(party.name)])\n"
        "have_audits_carried_out()\n"
        "jobs.wake()\n"
    )
    subprocess.run([sys.executable, "-c", code], env=environment(command.data), check=True)
