"""The dossier from the command line: its forms, its files, and what never leaves with ``--public``."""

import hashlib
import io
import json
import shutil
import stat
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfReader
from tests.cli.conftest import Command, first_line, journal

CANARIES = ("Quincunx", "Zephyrine", "Ombrellone", "Fandangle")
PARTY = """
[party]
name = "Ruritania"
iso = "RT"
names = ["Kingdom of Ruritania"]
class = "public"

[[source]]
name = "Report on Ruritania"
address = "https://example.org/ruritania"
date = "2024-02-01"

[[visit]]
from = "2023-05-01"
to = "2023-05-09"
kind = "periodic"
source = "Report on Ruritania"
certainty = "seen"
class = "public"

[[letter]]
from = "the Committee"
to = "the Quincunx"
subject = "Zephyrine"
source = "letter book Ombrellone"
class = "confidential"
date = "2026-01-10"
note = "Fandangle"
"""


def text_of(form: str, data: bytes) -> str:
    """All that a reader, or somebody who opens the file with other tools, can find."""
    if form == "docx":
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return "".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())
    if form == "pdf":
        read = PdfReader(io.BytesIO(data))
        return "".join(page.extract_text() for page in read.pages) + str(read.metadata)
    return data.decode()


@pytest.fixture(scope="session")
def ruritania_template(empty_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ruritania")
    command = Command(Path(shutil.copytree(empty_template, folder / "data")))
    (folder / "ruritania.toml").write_text(PARTY)
    done = command("import", str(folder / "ruritania.toml"), "--format", "habeas")
    assert done.returncode == 0, done.stderr
    return command.data


@pytest.fixture
def ruritania(ruritania_template: Path, tmp_path: Path) -> Command:
    return Command(Path(shutil.copytree(ruritania_template, tmp_path / "ruritania")))


@pytest.mark.parametrize("form", ["html", "pdf", "docx", "json"])
def test_nothing_confidential_is_in_a_public_one(ruritania: Command, tmp_path: Path, form: str) -> None:
    public, own = tmp_path / f"public.{form}", tmp_path / f"own.{form}"
    assert ruritania("dossier", "rt", "--public", "--out", str(public)).returncode == 0
    assert ruritania("dossier", "Kingdom of Ruritania", "--out", str(own)).returncode == 0
    told, kept = text_of(form, public.read_bytes()), text_of(form, own.read_bytes())
    assert "Ruritania" in told
    assert "Report on Ruritania" in told
    assert [word for word in CANARIES if word in told] == []
    assert "Zephyrine" in kept  # the words would be found if they were there
    assert stat.S_IMODE(own.stat().st_mode) == 0o600
    for path in (public, own):
        seal = path.with_name(f"{path.name}.sha256").read_text()
        assert seal == f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"


def test_what_is_confidential_is_journalled_when_it_leaves(ruritania: Command) -> None:
    before = journal(ruritania.data)
    assert ruritania("dossier", "RT", "--public").returncode == 0
    assert journal(ruritania.data) == before
    assert ruritania("dossier", "RT").returncode == 0
    assert journal(ruritania.data) == [*before, "dossier.exported"]


def test_the_form_is_that_of_the_file_or_of_the_option(ruritania: Command, tmp_path: Path) -> None:
    assert ruritania("dossier", "ruritania").stdout.startswith("<!doctype html>")
    assert json.loads(ruritania("dossier", "ruritania", "--json").stdout)["schema"] == "habeas/dossier/1"
    odd = tmp_path / "paper.txt"
    assert ruritania("dossier", "ruritania", "--format", "pdf", "--out", str(odd)).returncode == 0
    assert odd.read_bytes().startswith(b"%PDF-")
    said = ruritania("dossier", "ruritania", "--language", "fr").stdout
    assert '<html lang="fr"' in said


REFUSED = [
    (("Ruritanja",), "party-unknown: no Party is called “Ruritanja” here"),
    (("",), "party-unknown: no Party is called “” here"),
    (
        ("Ruritania", "--format", "odt"),
        "call-refused: argument --format: “odt” is none of html, pdf, docx, json",
    ),
    (("Ruritania", "--language", "de"), "call-refused: argument --language: “de” is none of en, fr, az, ar"),
    (
        ("Ruritania", "--out", "/dev/null/x"),
        "file-kind: a file is needed here and this is a folder, or the other way (/dev/null/x)",
    ),
    (("Ruritania", "--out", "/nowhere/x"), "file-missing: there is no such file or folder (/nowhere/x)"),
    (("Ruritania", "--out", "/tmp"), "file-kind: a file is needed here, and this is a folder (/tmp)"),
]


@pytest.mark.parametrize(("words", "line"), REFUSED)
def test_a_refused_call(ruritania: Command, words: tuple[str, ...], line: str) -> None:
    done = ruritania("dossier", *words)
    assert (done.returncode, first_line(done), done.stdout) == (2, f"habeas: error: {line}", "")


def test_two_forms_at_once_are_refused(ruritania: Command) -> None:
    said = json.loads(ruritania("dossier", "Ruritania", "--json", "--format", "pdf").stderr)
    assert (said["code"], said["message"]) == ("call-refused", "--json and --format pdf ask for two things")


def test_near_names_are_told_as_far_as_one_may_know_of_them(ruritania: Command, tmp_path: Path) -> None:
    hidden = tmp_path / "hidden.toml"
    hidden.write_text('[party]\nname = "Ruritonia"\n')
    assert ruritania("import", str(hidden), "--format", "habeas").returncode == 0
    assert "Is one of these meant: Ruritania, Ruritonia?" in ruritania("dossier", "Ruritanja").stderr
    for name in ("Ruritanja", "Ruritonia"):
        done = ruritania("dossier", name, "--public")
        assert done.returncode == 2
        assert "Is one of these meant: Ruritania?" in done.stderr


def test_a_slip_in_the_folder_makes_no_store(habeas: Command) -> None:
    done = habeas("dossier", "Azerbaijan")
    assert first_line(done) == f"habeas: error: store-missing: there is no store here ({habeas.data})"
    assert not habeas.data.exists()


def test_a_damaged_store_is_said_in_words(installation: Command) -> None:
    store = installation.data / "habeas.sqlite3"
    store.write_bytes(b"not a database at all" * 1000)
    done = installation("dossier", "Azerbaijan")
    assert first_line(done) == "habeas: error: store-damaged: the file of the store is damaged"
    assert "Traceback" not in done.stderr
