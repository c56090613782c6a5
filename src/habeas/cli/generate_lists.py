"""``habeas generate register --with-lists``: lists of others, and what was planted in them."""

import csv
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from habeas.custody.exchange.tables import Row
from habeas.custody.synthetic import Plan
from habeas.custody.synthetic.lists import KINDS, columns, described, listed

FOLDER = "lists"
PLANTED = "discrepancies.jsonl"


@dataclass(frozen=True, slots=True)
class Part:
    """How many rows of each list a part of the register came to, and what was planted in them."""

    number: int
    rows: Mapping[str, int]
    planted: Sequence[dict[str, Any]]


def write_part(plan: Plan, number: int, records: Sequence[Row], events: Sequence[Row], folder: Path) -> Part:
    """Write the lists of a part, to be joined."""
    made = listed(plan, number, records, events)
    for name, rows in made.rows.items():
        with _part(folder, name, number).open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows(rows)
    return Part(number, {name: len(rows) for name, rows in made.rows.items()}, made.planted)


def join(plan: Plan, parts: Sequence[Part], folder: Path) -> None:
    """Each list whole, with the file that says what it is, and the discrepancies with their lines."""
    into = folder / FOLDER
    into.mkdir()
    before = dict.fromkeys(KINDS, 1)
    with (into / PLANTED).open("w", encoding="utf-8") as planted:
        for part in parts:
            for each in part.planted:
                row = each.pop("row")
                each["line"] = None if row is None else before[each["list"]] + row
                planted.write(f"{json.dumps(each, sort_keys=True)}\n")
            for name, count in part.rows.items():
                before[name] += count
    for kind in KINDS.values():
        (into / f"{kind.name}.toml").write_text(described(kind, plan), "utf-8")
        with (into / f"{kind.name}.csv").open("wb") as whole:
            whole.write(f"{','.join(columns(kind))}\n".encode())
            for part in parts:
                own = _part(folder, kind.name, part.number)
                with own.open("rb") as stream:
                    shutil.copyfileobj(stream, whole)
                own.unlink()


def _part(folder: Path, name: str, number: int) -> Path:
    return folder / f".list-{name}-{number:05d}"
