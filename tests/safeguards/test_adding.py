"""What is added to a register is read alone: what is held, found and told is what it is read at once."""

import csv
import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import hypothesis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.safeguards.handmade import in_this_process
from tests.safeguards.nasty import BEGIN
from tests.safeguards.test_audit import whole
from tests.safeguards.test_keeping import asked
from tests.safeguards.test_signals import peopled

from habeas.custody import Event, Record
from habeas.custody.exchange import RECORDS
from habeas.errors import RefusedError
from habeas.language import words
from habeas.safeguards import example_site
from habeas.safeguards.audit import Asked, chosen
from habeas.safeguards.by_cache import ByCache
from habeas.safeguards.figures import figures_json, figures_of
from habeas.safeguards.ingest import Fault, Ingested, adding, ingest, open_cache, read_mapping
from habeas.safeguards.ingest.cache import META
from habeas.safeguards.report import report_paper
from habeas.safeguards.report.taking import taken
from habeas.safeguards.thresholds import SMALLEST

LONG = hypothesis.settings.get_current_profile_name() == "torture"
INSTANT = BEGIN + timedelta(hours=90)
COLUMNS = (
    *("record_id", "event_id", "seq", "kind", "occurred_at", "recorded_at", "source", "page"),
    *("establishment_id", "actor_id", "span_id", "corrects", "data"),
)
ROW_NAMES = tuple(each.name for each in RECORDS.columns)
Row = dict[str, str | None]
FORMS = ("parquet", "csv", "jsonl")
MAPPING = 'zone = "UTC"\n[events]\nfile = "events/*"\n'


