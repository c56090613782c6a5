"""What was lost or changed among the files that Habeas ships with is found."""

import json
import shutil
from pathlib import Path

import pytest

import habeas
from habeas.web.running import shipped_checks
from habeas.web.running.findings import Finding, State

PACKAGE = Path(habeas.__file__).parent


def only(found: "list[Finding]") -> Finding:
    (finding,) = found
    return finding


@pytest.fixture
def fonts(tmp_path: Path) -> Path:
    """Two of the fonts, with a manifest of these two."""
    whole = PACKAGE / "fonts"
    manifest = json.loads((whole / "manifest.json").read_text())
    manifest["files"] = manifest["files"][:2]
    for each in manifest["files"]:
        (tmp_path / each["file"]).parent.mkdir(exist_ok=True)
        shutil.copy(whole / each["file"], tmp_path / each["file"])
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    return tmp_path


def test_fonts_lost_or_changed_are_named(fonts: Path) -> None:
    assert only(list(shipped_checks.fonts(fonts))).state is State.RIGHT
    first, second = (each["file"] for each in json.loads((fonts / "manifest.json").read_text())["files"])
    (fonts / first).unlink()
    with (fonts / second).open("ab") as file:
        file.write(b"\0")
    found = only(list(shipped_checks.fonts(fonts)))
    assert (found.state, found.message) == (State.WRONG, f"missing: {first}; changed: {second}")


def test_parts_of_others_that_were_changed_are_named(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(PACKAGE / "web/shell/static/shell/vendor", tmp_path / "vendor"))
    assert only(list(shipped_checks.vendored(folder))).state is State.RIGHT
    (folder / "bootstrap.min.css").write_text("body{}")
    found = only(list(shipped_checks.vendored(folder)))
    assert (found.state, found.message) == (State.WRONG, "changed: bootstrap.min.css")


def test_the_law_is_counted() -> None:
    found = only(list(shipped_checks.law_loads()))
    assert found.state is State.RIGHT
    assert " provisions of " in found.message


def test_a_language_said_to_be_complete_must_have_its_words(tmp_path: Path) -> None:
    def state(*codes: str) -> State:
        folder = tmp_path / "-".join(("locale", *codes))
        for code in codes:
            (folder / code / "LC_MESSAGES").mkdir(parents=True)
            (folder / code / "LC_MESSAGES" / "django.mo").write_bytes(b"")
        return only(list(shipped_checks.languages(folder))).state

    assert state("fr", "az", "ar") is State.RIGHT
    assert state("fr", "az") is State.WARNING
    assert state("az", "ar") is State.WRONG
