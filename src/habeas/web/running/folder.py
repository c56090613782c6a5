"""The data folder: whose it is, what it is for, and the key that signs pages. Knows no Django."""

import json
import os
import secrets
import stat
from enum import StrEnum
from pathlib import Path

import habeas
from habeas.errors import RefusedError, Where

MARKER = "habeas-folder.json"
KEY = "secret-key"
OTHERS = stat.S_IRWXG | stat.S_IRWXO


class Use(StrEnum):
    """What a data folder is for. A demo never runs on a real installation, nor the other way."""

    DEMO = "demo"
    INSTALLATION = "installation"


def data_folder() -> Path:
    """``HABEAS_DATA``, else ``var/`` in a checkout, else the user's data folder."""
    if named := os.environ.get("HABEAS_DATA"):
        return Path(named).expanduser().resolve()
    source = Path(habeas.__file__).parents[1]
    if source.name == "src" and (source.parent / "pyproject.toml").exists():
        return source.parent / "var"
    home = os.environ.get("XDG_DATA_HOME")
    return (Path(home) if home else Path.home() / ".local" / "share") / "habeas"


def prepare(folder: Path) -> None:
    """Make the folder where there is none, for this account alone; files made from now on are its own too.

    An empty folder that somebody made before is closed to others; one that holds anything is left.
    """
    os.umask(0o077)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if open_to_others(folder) and not any(folder.iterdir()):
        folder.chmod(0o700)


def open_to_others(path: Path) -> bool:
    """Whether another account of the machine may read, write or search here."""
    return bool(path.stat().st_mode & OTHERS)


def refuse_open(folder: Path) -> None:
    """Refuse a folder, or a key in it, that other accounts can read."""
    for path, mode in ((folder, "700"), (folder / KEY, "600")):
        if path.exists() and open_to_others(path):
            raise RefusedError(
                "folder-open",
                "other accounts of this machine can read it",
                where=Where(str(path)),
                advice=f"chmod {mode} {path}",
            )


def kept_key(folder: Path) -> str:
    """Return the key that signs pages, made where there is none, readable by this account alone."""
    path = folder / KEY
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        pass
    else:
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64))
    key = path.read_text(encoding="ascii").strip()
    if len(key) < 40:
        raise RefusedError(
            "key-short",
            "the key that signs pages is too short or cut off",
            where=Where(str(path)),
            advice="Delete the file: a new key is made at the next start, and everybody signs in again.",
        )
    return key


def use_of(folder: Path) -> Use | None:
    """What the folder is marked for; ``None`` where nothing has marked it."""
    path = folder / MARKER
    if not path.exists():
        return None
    try:
        return Use(json.loads(path.read_text(encoding="utf-8"))["use"])
    except (ValueError, KeyError, TypeError):
        raise RefusedError(
            "folder-marker-unreadable",
            "the file that says what this folder is for cannot be read",
            where=Where(str(path)),
            advice='Write {"use": "installation"} or {"use": "demo"} into it, whichever is true.',
        ) from None


def mark(folder: Path, use: Use) -> None:
    """Say what the folder is for; ``RefusedError`` where it is for the other, or holds an unmarked store."""
    found = use_of(folder)
    if found is use:
        return
    if found is None and use is Use.DEMO and any(folder.glob("*.sqlite3")):
        found = Use.INSTALLATION
    if found is not None:
        raise RefusedError(
            f"folder-is-{found.value}",
            "this data folder holds a real installation, and the demo keeps away from it"
            if found is Use.INSTALLATION
            else "this data folder holds the demo, which is not for real work",
            where=Where(str(folder)),
            advice="Name another folder with --data DIR.",
        )
    path = folder / MARKER
    path.write_text(json.dumps({"schema": "habeas/folder/1", "use": use.value}) + "\n", encoding="utf-8")


def set_demo() -> None:
    """Set what makes a demo of this process, before the settings are read.

    It is always on the embedded store: a database that the environment names is left alone.
    """
    for name in ("DATABASE_URL", "REGISTER_DATABASE_URL", "KEYS_DATABASE_URL"):
        os.environ.pop(name, None)
    os.environ["HABEAS_DEMO"] = "yes"
    os.environ["HABEAS_SURFACES"] = "register,monitoring,public"
