"""What audits keep in the data folder: registers as they were brought, and a folder for each result.

The files of a register lie under the names that they came with, which a mapping and the faults say, as far
as these are plain; they go with the register. Nothing else lies there under such a name.
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path, PurePath
from typing import Any

from django.conf import settings

from habeas.durable import make_folder, put
from habeas.errors import HabeasError, RefusedError, Where
from habeas.safeguards.figures import Figures, figures_from, figures_json, without
from habeas.safeguards.ingest import Mapping as Reading
from habeas.safeguards.ingest import read_mapping
from habeas.safeguards.ingest.sources import ending_of, is_packed
from habeas.safeguards.report import kept_records
from habeas.safeguards.tables import drop_rows, first_faults, names_any
from habeas.web.audits.models import Audit, Register
from habeas.web.stations.access import names_of_stations

FOLDER = "audits"
SUMMARY, FIGURES, OCCASIONS, VERDICTS, COMPARED, FAULTS, AGAINST = (
    *("summary.json", "figures.json", "occasions.parquet", "verdicts.parquet"),
    *("compared.json", "faults.parquet", "against.parquet"),
)
RECORDS = "records"
"""The folder of the tables of which a record is drawn."""
MAPPING = "mapping.toml"
REPORTS = ("report.html", "report.pdf", "report.docx")
SHEETS = {"occasions.csv": OCCASIONS, "faults.csv": FAULTS, "against.csv": AGAINST}
"""Tables for a spreadsheet program, and the table of which each is made when it is taken away."""
OUT = {
    "report.html": "text/html; charset=utf-8",
    "report.pdf": "application/pdf",
    "report.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    **dict.fromkeys(SHEETS, "text/csv; charset=utf-8"),
    SUMMARY: "application/json",
    FIGURES: "application/json",
    OCCASIONS: "application/vnd.apache.parquet",
    FAULTS: "application/vnd.apache.parquet",
    AGAINST: "application/vnd.apache.parquet",
}
"""The files of a result that can be taken away, and what each is."""


def folder_of(row: Audit) -> Path:
    """Where the result of an audit lies."""
    return Path(settings.DATA) / FOLDER / row.public_id


def files_of(register: Register) -> Path:
    """Where the files of a register lie that was brought."""
    return Path(settings.DATA) / FOLDER / "registers" / register.public_id


def work_of(row: Audit) -> Path:
    """Where an audit works; nothing of it stays."""
    return folder_of(row) / "work"


def put_away_work(row: Audit) -> None:
    """Leave nothing of what an audit worked on: it holds values of records."""
    shutil.rmtree(work_of(row), ignore_errors=True)


def rules_of(row: Audit) -> Path:
    """Where the rules of one's own lie that an audit asks."""
    return folder_of(row) / "rules"


def take_rules(row: Audit, texts: Mapping[str, str]) -> None:
    """Keep them, each by its name."""
    make_folder(rules_of(row))
    for name, text in texts.items():
        put(rules_of(row) / f"{name}.toml", text.encode())


def lists_of(row: Audit) -> Path:
    """Where the lists lie that an audit is to hold the register against, each with what says what it is.

    They may say anything of anybody, and no erasure could look into them: they go when the audit ends.
    """
    return folder_of(row) / "list"


def take_lists(row: Audit, fills: Iterable[Callable[[Path], None]]) -> str:
    """Let each of ``fills`` write one into a folder of its own; the SHA-256 of all."""
    for number, fill in enumerate(fills, 1):
        folder = lists_of(row) / f"{number:02}"
        make_folder(folder)
        fill(folder)
    return sha256_of_all(lists_of(row))


def forget(row: Audit) -> None:
    """Leave nothing of an audit that was not asked for in the end."""
    shutil.rmtree(folder_of(row), ignore_errors=True)


def put_away(row: Audit) -> None:
    """Leave nothing of what an audit worked on, nor of the lists that were sent with it."""
    put_away_work(row)
    shutil.rmtree(lists_of(row), ignore_errors=True)


def keep(row: Audit, name: str, said: Mapping[str, Any]) -> str:
    """Put a JSON file beside a result; its SHA-256."""
    return keep_bytes(row, name, json.dumps(said, ensure_ascii=False, indent=1).encode() + b"\n")


