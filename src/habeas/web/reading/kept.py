"""Documents in the data folder: each in a folder of its own, for this account alone.

Nothing lies there under the name that it came with.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

from habeas.durable import make_folder, put, sync_folder
from habeas.web.reading.models import Reading

FOLDER = "readings"
SAID = "said.json"


def folder_of(row: Reading) -> Path:
    """Where a document lies."""
    return Path(settings.DATA) / FOLDER / row.public_id


def file_of(row: Reading) -> Path:
    """The document as it was brought."""
    return folder_of(row) / f"document{row.suffix}"


def take_in(row: Reading, pieces: Iterable[bytes]) -> None:
    """Write the document, and tell its row the SHA-256 and the size; it is on the disk when this returns."""
    make_folder(folder_of(row))
    path, digest, size = file_of(row), hashlib.sha256(), 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for piece in pieces:
            file.write(piece)
            digest.update(piece)
            size += len(piece)
        file.flush()
        os.fsync(file.fileno())
    sync_folder(path.parent)
    row.sha256, row.size = digest.hexdigest(), size


def keep_said(row: Reading, said: Mapping[str, Any]) -> None:
    """Put what was read beside the document."""
    put(folder_of(row) / SAID, json.dumps(said, ensure_ascii=False).encode())


def destroy(row: Reading) -> None:
    """Take the document away with all that was read of it; nothing is left where nothing was."""
    if folder_of(row).exists():
        shutil.rmtree(folder_of(row))
        sync_folder(folder_of(row).parent)


def said_of(row: Reading) -> dict[str, Any]:
    """What was read, as the reader says it; empty where it is no longer there."""
    try:
        said: dict[str, Any] = json.loads((folder_of(row) / SAID).read_bytes())
    except FileNotFoundError:
        return {}
    return said


def text_of(row: Reading) -> str:
    """The text that was read, in whose characters places are counted."""
    return str(said_of(row).get("text", ""))
