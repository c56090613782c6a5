"""Checks of what Habeas ships with: fonts, static parts, the law, the words of its languages."""

import hashlib
import json
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from habeas import law
from habeas.errors import HabeasError
from habeas.language import COMPLETE, LANGUAGES
from habeas.web.running.findings import Finding, right, warning, wrong

AGAIN = "Install Habeas again: a file that it ships with was lost or changed."


def fonts(folder: Path) -> Iterator[Finding]:
    """Whether each font of the manifest is there, byte for byte."""
    entries = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]
    yield _compared("fonts", "fonts", folder, [(each["file"], each["sha256"]) for each in entries])


def vendored(folder: Path) -> Iterator[Finding]:
    """Whether each static part that is not ours is there, byte for byte."""
    packages = tomllib.loads((folder / "vendor.toml").read_text(encoding="utf-8"))["package"]
    files = [(each["name"], each["sha256"]) for package in packages for each in package["files"]]
    yield _compared("static-parts", "static parts of others", folder, files)


def _compared(check: str, what: str, folder: Path, files: Iterable[tuple[str, str]]) -> Finding:
    count, lost, changed = 0, [], []
    for name, sha256 in files:
        count += 1
        path = folder / name
        if not path.exists():
            lost.append(name)
        elif hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
            changed.append(name)
    if lost or changed:
        parts = (("missing", lost), ("changed", changed))
        told = "; ".join(f"{state}: {', '.join(names)}" for state, names in parts if names)
        return wrong(check, told, AGAIN)
    return right(check, f"{count} {what}, as they were shipped")


def law_loads() -> Iterator[Finding]:
    """Whether every provision can be read."""
    try:
        held = law.instruments()
    except HabeasError as error:
        yield wrong("law", error.message, error.advice or AGAIN)
        return
    provisions = sum(len(each.provisions) for each in held)
    yield right("law", f"{provisions} provisions of {len(held)} instruments")


def languages(folder: Path) -> Iterator[Finding]:
    """Whether the words of each language are there; English is in the source."""
    lost = [
        code
        for code in LANGUAGES
        if code != "en" and not (folder / code / "LC_MESSAGES" / "django.mo").is_file()
    ]
    if not lost:
        yield right("languages", ", ".join(LANGUAGES.values()))
        return
    told = f"no words for {', '.join(LANGUAGES[code] for code in lost)}: pages fall back to English"
    make = wrong if COMPLETE & set(lost) else warning
    yield make("languages", told, AGAIN)