def keep_bytes(row: Audit, name: str, data: bytes) -> str:
    """Put a file beside a result; its SHA-256."""
    make_folder(folder_of(row))
    put(folder_of(row) / name, data)
    return hashlib.sha256(data).hexdigest()


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def sha256_of_parts(parts: Iterable[bytes]) -> str:
    """The SHA-256 of what is made in parts."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(part)
    return whole.hexdigest()


def sha256_of_all(folder: Path) -> str:
    """One SHA-256 of all files of a folder: of their names and their own, in the order of the names.

    A register of one file without a mapping is the same under any name.
    """
    whole, own = hashlib.sha256(), list(_each_file(folder))
    for path in own:
        name = path.relative_to(folder)
        if len(own) == 1 and len(name.parts) == 1:
            name = Path(lone(path))
        whole.update(f"{name} {sha256_of(path)}\n".encode())
    return whole.hexdigest()


def lone(path: PurePath) -> str:
    """What a register of one file is called where its own name is of no account."""
    return f"register.{ending_of(path)}{'.gz' if is_packed(path) else ''}"


def _each_file(folder: Path) -> Iterator[Path]:
    yield from sorted(path for path in folder.rglob("*") if path.is_file())


def take_place(register: Register, fill: Callable[[Path], None]) -> str:
    """Let ``fill`` write a delivery, and put it in the place of the one before; the SHA-256 of its files."""
    place = files_of(register)
    coming = place.with_name(f".{place.name}")
    shutil.rmtree(coming, ignore_errors=True)
    make_folder(coming)
    try:
        fill(coming)
        found = sha256_of_all(coming)
        shutil.rmtree(place, ignore_errors=True)
        coming.rename(place)
    finally:
        shutil.rmtree(coming, ignore_errors=True)
    return found


def register_in(folder: Path) -> tuple[Path, Reading | None]:
    """What of a folder of files is read as a register, and the mapping that says how; as it was sent."""
    said = folder / MAPPING
    mapping = read_mapping(said.read_text("utf-8"), file=MAPPING) if said.exists() else None
    others = [path for path in folder.iterdir() if path != said]
    return (others[0] if len(others) == 1 else folder), mapping


def told(error: HabeasError, *folders: Path) -> HabeasError:
    """An error without the path of this machine: of a file only its name, and nothing of these folders."""
    if error.where is None:
        return error
    name = Path(error.where.file).name
    where = None
    if name not in {each.name for each in folders}:
        where = Where(name, error.where.line, error.where.column)
    return RefusedError(error.code, error.message, where=where, advice=error.advice)


def destroy(register: Register) -> None:
    """Destroy a register that was brought, and the results of all audits of it."""
    for folder in (files_of(register), *(folder_of(each) for each in register.audits.all())):
        if folder.exists():
            shutil.rmtree(folder)


def figures_kept(row: Audit) -> Figures | None:
    """The figures of an audit; ``None`` where they are no longer there."""
    path = folder_of(row) / FIGURES
    try:
        return with_names(row, _figures(path, path.stat().st_mtime_ns))
    except FileNotFoundError:
        return None


def with_names(row: Audit, figures: Figures) -> Figures:
    """The same with the names of stations: of the register kept here they are known."""
    return figures if row.register_id else replace(figures, names_of_places=names_of_stations())


@lru_cache(maxsize=16)
def _figures(path: Path, _changed: int) -> Figures:
    return figures_from(json.loads(path.read_text("utf-8")))


def said_in(row: Audit, name: str) -> dict[str, Any] | None:
    """What a JSON file beside a result says; ``None`` where there is none."""
    try:
        said: dict[str, Any] = json.loads((folder_of(row) / name).read_text("utf-8"))
    except FileNotFoundError:
        return None
    return said


def passed_over(row: Audit) -> list[str]:
    """Which limits of the site no rule has that an audit knew."""
    found: list[str] = (said_in(row, SUMMARY) or {}).get("site_passed_over", [])
    return found


def is_there(row: Audit, name: str) -> bool:
    """Whether a file of a result is there, or can be made."""
    return (folder_of(row) / SHEETS.get(name, name)).is_file()


def first_faults_of(row: Audit, without: Collection[str]) -> list[dict[str, Any]]:
    """The first places of what is wrong with the register, but those of some records."""
    return first_faults(folder_of(row) / FAULTS, without) if is_there(row, FAULTS) else []


def drop_records(row: Audit, record_ids: Collection[str]) -> bool:
    """Write the tables of a result anew without some records, and the figures without their names.

    Whether any of them was there.
    """
    there = [
        path for name in (OCCASIONS, VERDICTS, FAULTS, AGAINST) if (path := folder_of(row) / name).is_file()
    ]
    named = [path for path in there if names_any(path, record_ids)]
    for path in named:
        drop_rows(path, record_ids)
    drawn = kept_records.drop_records(folder_of(row) / RECORDS, record_ids)
    figures = figures_kept(row)
    if figures is not None and (left := without(figures, record_ids)) != figures:
        keep(row, FIGURES, figures_json(left))
    if named:  # a report draws the days of records
        for name in REPORTS:
            (folder_of(row) / name).unlink(missing_ok=True)
    return bool(named) or drawn
