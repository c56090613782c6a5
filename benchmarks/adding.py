"""How long a register takes that a night added to, brought in and audited again by what was kept.

    python benchmarks/adding.py --register FOLDER [--came 3000] [--going-on 4000]

The register, in Parquet, is divided: what was there, and one part file of the latest detentions and of the
last three entries of some others, drawn by their ids. Each step is a process of its own; in the end all of it
is read at once, to compare.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb

INGEST = """
from habeas.safeguards.ingest import ingest
made = ingest(Path(sys.argv[1]), Path(sys.argv[2]))
said = {name: made.meta[name] for name in ("records", "events", "left_out", "added_entries")}
"""
AUDIT = """
from datetime import UTC, datetime
from hashlib import sha256
from habeas.apart.processors import processors
from habeas.safeguards import example_site
from habeas.safeguards.audit import Asked, chosen
from habeas.safeguards.by_cache import ByCache
as_of = datetime.fromtimestamp(int(sys.argv[3]) / 1_000_000, UTC)
asked = Asked(rules=chosen(None), as_of=as_of, site=example_site(), rule_set="jurisdiction")
found = ByCache(asked, Path(sys.argv[2]), processors, keep=True)
told = [one.as_json() for one in found.told()] + [one.as_json() for one in found.signals().told]
[[anew]] = found.rows("SELECT COUNT(*) FROM anew")
said = {"anew": anew, "told": sha256(json.dumps(told).encode()).hexdigest()[:12]}
"""
STEP = """
import json, resource, sys, time
from pathlib import Path
if __name__ == "__main__":
    begun = time.perf_counter()
{step}
    used = [resource.getrusage(each) for each in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    said |= {{"clock": time.perf_counter() - begun, "mib": max(each.ru_maxrss for each in used) / 1024}}
    said["processor"] = sum(each.ru_utime + each.ru_stime for each in used)
    print(json.dumps(said))
"""


def divide(register: Path, then: Path, night: Path, came: int, going_on: int) -> int:
    """Write both; the last instant at which anything was written, in microseconds."""
    events, records = (f"read_parquet('{register}/{name}.parquet/*')" for name in ("events", "records"))
    for folder in (then, night):
        for name in ("events", "records"):
            (folder / f"{name}.parquet").mkdir(parents=True)
    with duckdb.connect() as db:
        db.execute("SET TimeZone = 'UTC'; SET memory_limit = '4GB'")
        db.execute(f"""
            CREATE TABLE own AS SELECT record_id, min(recorded_at) AS since, max(recorded_at) AS until
            FROM {events} WHERE NOT starts_with(record_id, 'book:') GROUP BY record_id""")
        db.execute(f"CREATE TABLE came AS FROM own ORDER BY since DESC, record_id LIMIT {came}")
        db.execute(f"""
            CREATE TABLE going_on AS SELECT record_id FROM own ANTI JOIN came USING (record_id)
            ORDER BY hash(record_id) LIMIT {going_on}""")
        db.execute(f"""
            CREATE TABLE late AS SELECT event_id FROM {events} SEMI JOIN going_on USING (record_id)
            QUALIFY row_number() OVER (PARTITION BY record_id ORDER BY seq DESC) <= 3""")
        new = "record_id IN (SELECT record_id FROM came)"
        for name, rows, which in (
            ("events", events, f"({new} OR event_id IN (FROM late))"),
            ("records", records, new),
        ):
            for number, (folder, is_it) in enumerate(((then, "NOT "), (night, ""))):
                file = folder / f"{name}.parquet" / f"part-{number}.parquet"
                db.execute(
                    f"COPY (FROM {rows} WHERE {is_it}{which}) TO '{file}' (FORMAT parquet, COMPRESSION zstd)"
                )
        [[last]] = db.execute("SELECT epoch_us(max(until)) FROM own").fetchall()
    return int(last)


def step(name: str, code: str, *words: str) -> None:
    """One step in a process of its own, and what it took."""
    lines = "".join(f"    {line}\n" for line in code.strip().splitlines())
    with tempfile.NamedTemporaryFile("w", suffix=".py", encoding="utf-8") as file:
        file.write(STEP.format(step=lines))
        file.flush()
        ended = subprocess.run(
            [sys.executable, file.name, *words],
            capture_output=True,
            text=True,
            check=True,
            env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1] / "src")},
        )
    said = json.loads(ended.stdout)
    took = "clock {clock:.1f} s, processor {processor:.1f} s, {mib:.0f} MiB".format(**said)
    print(
        f"{name}: {took}; { {key: each for key, each in said.items() if isinstance(each, int | str)} }",
        flush=True,
    )


def main() -> int:
    """Measure and tell."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--register", type=Path, required=True)
    parser.add_argument("--came", type=int, default=3_000)
    parser.add_argument("--going-on", type=int, default=4_000)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        then, night, cache = (Path(folder) / name for name in ("then", "night", "cache"))
        last = divide(args.register, then, night, args.came, args.going_on)
        step("brought in", INGEST, str(then), str(cache))
        step("audited, and kept", AUDIT, str(then), str(cache), str(last))
        for file in night.rglob("*.parquet"):
            if file.is_file():
                file.rename(then / file.relative_to(night))
        step("the night brought in", INGEST, str(then), str(cache))
        step("audited by what was kept", AUDIT, str(then), str(cache), str(last + 43_200_000_000))
        step("all brought in at once", INGEST, str(then), str(Path(folder) / "whole"))
        step("audited, and kept", AUDIT, str(then), str(Path(folder) / "whole"), str(last + 43_200_000_000))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
