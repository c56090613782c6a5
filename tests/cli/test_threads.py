"""``habeas threads``: asks in, proposals out, or one line that says what is wrong where."""

import csv
import json
from pathlib import Path

from tests.cli.conftest import Command

OLD = "id,party,date,text,reference\na1,Orland,2012-03-01,Reduce overcrowding in prisons (Velmark);,SYN 1\n"
NEW = (
    {"id": "b1", "party": "Orland", "date": "2019-03-01", "text": "Reduce overcrowding in prisons."},
    {"id": "b2", "party": "Orland", "date": "2019-03-01", "text": "Let a lawyer in at once."},
)


def test_two_lists_of_either_form_are_compared(habeas: Command, tmp_path: Path) -> None:
    old, new, out = tmp_path / "old.csv", tmp_path / "new.jsonl", tmp_path / "proposed.csv"
    old.write_text("\ufeff" + OLD, "utf-8")
    new.write_text("".join(json.dumps(row) + "\n" for row in NEW), "utf-8")
    ended = habeas("threads", str(old), str(new), "--out", str(out))
    assert ended.returncode == 0, ended.stderr
    assert ended.stderr == "habeas: 1 proposals for 1 of 3 asks; a person decides on each\n"
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows == [
        {
            "id": "b1",
            "candidate_id": "a1",
            "rank": "1",
            "score": "1.0",
            "relation": "verbatim",
            "why": "shares overcrowding, prisons, reduce",
        }
    ]
    told = habeas("threads", str(old), str(new), "--json")
    (line,) = map(json.loads, told.stdout.splitlines())
    assert line["schema"] == "habeas/threads/1"
    assert {name: str(line[name]) for name in rows[0]} == rows[0]


def test_a_fault_is_told_with_its_line_and_nothing_is_written(habeas: Command, tmp_path: Path) -> None:
    path, out = tmp_path / "old.csv", tmp_path / "out.csv"
    path.write_text(OLD + "a2,Orland,spring,Do.,\n", "utf-8")
    ended = habeas("threads", str(path), "--out", str(out))
    assert ended.returncode == 2
    assert ended.stderr.startswith("habeas: error: date-unreadable: ")
    assert f"({path}:3, column date)" in ended.stderr
    assert not out.exists()
    ended = habeas("threads", str(path), "--vectors", str(tmp_path / "vectors"))
    assert ended.stderr.startswith("habeas: error: sense-unasked: ")