@pytest.fixture(autouse=True)
def however_much_is_added(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small register grows by more than a tenth."""
    monkeypatch.setattr(adding, "SHARE", 1_000)


def entry(one: Event) -> Row:
    said = {"event_id": one.event_id, "seq": str(one.seq) if one.seq else None, "kind": one.kind}
    said |= {"occurred_at": one.occurred_at and one.occurred_at.isoformat()}
    said |= {"recorded_at": one.recorded_at.isoformat(), "data": json.dumps(one.data) if one.data else None}
    names = ("record_id", "source", "page", "establishment_id", "actor_id", "span_id", "corrects")
    return said | {name: getattr(one, name) for name in names}


def record(one: Record) -> Row:
    def text(value: Any) -> str | None:
        return None if value is None else str(value).lower() if isinstance(value, bool) else str(value)

    return {name: text(getattr(one, name)) for name in ROW_NAMES}


def write_table(path: Path, columns: Sequence[str], rows: Sequence[Row]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".parquet":
        pq.write_table(
            pa.table({name: pa.array([row[name] for row in rows], pa.string()) for name in columns}), path
        )
    elif path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as out:
            lines = csv.DictWriter(out, columns, lineterminator="\n")
            lines.writeheader()
            lines.writerows(rows)
    else:
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


class Deliveries:
    """A register in which everything goes wrong, cut into deliveries."""

    def __init__(self, seed: int, records: int, times: int) -> None:
        self.chance = Random(seed)  # noqa: S311 (nothing is kept secret by it)
        chance = self.chance
        rows, events, _as_of = peopled(seed, records)
        self.entries: list[list[Row]] = [[] for _ in range(times)]
        for record_id, own in events.items():
            # Most records are done with the first delivery, some go on, some begin later.
            last = chance.choice((0, 0, 0, times - 1, times - 1))
            first = chance.randrange(last + 1) if chance.random() < 0.4 else 0
            for one in own:
                row = entry(replace(one, source=one.source if chance.random() < 0.9 else "someone"))
                self.entries[chance.randint(first, last)].append(row | self._odd(record_id))
        self.records = [[record(one) for one in rows]]
        for at in range(1, times):
            self._add_odd(at)
            self.records.append([self._moved(row) for row in self.records[-1]])
        for at in range(times - 1):
            late = set(chance.sample([one.record_id for one in rows], 3))
            self.records[at] = [row for row in self.records[at] if row["record_id"] not in late]
            for before in self.records[:at]:
                before[:] = [row for row in before if row["record_id"] not in late]

    def _odd(self, record_id: str) -> Row:
        """What is wrong with one row in some, but not in the books."""
        if record_id.startswith("book:") or self.chance.random() > 0.1:
            return {}
        return self.chance.choice(
            (
                {"event_id": None},
                {"kind": f"x-{self.chance.choice('abc')}"},
                {"kind": None},
                {"recorded_at": "yesterday"},
                {"record_id": None},
                {"seq": "0"},
                {"data": "[1"},
                {"establishment_id": "s-3"},
                {"actor_id": "a-0"},
            )
        )

    def _add_odd(self, at: int) -> None:
        """Add to a delivery what came before: again, under its id, corrected; and who never was before."""
        before = [row for own in self.entries[:at] for row in own]
        before = [row for row in before if not (row["record_id"] or "book:").startswith("book:")]
        own = self.entries[at]
        own += [dict(row) for row in before if row["event_id"] is None][:3]
        for row in self.chance.sample(before, 4):
            own.append(dict(row))
            own.append(row | {"kind": "checked"})
            own.append(row | {"record_id": self.chance.choice(before)["record_id"]})
        for number, row in enumerate(self.chance.sample(before, 4)):
            ids = {"event_id": f"00000000-0000-7000-8000-{at:04}{number:08}", "corrects": row["event_id"]}
            seq = str(int(row["seq"] or 0) + self.chance.choice((0, 40)))
            kind = self.chance.choice((row["kind"], "annulled", "released"))
            own.append(row | ids | {"seq": seq, "kind": kind})
            # Somebody else's entry, which a later delivery may hold.
            named = self.chance.choice(self.entries[-1])["event_id"]
            own.append(row | ids | {"event_id": ids["event_id"][:-1] + "f", "seq": seq, "corrects": named})
        new = {"establishment_id": f"a, came {at}", "actor_id": f"a-00, came {at}", "kind": f"x-0{at}"}
        own.append(self.chance.choice(before) | new | {"event_id": f"came-{at}"})
        self.chance.shuffle(own)

    def _moved(self, row: Row) -> Row:
        if self.chance.random() > 0.06:
            return row
        return row | self.chance.choice(
            (
                {"person_ref": "p-1"},
                {"person_ref": None},
                {"juvenile": "maybe"},
                {"establishment_id": "s-4"},
                {"jurisdiction": "Atlantis"},
            )
        )

    def deliver(self, folder: Path, at: int, form: str, *, in_one: bool = False) -> None:
        """Lay a delivery beside the earlier ones, or ``in_one`` file; the records are told anew each time."""
        events = folder / ("events.parquet" if form == "parquet" else "events")
        entries = [row for own in self.entries[: at + 1] for row in own] if in_one else self.entries[at]
        write_table(events / f"part-{0 if in_one else at}.{form}", COLUMNS, entries)
        write_table(folder / f"records.{form}", ROW_NAMES, self.records[at])


def read_as(form: str) -> Any:
    return None if form == "parquet" else read_mapping(MAPPING, file="m.toml")


def opened(made: Ingested) -> Callable[[str], list[dict[str, Any]]]:
    """What answers questions of a cache with rows."""
    connection = open_cache(made.folder)

    def rows(query: str) -> list[dict[str, Any]]:
        found = connection.execute(query)
        names = [each[0] for each in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    return rows


def held(made: Ingested) -> dict[str, Any]:
    """What a cache holds, by the names of what is numbered in it."""
    ask = opened(made)
    names = dict(enumerate(made.meta["stations"]))
    kinds = {row["code"]: row["name"] for row in ask("FROM kind_code")}
    actors = {row["number"]: row["name"] for row in ask("FROM actor")}
    ids = {row["e"]: (row["event_id"], row["page"]) for row in ask("FROM event_id")}
    records = ask("FROM record ORDER BY rid")
    record_ids = {row["rid"]: row["record_id"] for row in records}
    said: dict[str, Any] = {}
    for table in ("entry", "entry_by_kind", "spoken"):
        rows = ask(f"FROM {table} ORDER BY rid, e")
        assert [row["e"] for row in rows] == sorted({row["e"] for row in rows})
        said[table] = {
            ids[row["e"]]: row
            | {"e": None, "rid": record_ids[row["rid"]], "kind": kinds[row["kind"]]}
            | {"fixes": ids.get(row["fixes"], row["fixes"])}
            | ({"station": names.get(row["station"])} if "station" in row else {})
            | ({"actor": actors.get(row["actor"])} if "actor" in row else {})
            for row in rows
        }
        assert len(said[table]) == len(rows)
    assert len(ids) == len(said["entry"]) == sum(row["entries"] for row in records)
    own: dict[str, list[Any]] = {}
    for row in ask("FROM entry ORDER BY e"):
        own.setdefault(record_ids[row["rid"]], []).append(ids[row["e"]])
    bases = {row["record_id"]: ids[row["base"]] for row in records if row["entries"]}
    assert bases == {name: those[0] for name, those in own.items()}
    together = [row["person_ref"] or row["record_id"] for row in records]
    assert sum(one != after for one, after in pairwise(together)) + 1 == len(set(together))
    of_record = dict.fromkeys(("rid", "person", "base"))
    said["record"] = {
        row["record_id"]: row | of_record | {"station": names.get(row["station"])} for row in records
    }
    outages = ask("FROM outage_entry")
    said["outage"] = sorted(str(row | {"station": names.get(row["station"])}) for row in outages)
    said["fault"] = sorted(str(row | {"rid": None}) for row in ask("FROM fault"))
    told = ask("FROM fault WHERE rid IS NOT NULL")
    assert all(record_ids[row["rid"]] == row["record_id"] for row in told)
    numbers = ("records", "events", "books", "left_out", "faults", "records_table", "synthetic")
    said["meta"] = {name: made.meta[name] for name in numbers}
    return said | {"order": own}


def audits(made: Ingested, asks: Asked, *, kept: bool = False) -> Any:
    """What an audit says: verdicts, occasions, signals, figures, and the report with its records."""
    found = ByCache(asks, made.folder, in_this_process, each_verdict=True, keep=kept)
    said = whole(asks, found) | {"faults": list(found.wrong())}
    by_place = ByCache(asks, made.folder, in_this_process, by_place=True, keep=kept)
    figures = figures_of(by_place, list(by_place.told()), made)
    shown = report_paper(figures, taken(by_place, made, figures), words=words("en"), made_on=date(2026, 5, 1))
    return said, figures_json(figures), shown


def every_rule(hours: int = 0) -> Asked:
    low = replace(example_site(), signals={**example_site().signals, SMALLEST: 1})
    return replace(asked(INSTANT + timedelta(hours=hours), tuple(chosen(None))), site=low)


@pytest.mark.parametrize("seed", range(60) if LONG else (0, 4, 8))
def test_what_came_in_deliveries_is_held_as_what_came_at_once(seed: int, tmp_path: Path) -> None:
    form, times = FORMS[seed % 3], 2 + seed // 3 % 3
    those = Deliveries(seed, 60, times)
    for at in range(times):
        those.deliver(tmp_path / "register", at, form)
        made = ingest(tmp_path / "register", tmp_path / "cache", mapping=read_as(form))
        assert made.meta["added_times"] == at
        at_once = ingest(tmp_path / "register", tmp_path / f"at-once-{at}", mapping=read_as(form))
        assert at_once.meta["added_times"] == 0
        assert held(made) == held(at_once)
        assert ingest(tmp_path / "register", tmp_path / "cache", mapping=read_as(form)).reused


@pytest.mark.parametrize("seed", range(20) if LONG else (1, 2))
def test_what_came_at_the_end_of_a_file_is_held_as_what_came_at_once(seed: int, tmp_path: Path) -> None:
    form, times = FORMS[1 + seed % 2], 3
    those = Deliveries(seed, 60, times)
    for at in range(times):
        those.deliver(tmp_path / "register", at, form, in_one=True)
        assert added(tmp_path, form) == at
        assert ingest(tmp_path / "register", tmp_path / "cache", mapping=read_as(form)).reused


@pytest.mark.parametrize("seed", range(20) if LONG else (1,))
def test_what_came_in_deliveries_is_judged_and_taken_over_as_what_came_at_once(
    seed: int, tmp_path: Path
) -> None:
    form, times = FORMS[seed % 3], 4 if LONG else 3
    those = Deliveries(seed, 60, times)
    for at in range(times):
        those.deliver(tmp_path / "register", at, form)
        made = ingest(tmp_path / "register", tmp_path / "cache", mapping=read_as(form))
        said = audits(made, every_rule(at), kept=True)
        at_once = ingest(tmp_path / "register", tmp_path / f"at-once-{at}", mapping=read_as(form))
        assert said == audits(at_once, every_rule(at))
    assert said == audits(made, every_rule(at))


def few(folder: Path, at: int, form: str = "parquet", **said: str | None) -> None:
    """A delivery of some plain records, each with an entry in each delivery."""
    columns = dict.fromkeys(COLUMNS)
    rows = [
        columns
        | {"record_id": f"r-{number}", "event_id": f"00000000-0000-7000-8000-{at:04}{number:08}"}
        | {"kind": ("apprehended", "checked", "released")[at], "seq": str(at + 1)}
        | {"occurred_at": f"2026-03-01T1{at}:00:00Z", "recorded_at": f"2026-03-01T1{at}:01:00Z"}
        | said
        for number in range(1, 4)
    ]
    events = folder / ("events.parquet" if form == "parquet" else "events")
    write_table(events / f"part-{at}.{form}", COLUMNS, rows)
    if not at:
        empty = dict.fromkeys(ROW_NAMES)
        people = [empty | {"record_id": f"r-{number}", "jurisdiction": "CoE"} for number in range(1, 5)]
        write_table(folder / f"records.{form}", ROW_NAMES, people)


def added(folder: Path, form: str = "parquet", mapping: str | None = None, **how: int) -> int:
    """How often something was added to the cache as it is now."""
    read = read_mapping(mapping, file="m.toml") if mapping is not None else read_as(form)
    made = ingest(folder / "register", folder / "cache", mapping=read, **how)
    at_once = ingest(folder / "register", folder / "at-once", mapping=read)
    assert held(made) == held(at_once)
    shutil.rmtree(folder / "at-once")
    return int(made.meta["added_times"])


def rewritten(path: Path, change: Callable[[list[Row]], list[Row]]) -> None:
    rows = change(pq.read_table(path).to_pylist())
    path.unlink()
    write_table(path, list(rows[0]), rows)


def say_of_itself(folder: Path, **said: object) -> None:
    meta = json.loads((folder / "cache" / META).read_text("utf-8"))
    (folder / "cache" / META).write_text(json.dumps(meta | said), "utf-8")


def late_outage(folder: Path) -> None:
    few(folder / "register", 1, kind="outage_started")


def other_columns(folder: Path) -> None:
    few(folder / "register", 1)
    path = folder / "register" / "events.parquet" / "part-1.parquet"
    rewritten(path, lambda rows: [{"remark": None, **row} for row in rows])


def renamed(folder: Path, name: str) -> Path:
    few(folder / "register", 1)
    return (folder / "register" / "events.parquet" / "part-1.parquet").rename(
        folder / "register" / "events.parquet" / name
    )


def spoilt(path: Path) -> None:
    length = path.stat().st_size
    path.unlink()
    path.write_bytes(bytes(length))


REASONS: Mapping[str, Callable[[Path], Any]] = {
    "a file changed": lambda folder: rewritten(
        folder / "register" / "events.parquet" / "part-0.parquet", lambda rows: rows[1:]
    ),
    "a file is gone": lambda folder: (
        few(folder / "register", 1),
        (folder / "register" / "events.parquet" / "part-0.parquet").unlink(),
    ),
    "a file came before the others": lambda folder: renamed(folder, "part--.parquet"),
    "a file has other columns": other_columns,
    "a file is damaged": lambda folder: renamed(folder, "part-2.parquet").write_bytes(b"PAR1"),
    "the row of a record is gone": lambda folder: rewritten(
        folder / "register" / "records.parquet", lambda rows: rows[:3]
    ),
    "the rows of records are gone": lambda folder: (folder / "register" / "records.parquet").unlink(),
    "an outage is told in a record": late_outage,
    "another engine wrote it": lambda folder: (
        few(folder / "register", 1),
        say_of_itself(folder, engine="duckdb 0.1"),
    ),
    "it was so often added to": lambda folder: (
        few(folder / "register", 1),
        say_of_itself(folder, added_times=adding.TIMES),
    ),
    "what lies there cannot be read": lambda folder: (
        few(folder / "register", 1),
        spoilt(folder / "cache" / "as_read.parquet" / "part-00000.parquet"),
    ),
    "nothing is kept to be read again": lambda folder: (
        few(folder / "register", 1),
        shutil.rmtree(folder / "cache" / "as_read.parquet"),
    ),
}


@pytest.mark.parametrize("reason", REASONS)
def test_all_is_read_where(reason: str, tmp_path: Path) -> None:
    few(tmp_path / "register", 0)
    assert added(tmp_path) == 0
    REASONS[reason](tmp_path)
    if reason == "a file is damaged":
        before = (tmp_path / "cache" / META).read_bytes()
        with pytest.raises(RefusedError) as refused:
            added(tmp_path)
        assert refused.value.code == "register-not-parquet"
        assert (tmp_path / "cache" / META).read_bytes() == before
        return
    assert added(tmp_path) == 0


@pytest.mark.parametrize(
    ("reason", "form", "text"),
    [
        ("the mapping is another", "csv", MAPPING + '[kinds]\n"checked" = "roused"\n'),
        ("nothing but entries is there", "csv", MAPPING),
        ("a row takes two lines", "csv", MAPPING),
        ("rows follow an empty line", "jsonl", MAPPING),
        ("a log is among the files", "xes", MAPPING),
        ("one file says both", "csv", MAPPING + '[records]\nfile = "events/*"\n'),
    ],
)
def test_of_texts_all_is_read_where(reason: str, form: str, text: str, tmp_path: Path) -> None:
    folder = tmp_path / "register"
    form_of_texts = "csv" if form == "xes" else form
    few(folder, 0, form_of_texts, page="two\nlines" if reason == "a row takes two lines" else None)
    first = folder / "events" / f"part-0.{form_of_texts}"
    if reason == "nothing but entries is there":
        (folder / "records.csv").unlink()
    if reason == "rows follow an empty line":
        first.write_text("\n" + first.read_text("utf-8"), "utf-8")
    if reason == "a log is among the files":
        (folder / "events" / "part-00.xes").write_text(XES, "utf-8")
    said = text if reason == "one file says both" else MAPPING
    assert added(tmp_path, mapping=said) == 0
    few(folder, 1, form_of_texts)
    assert added(tmp_path, mapping=text) == 0


def grown(folder: Path, at: int, **said: str | None) -> Path:
    """The file with a delivery more at its end."""
    few(folder / "register", at, "csv", **said)
    first, came = (folder / "register" / "events" / f"part-{each}.csv" for each in (0, at))
    with first.open("ab") as out:
        out.write(came.read_bytes().split(b"\n", 1)[1])
    came.unlink()
    return first


def changed(path: Path, change: Callable[[bytes], bytes]) -> None:
    path.write_bytes(change(path.read_bytes()))


GREW_OTHERWISE: Mapping[str, tuple[Callable[[Path], Any], Callable[[Path], Any]]] = {
    "a row of before is another": (
        lambda first: None,
        lambda folder: changed(grown(folder, 1), lambda said: said.replace(b"T10:00:00", b"T10:30:00")),
    ),
    "its last line had no end": (
        lambda first: changed(first, lambda said: said[:-1]),
        lambda folder: (
            changed(folder / "register" / "events" / "part-0.csv", lambda said: said + b"\n"),
            grown(folder, 1),
        ),
    ),
    "what came goes on in its last line": (
        lambda first: changed(first, lambda said: said[:-1]),
        lambda folder: grown(folder, 1),
    ),
    "it grew by half a line": (
        lambda first: changed(first, lambda said: said[:-20]),
        lambda folder: grown(folder, 1),
    ),
    "a row that came takes two lines": (
        lambda first: None,
        lambda folder: grown(folder, 1, page="two\nlines"),
    ),
    "a quotation mark is not closed": (
        lambda first: None,
        lambda folder: changed(grown(folder, 1), lambda said: said[:-1] + b'"\n'),
    ),
    "a line that came is empty": (
        lambda first: None,
        lambda folder: changed(grown(folder, 1), lambda said: said + b"\n"),
    ),
    "what came is of another encoding": (
        lambda first: None,
        lambda folder: changed(grown(folder, 1, page="x"), lambda said: said.replace(b",x,", b",\xe9,")),
    ),
    "its letters are wide": (
        lambda first: changed(first, lambda said: said.decode().encode("utf-16")),
        lambda folder: changed(
            folder / "register" / "events" / "part-0.csv",
            lambda said: (said.decode("utf-16") + "r-1" + "," * (len(COLUMNS) - 1) + "\n").encode("utf-16"),
        ),
    ),
    "another file follows it": (
        lambda first: few(first.parent.parent, 1, "csv"),
        lambda folder: grown(folder, 2),
    ),
    "an entry was written after it": (
        lambda first: changed(first, lambda said: said.replace(b"2026-03-01T10:01", b"2199-03-01T10:01")),
        lambda folder: grown(folder, 1),
    ),
    "it was but touched": (
        lambda first: None,
        lambda folder: changed(folder / "register" / "events" / "part-0.csv", lambda said: said),
    ),
    "it is shorter again": (
        lambda first: grown(first.parent.parent.parent, 1),
        lambda folder: changed(
            folder / "register" / "events" / "part-0.csv", lambda said: said[: said.index(b"checked") - 50]
        ),
    ),
}


@pytest.mark.parametrize("how", GREW_OTHERWISE)
def test_of_a_file_all_is_read_where(how: str, tmp_path: Path) -> None:
    first, then = GREW_OTHERWISE[how]
    few(tmp_path / "register", 0, "csv")
    first(tmp_path / "register" / "events" / "part-0.csv")
    assert added(tmp_path, "csv") == 0
    then(tmp_path)
    assert added(tmp_path, "csv") == 0


def test_a_file_that_grew_twice_is_known_again_until_it_is_another(tmp_path: Path) -> None:
    few(tmp_path / "register", 0, "csv", event_id=None, seq="first")
    for at in (0, 1, 2):
        if at:
            grown(tmp_path, at, event_id=None, seq="first")
        assert added(tmp_path, "csv") == at
    made = ingest(tmp_path / "register", tmp_path / "cache", mapping=read_as("csv"))
    faults = opened(made)("FROM fault")
    assert {row["line"] for row in faults if row["code"] == Fault.SEQ_UNREADABLE} == set(range(2, 11))
    path = tmp_path / "register" / "events" / "part-0.csv"
    changed(path, lambda said: said)
    assert added(tmp_path, "csv") == 0, "it was written anew, the same"


XES = """<log><trace><string key="concept:name" value="r-9"/><event>
<string key="concept:name" value="arrived"/><string key="record_id" value="r-9"/>
<string key="kind" value="arrived"/><date key="recorded_at" value="2026-03-01T10:00:00Z"/>
</event></trace></log>"""


def test_where_more_than_a_tenth_is_to_be_put_in_order_all_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few(tmp_path / "register", 0)
    assert added(tmp_path) == 0
    few(tmp_path / "register", 1)
    assert added(tmp_path, at_once=5) == 0, "more than is put in order at once"
    few(tmp_path / "register", 2)
    monkeypatch.setattr(adding, "SHARE", 1.1)
    assert added(tmp_path) == 0


def test_where_the_files_are_called_by_another_name_all_is_read(tmp_path: Path) -> None:
    few(tmp_path / "register", 0, event_id=None, seq="first")
    (tmp_path / "also").symlink_to(tmp_path / "register", target_is_directory=True)
    ingest(tmp_path / "also", tmp_path / "cache")
    few(tmp_path / "register", 1)
    assert added(tmp_path) == 0


def test_records_alone_may_change(tmp_path: Path) -> None:
    few(tmp_path / "register", 0)
    assert added(tmp_path) == 0
    path = tmp_path / "register" / "records.parquet"
    rewritten(
        path, lambda rows: [row | {"juvenile": "true"} for row in rows] + [rows[0] | {"record_id": "r-5"}]
    )
    assert added(tmp_path) == 1
    few(tmp_path / "register", 1)
    assert added(tmp_path) == 2


def test_where_only_what_came_before_comes_again_no_piece_is_written(tmp_path: Path) -> None:
    few(tmp_path / "register", 0)
    assert added(tmp_path) == 0
    again = tmp_path / "register" / "events.parquet"
    shutil.copy(again / "part-0.parquet", again / "part-1.parquet")
    assert added(tmp_path) == 1
    made = ingest(tmp_path / "register", tmp_path / "cache")
    assert made.faults[Fault.TWICE] == 3
    assert made.meta["begins"] == [0]


def test_pieces_that_lie_there_are_not_written_again(tmp_path: Path) -> None:
    few(tmp_path / "register", 0)
    assert added(tmp_path) == 0
    [before] = (tmp_path / "cache" / "entry.parquet").iterdir()
    was = before.stat().st_ino
    few(tmp_path / "register", 1)
    assert added(tmp_path) == 1
    first, _second = sorted((tmp_path / "cache" / "entry.parquet").iterdir())
    assert first.stat().st_ino == was
