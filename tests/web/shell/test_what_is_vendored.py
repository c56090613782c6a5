"""What is not ours lies here byte for byte, with its licence."""

import hashlib
import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

import habeas.web.shell

VENDOR = Path(habeas.web.shell.__file__).parent / "static" / "shell" / "vendor"


@pytest.fixture
def tool() -> ModuleType:
    path = Path(__file__).parents[3] / "tools" / "vendor.py"
    spec = importlib.util.spec_from_file_location("vendor", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_vendored_files_match_their_hash(tool: ModuleType) -> None:
    assert tool.differing() == []


def test_each_package_has_its_licence(tool: ModuleType) -> None:
    for package in tool.manifest():
        assert package["licence"]
        assert any("LICENSE" in file["name"] for file in package["files"])


def test_a_changed_and_a_stray_file_are_told(
    tool: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in VENDOR.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "bootstrap.min.css").write_bytes(b"changed")
    (tmp_path / "stray.js").write_bytes(b"")
    monkeypatch.setattr(tool, "VENDOR", tmp_path)
    changed, stray = tool.differing()
    assert changed.startswith(f"bootstrap.min.css: {hashlib.sha256(b'changed').hexdigest()}, not ")
    assert stray.endswith("not in the manifest")
