"""``habeas generate register``: a synthetic register, with the breaches planted in it listed beside."""

import argparse
import gc
import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import habeas
from habeas.apart.processors import processors
from habeas.cli import generate_lists as lists
from habeas.cli.english import EN
from habeas.cli.saying import note, progress
from habeas.custody.exchange import EVENTS, RECORDS, Form, Table, write_rows
from habeas.custody.synthetic import Made, Plan, books, chunk
from habeas.errors import RefusedError, Where

HELP = "a synthetic register of any size, with the breaches planted in it listed beside it"
EXAMPLE = "habeas generate register --detentions 1000 --seed 7 --breach-rate 0.2 --out register"
SCHEMA = "habeas/synthetic-register/1"
MOST = 100_000_000


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument("what", choices=("register",), help="what to generate")
    parser.add_argument("--detentions", metavar="N", type=int, required=True, help="how many stays")
    parser.add_argument(
        "--seed", metavar="S", type=int, required=True, help="the same seed, the same register"
    )
    parser.add_argument(
        "--out", metavar="DIR", required=True, help="a folder that is not there yet, or empty"
    )
    parser.add_argument(
        "--breach-rate",
        metavar="R",
        type=float,
        default=0.0,
        help="the share of stays in which one breach is planted, 0 to 1 (0)",
    )
    parser.add_argument(
        "--gap-rate",
        metavar="R",
        type=float,
        default=0.0,
        help="the share of the others in which a time, an end or a field is not written, 0 to 1 (0)",
    )
    parser.add_argument(
        "--format", choices=tuple(Form), default=Form.PARQUET, help="the form of the tables (parquet)"
    )
    parser.add_argument(
        "--from", dest="start", metavar="DATE", default="2025-01-06", help="the first day (2025-01-06)"
    )
    parser.add_argument(
        "--with-lists",
        action="store_true",
        help="lists of others beside it, with discrepancies planted in them, for habeas audit --against",
    )
    parser.add_argument("--days", metavar="N", type=int, default=90, help="how many days of arrivals (90)")


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the register to be made and written: the books, or a chunk of stays."""

    plan: Plan
    number: int
    form: Form
    folder: Path
    with_lists: bool

    def path(self, table: Table) -> Path:
        """Where it is written."""
        name = f"part-{self.number:05d}.{self.form}"
        return (
            self.folder / f"{table.name}.{Form.PARQUET}" / name
            if self.form is Form.PARQUET
            else (self.folder / f".{table.name}-{name}")
        )


@dataclass(frozen=True, slots=True)
class _Written:
    """What a part came to."""

    records: int
    events: int
    planted: list[dict[str, object]]
    listed: lists.Part | None = None


def run(args: argparse.Namespace) -> int:
    """Make the register whole or not at all."""
    plan, form, out = _plan(args), Form(args.format), Path(args.out)
    parts = plan.chunks + 1
    with _whole(out) as folder, progress("Making the register", plan.detentions) as step:
        if form is Form.PARQUET:
            for table in (RECORDS, EVENTS):
                (folder / f"{table.name}.{form}").mkdir()
        made = [_Part(plan, number, form, folder, args.with_lists) for number in range(parts)]
        found = list(_each(made, step))
        if form is not Form.PARQUET:
            for table in (RECORDS, EVENTS):
                _joined(folder, table, form)
        if args.with_lists:
            lists.join(plan, [each.listed for each in found if each.listed], folder)
        said = _metadata(plan, found)
        lines = (json.dumps(each, sort_keys=True) for part in found for each in part.planted)
        (folder / "breaches.jsonl").write_text("".join(f"{line}\n" for line in lines), "utf-8")
        (folder / "metadata.json").write_text(f"{json.dumps(said, indent=1)}\n", "utf-8")
    if args.json:
        print(json.dumps({key: value for key, value in said.items() if key != "establishments"}))
    else:
        breaches = EN.count("{n} breach", "{n} breaches", said["breaches"])
        gaps = EN.count("{n} gap", "{n} gaps", said["gaps"])
        note(f"{_counted(said)}; {breaches} and {gaps} planted: {out}")
    return 0


def _counted(said: Mapping[str, Any]) -> str:
    """What was made: records of people, and the books of stations beside, as an audit tells them apart."""
    books, own = said["books"], said["events_of_books"]
    parts = (
        EN.count("{n} record", "{n} records", said["records"] - books),
        EN.count("{n} entry", "{n} entries", said["events"] - own),
        EN.count("{n} book of a station", "{n} books of stations", books),
        EN.count("{n} entry", "{n} entries", own),
    )
    return "{} with {}, and {} with {}".format(*parts)


def _plan(args: argparse.Namespace) -> Plan:
    if not 1 <= args.detentions <= MOST:
        raise RefusedError("call-refused", f"--detentions is from 1 to {MOST}")
    if not 1 <= args.days <= 3_660:
        raise RefusedError("call-refused", "--days is from 1 to 3660")
    for option, rate in (("--breach-rate", args.breach_rate), ("--gap-rate", args.gap_rate)):
        if not 0 <= rate <= 1:
            raise RefusedError("call-refused", f"{option} is from 0 to 1")
    try:
        start = date.fromisoformat(args.start) if re.fullmatch(r"\d{4}-\d\d-\d\d", args.start) else None
    except ValueError:
        start = None
    if start is None or not 1971 <= start.year <= 2200:
        raise RefusedError(
            "call-refused", f"--from “{args.start}” is no day from 1971 to 2200, as 2025-01-06"
        )
    return Plan(args.detentions, args.seed, start, args.days, args.breach_rate, args.gap_rate)


@contextmanager
def _whole(out: Path) -> Iterator[Path]:
    """A folder beside ``out`` that takes its name at the end; nothing is left of it where that fails."""
    if out.is_file() or (out.is_dir() and any(out.iterdir())):
        raise RefusedError(
            "output-not-empty",
            "there is something already",
            where=Where(str(out)),
            advice="Name a folder that is not there yet.",
        )
    out.absolute().parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.absolute().parent))
    try:
        yield folder
        folder.chmod(0o755)
        folder.replace(out)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _each(parts: list[_Part], step: Callable[[int], None]) -> Iterator[_Written]:
    """Make each part, on every processor where there is more than a little to do; in their order."""
    if len(parts) <= 2:
        for part in parts:
            yield _make(part)
        return
    with processors() as pool:
        for written in pool.map(_make, parts):
            step(written.records)
            yield written


def _make(part: _Part) -> _Written:
    gc.disable()  # nothing here refers to itself: looking for that takes a quarter of the time
    plan = part.plan
    made: Made = chunk(plan, part.number - 1) if part.number else books(plan)
    marked = {"habeas.schema": SCHEMA, "habeas.synthetic": "true", "habeas.seed": str(plan.seed)}
    for table, rows in ((RECORDS, made.records), (EVENTS, made.events)):
        with part.path(table).open("wb") as stream:
            write_rows(table, rows, stream, part.form, metadata=marked, first=part.number == 0)
    own = None
    if part.with_lists and part.number:
        own = lists.write_part(plan, part.number - 1, made.records, made.events, part.folder)
    return _Written(len(made.records), len(made.events), made.planted, own)


def _joined(folder: Path, table: Table, form: Form) -> None:
    with (folder / f"{table.name}.{form}").open("wb") as whole:
        for part in sorted(folder.glob(f".{table.name}-part-*")):
            with part.open("rb") as stream:
                shutil.copyfileobj(stream, whole)
            part.unlink()


def _metadata(plan: Plan, found: list[_Written]) -> dict[str, Any]:
    verdicts = [each["verdict"] for part in found for each in part.planted]
    return {
        "schema": SCHEMA,
        "synthetic": True,
        "habeas": habeas.__version__,
        "seed": plan.seed,
        "from": plan.start.isoformat(),
        "days": plan.days,
        "as_of": datetime.fromtimestamp(plan.ends, UTC).isoformat().replace("+00:00", "Z"),
        "breach_rate": plan.breach_rate,
        "gap_rate": plan.gap_rate,
        "detentions": plan.detentions,
        "records": sum(part.records for part in found),
        "events": sum(part.events for part in found),
        "books": found[0].records,
        "events_of_books": found[0].events,
        "breaches": verdicts.count("breached"),
        "gaps": verdicts.count("not_recorded"),
        "corrected": verdicts.count("met"),
        "establishments": [
            {
                "establishment_id": place.id,
                "establishment_type": place.type,
                "zone": place.zone,
                "jurisdiction": place.jurisdiction,
            }
            for place in plan.places
        ],
    }
