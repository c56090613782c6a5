"""Starting that process, and what came of it: a value, or a refusal in words."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from habeas.apart.program import SECONDS
from habeas.documents.refusals import refusal
from habeas.errors import PartMissingError, RefusedError, Where
from habeas.language import N_


def read_apart(
    path: Path, form: str, *, party: str | None, published: date | None = None
) -> Mapping[str, Any]:
    """What a process with limits on time and memory reads: a file made to do harm harms only that.

    Raises ``RefusedError`` with the codes of ``documents``, ``PartMissingError`` where the part is missing.
    """
    return _said(_done("read", path, form, party or "", published.isoformat() if published else ""), path)


def look_apart(
    path: Path, form: str, *, party: str | None, published: date | None = None
) -> Mapping[str, Any]:
    """The same as ``said``, with the ``sizes`` of its pages and by list the ``boxes`` of what is proposed."""
    return _said(_done("look", path, form, party or "", published.isoformat() if published else ""), path)


def paragraphs_apart(path: Path) -> list[Mapping[str, Any]]:
    """Number, page and text of each paragraph of a file. Raises as :func:`read_apart` does."""
    return list(_said(_done("paragraphs", path), path)["paragraphs"])


def boxes_apart(path: Path, passage: str, page: int) -> list[list[float]]:
    """The boxes of a passage on the pages of a PDF, looked for from a page on. Raises as the others do."""
    said = _said(_done("find", path, str(page), given=json.dumps(passage).encode()), path)
    return list(said["boxes"])


def page_apart(path: Path, number: int) -> bytes:
    """The picture of one page (PNG). Raises as :func:`read_apart` does."""
    done = _done("page", path, str(number))
    if not done.stdout.startswith(b"\x89PNG"):
        _said(done, path)
    return done.stdout


def _done(verb: str, path: Path, *more: str, given: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    if path.is_dir():
        advice = N_("Choose one file in it.")
        raise RefusedError(
            "file-kind", N_("this is a folder, not a file"), where=Where(str(path)), advice=advice
        )
    if not path.is_file():
        raise RefusedError("file-missing", "there is no such file", where=Where(str(path)))
    call = [sys.executable, "-P", "-m", "habeas.apart.program", verb, str(path), *more]
    try:
        return subprocess.run(
            call, input=given, capture_output=True, timeout=SECONDS * 2, check=False, env=_bare()
        )
    except subprocess.TimeoutExpired:
        raise _too_long(path) from None


def _said(done: "subprocess.CompletedProcess[bytes]", path: Path) -> Mapping[str, Any]:
    try:
        said = json.loads(done.stdout)
    except ValueError:
        if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):  # the system ended it
            raise _too_long(path) from None
        raise RefusedError(
            "reading-too-large",
            N_("The file needs more memory to be read than a reading may take"),
            where=Where(path.name),
            advice=N_("Split it into smaller files."),
        ) from None
    if "error" not in said:
        return dict(said)
    fault = said["error"]
    where = Where(path.name)
    if fault["values"] is not None:  # said anew by whoever shows it, in their language
        raise refusal(fault["code"], path.name, **fault["values"])
    if fault["missing"]:
        raise PartMissingError(fault["code"], fault["message"], where=where, advice=fault["advice"])
    raise RefusedError(fault["code"], fault["message"], where=where, advice=fault["advice"])


def _too_long(path: Path) -> RefusedError:
    return RefusedError(
        "reading-too-long",
        N_("The file was not read within the time that a reading may take"),
        where=Where(path.name),
        advice=N_("It may be made to keep a reader busy. Print it into a new PDF and choose that."),
    )


def _bare() -> dict[str, str]:
    """The environment of that process: nothing of the store, no secret."""
    return {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "LANG", "HOME") if name in os.environ}
