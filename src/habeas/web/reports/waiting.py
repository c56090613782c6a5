"""Where an uploaded list waits between the steps of its import: a private file with an opaque name.

Beside it lies what was said of it so far. Both are readable by the owner of the process only, are
removed once the list is taken over or dropped, and a day later in any case. Neither name nor
address tells what is in it or whose it is.
"""

import json
import os
import re
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404

KEPT_SECONDS = 86_400
_TOKEN = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One list that waits. ``told`` is what its owner said of it; it is JSON."""

    token: str
    told: dict[str, Any]

    @property
    def path(self) -> Path:
        """Its bytes."""
        return _folder() / self.token

    def say(self, **more: Any) -> "Waiting":
        """Keep more of what its owner says."""
        waiting = Waiting(self.token, self.told | more)
        _write(_folder() / f"{self.token}.json", [json.dumps(waiting.told).encode()])
        return waiting

    def drop(self) -> None:
        """Remove it."""
        for path in (self.path, _folder() / f"{self.token}.json"):
            path.unlink(missing_ok=True)


def keep(owner: str, chunks: Iterable[bytes], **told: Any) -> Waiting:
    """Let bytes wait for ``owner`` (the public id of an account)."""
    tidy()
    token = secrets.token_hex(16)
    _write(_folder() / token, chunks)
    return Waiting(token, {"owner": owner}).say(**told)


def found(owner: str, token: str) -> Waiting:
    """Return what waits for ``owner`` under this name, or ``Http404``."""
    path = _folder() / f"{token}.json"
    if not _TOKEN.fullmatch(token) or not path.exists():
        raise Http404
    told = json.loads(path.read_bytes())
    if told["owner"] != owner or not (_folder() / token).exists():
        raise Http404
    return Waiting(token, told)


def tidy() -> None:
    """Remove what has waited for longer than a day."""
    oldest = time.time() - KEPT_SECONDS
    for path in _folder().iterdir():
        if path.is_file() and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def _folder() -> Path:
    folder: Path = Path(settings.DATA) / "intake"
    for made in (folder.parent, folder):  # the mode is of the last folder only: a parent made along is open
        made.mkdir(mode=0o700, exist_ok=True)
    return folder


def _write(path: Path, chunks: Iterable[bytes]) -> None:
    """Write a file that nobody else can read, whole or not at all."""
    part = path.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
        for chunk in chunks:
            stream.write(chunk)
    part.replace(path)
