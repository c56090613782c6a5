"""From the code to the law, to its documentation, to what was taken from others: each trace leads there."""

import ast
import hashlib
import importlib.util
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator

import pytest
from tests.house.repository import ROOT, SOURCE, modules, text_of, tracked, tree_of

from habeas import law
from habeas.cli.calling import VERBS
from habeas.law.coverage import coverage
from habeas.web.people.roles import Capability

DOCS = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "docs").glob("*.md")))


def texts_in(name: str) -> Iterator[tuple[int, str]]:
    """Every literal text of a module with its line."""
    for node in ast.walk(tree_of(name)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


# Law


def references(text: str) -> list[str]:
    """References to provisions in a text, as far as they name an instrument that is held."""
    keys = "|".join(re.escape(each.key) for each in law.instruments())
    return re.findall(rf"(?<![\w/])((?:{keys})#[0-9A-Za-z][\w.:/-]*(?:\([\w-]+\))*)", text)


def test_references_are_found() -> None:
    assert references("see ECPT#10(2), and ECPT#8.") == ["ECPT#10(2)", "ECPT#8."]


def held(reference: str) -> bool:
    """Whether a provision is held, or some that stand under it."""
    try:
        law.provision(reference)
    except law.UnknownReferenceError:
        return bool(law.provisions_under(reference))
    return True


def test_an_unknown_reference_is_known_as_such() -> None:
    assert held("ECPT#10(2)")
    assert held("ECPT#8")
    assert not held("ECPT#99")


def test_every_provision_that_the_code_names_is_held() -> None:
    named = [
        (name, line, reference.rstrip(".:"))
        for name in modules()
        for line, text in texts_in(name)
        for reference in references(text)
    ]
    assert named
    assert [each for each in named if not held(each[2])] == []


def test_something_enforces_the_law() -> None:
    assert [each.provision.ref for each in coverage() if each.enforced_by]


# Documentation

VARIABLE = re.compile(r"^(HABEAS_[A-Z_]+|(REGISTER_)?DATABASE_URL)$")


def test_every_setting_is_documented_and_every_documented_one_is_read() -> None:
    read = {text for name in modules() for _, text in texts_in(name) if VARIABLE.match(text)}
    told = set(re.findall(r"`(HABEAS_[A-Z_]+|(?:REGISTER_)?DATABASE_URL)`", DOCS))
    assert read
    assert sorted(read - told) == [], "not told in docs/"
    assert sorted(told - read - {"HABEAS_TEST_CLUSTER"}) == [], "told in docs/ and read nowhere"


def test_every_capability_and_every_verb_is_documented() -> None:
    assert [each for each in Capability if f"`{each.value}`" not in DOCS] == []
    assert [verb for verb in VERBS if f"`habeas {verb}" not in DOCS] == []


def test_generated_pages_are_fresh() -> None:
    # In a process of its own: the tests' settings do not show in it.
    checked = subprocess.run(
        [sys.executable, "tools/write_docs.py", "--check"],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if "DATABASE_URL" not in name},
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_what_documents_point_at_is_there() -> None:
    pages = [name for name in tracked() if name.endswith(".md") and "/vendor/" not in name]
    links = [
        (name, target)
        for name in pages
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text_of(name) or "")
    ]
    assert links
    assert [link for link in links if not ((ROOT / link[0]).parent / link[1]).exists()] == []


def test_every_path_that_the_house_page_names_is_there() -> None:
    page = (ROOT / "docs" / "house.md").read_text("utf-8")
    named = set(re.findall(r"`((?:src|tests|tools|docs|benchmarks|requirements)/[\w./-]*)`", page))
    assert named
    assert sorted(path for path in named if not (ROOT / path).exists()) == []


# What others made


def loaded(tool: str):
    spec = importlib.util.spec_from_file_location(tool, ROOT / "tools" / f"{tool}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_vendored_files_match_their_hashes() -> None:
    vendor = loaded("vendor")
    assert vendor.manifest()
    assert vendor.differing() == []


def test_fonts_match_their_manifest() -> None:
    fonts = SOURCE / "fonts"
    entries = json.loads((fonts / "manifest.json").read_text("utf-8"))
    assert entries["files"]
    for entry in entries["files"]:
        data = (fonts / entry["file"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == entry["sha256"], entry["file"]


def test_every_dependency_is_argued() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = list(project["project"]["dependencies"])
    for group in project["dependency-groups"].values():
        wanted += [entry for entry in group if isinstance(entry, str)]
    names = {re.match(r"[\w-]+", entry).group().lower() for entry in wanted}
    argued = (ROOT / "docs" / "decisions" / "0002-parts.md").read_text("utf-8")
    assert sorted(name for name in names if f"| {name} |" not in argued) == []


@pytest.mark.parametrize("name", ["run", "develop"])
def test_requirements_are_pinned_hashed_and_name_no_host(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    entries = re.split(r"\n(?=\S)", re.sub(r"^\s*#.*\n", "", text, flags=re.M).strip())
    assert len(entries) > 20
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+(\[[\w,-]+\])?==\S+", entry), entry.splitlines()[0]
        assert "--hash=sha256:" in entry, entry.splitlines()[0]
    assert "://" not in text
    assert "index-url" not in text
    assert "find-links" not in text


def test_what_development_adds_changes_nothing_that_runs() -> None:
    def pins(name: str) -> dict[str, str]:
        text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
        return dict(re.findall(r"^([a-z0-9._-]+)(?:\[[\w,-]+\])?==(\S+)", text, flags=re.M))

    run, develop = pins("run"), pins("develop")
    assert {name: develop.get(name) for name in run} == run
