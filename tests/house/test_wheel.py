"""What is built works where nothing of the repository is: a wheel in an empty environment."""

import json
import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest
from tests.house.repository import ROOT, SOURCE

pytestmark = pytest.mark.wheel

CARRIED = (
    "habeas/web/shell/templates/shell/page.html",
    "habeas/web/shell/static/shell/vendor/bootstrap.rtl.min.css",
    "habeas/web/dossier/demo/azerbaijan.toml",
    "habeas/locale/fr/LC_MESSAGES/django.mo",
    "habeas/fonts/manifest.json",
    "habeas/law/instruments/ecpt.toml",
    "habeas/web/people/migrations/0001_initial.py",
)


def done(*words: str | Path, cwd: Path, **options: str) -> subprocess.CompletedProcess[str]:
    """Run a command away from the repository; what it said is in the failure."""
    environment = {name: os.environ[name] for name in os.environ if name.startswith(("PIP_", "SSL_", "LANG"))}
    environment |= {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", str(cwd)), **options}
    words_said = [str(word) for word in words]
    ended = subprocess.run(words_said, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, f"{words_said}: {ended.stdout[-2000:]}{ended.stderr[-2000:]}"
    return ended


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source archive, and the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("built")
    done(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    return folder


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of an environment that has the wheel and the locked parts, and no more."""
    folder = tmp_path_factory.mktemp("empty")
    venv.create(folder / "venv", with_pip=True)
    commands = folder / "venv" / "bin"
    pip = (commands / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    pip = (*pip, "--no-compile")  # of all that comes with the parts, little is ever run
    done(*pip, "--require-hashes", "--requirement", ROOT / "requirements" / "run.txt", cwd=folder)
    (wheel,) = built.glob("*.whl")
    done(*pip, "--no-deps", wheel, cwd=folder)
    return commands


def test_the_archives_carry_what_is_no_code(built: Path) -> None:
    (wheel,), (archive,) = built.glob("*.whl"), built.glob("*.tar.gz")
    in_wheel = set(zipfile.ZipFile(wheel).namelist())
    with tarfile.open(archive) as opened:
        in_archive = {name.split("/", 1)[1] for name in opened.getnames() if "/" in name}
    assert sorted(set(CARRIED) - in_wheel) == []
    assert sorted({f"src/{name}" for name in CARRIED} - in_archive) == []
    assert {"LICENSE", "pyproject.toml", "README.md"} <= in_archive
    assert not [name for name in in_wheel if name.startswith("tests/") or "/var/" in name]


def test_every_file_of_the_package_is_in_the_wheel(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    there = (path for path in SOURCE.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    ours = {f"habeas/{path.relative_to(SOURCE).as_posix()}" for path in there}
    assert sorted(ours - set(zipfile.ZipFile(wheel).namelist())) == []


def test_it_says_its_version_and_the_law(installed: Path, tmp_path: Path) -> None:
    assert done(installed / "habeas", "--version", cwd=tmp_path).stdout.startswith("habeas ")
    said = done(installed / "habeas", "law", "ECPT#10(2)", cwd=tmp_path).stdout
    assert "ECPT#10(2)" in said
    assert "two thirds" in said


@pytest.fixture(scope="module")
def demo(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a demo that the installed command made."""
    folder = tmp_path_factory.mktemp("demo") / "data"
    made = done(installed / "habeas", "--json", "demo", "--no-serve", "--data", folder, cwd=folder.parent)
    assert json.loads(made.stdout)["logins"]
    return folder


def test_it_makes_the_demo_and_the_dossier(installed: Path, demo: Path, tmp_path: Path) -> None:
    paper = done(
        installed / "habeas",
        "dossier",
        "Azerbaijan",
        "--public",
        "--format",
        "json",
        "--data",
        demo,
        cwd=tmp_path,
    )
    assert json.loads(paper.stdout)["schema"] == "habeas/dossier/1"


def test_it_serves_a_page_with_its_look(installed: Path, demo: Path, tmp_path: Path) -> None:
    """The static files and the server come with the wheel too."""
    ask = """
import http.client, json, subprocess, sys
command = [sys.argv[1], "--json", "demo", "--port", "0", "--data", sys.argv[2]]
server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
try:
    port = int(json.loads(server.stdout.readline())["address"].rstrip("/").rsplit(":", 1)[1])
    for path in ("/", "/dossier/azerbaijan/", "/static/shell/page.css"):
        connection = http.client.HTTPConnection("localhost", port, timeout=30)
        connection.request("GET", path)
        print(connection.getresponse().status)
finally:
    server.terminate()
    server.wait(30)
"""
    asked = done(installed / "python", "-c", ask, installed / "habeas", demo, cwd=tmp_path)
    assert asked.stdout.split() == ["200", "200", "200"]
