"""What PM4Py and Declare4Py answer of rules that they can say too, and how long each takes.

    python benchmarks/audit_peers.py --peers PYTHON [--detentions 2000,20000] [--declare4py 2000]

``PYTHON`` is one in whose environment they are installed (pip install pm4py Declare4Py pyarrow): they are
under the AGPL and no part of Habeas, so that they run as processes of their own and read a file. Each rule is
“after each A comes a B within a limit, custody ended or not”, over those records of a synthetic register that
have no correction and no entry without a time: the peers know of neither. Where an answer differs, the status
is 1.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

BREACHED, NOT_RECORDED, MET = 0, 1, 3
AS_OF = datetime(2100, 1, 1, tzinfo=UTC)
RULES = {
    "lawyer called": ("lawyer_requested", "lawyer_called", 30),
    "rights told": ("arrived", "rights_informed", 60),
    "doctor seen": ("doctor_requested", "examination_started", 120),
    "cell checked": ("cell_entered", "checked", 60),
}
"""What is asked, of which entry by which, in minutes."""
RULE = """
set = "register"
title = "{b} after {a}"
says = "A rule that the peers can say too; no safeguard."
source = "CPT-GR12#40"
[limits]
limit = {{ site = "{limit}" }}
[within]
start = ["{a}"]
answers = ["{b}"]
every = true
outlives = true
"""
FIRST = """
set = "register"
title = "Any entry"
says = "Any entry at all; it is asked first, so that its time is that of the stages."
source = "CPT-GR12#40"
[exists]
entries = ["arrived"]
"""
READ = """
import json, resource, sys, time
import pandas, pm4py
frame = pandas.read_parquet(sys.argv[1])
a, b, limit = sys.argv[2], sys.argv[3], int(sys.argv[4])
"""
PM4PY = (
    READ
    + """
from pm4py.algo.conformance.declare import algorithm as declare
from pm4py.algo.filtering.pandas.ltl import ltl_checker
begun = time.perf_counter()
kept = ltl_checker.eventually_follows(frame, [a, b], parameters={
    "positive": True, "enable_timestamp": True, "timestamp_diff_boundaries": [[0, limit]]})
ltl = time.perf_counter() - begun
begun = time.perf_counter()
model = {"response": {(a, b): {"support": 1, "confidence": 1}}}
told = declare.apply(frame, model)
response = time.perf_counter() - begun
print(json.dumps({"in_time": sorted(set(kept["case:concept:name"])),
    "never": [case for case, one in zip(frame["case:concept:name"].unique(), told) if not one["is_fit"]],
    "seconds": {"ltl": ltl, "declare": response},
    "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""
)
DECLARE4PY = (
    READ
    + """
from Declare4Py.D4PyEventLog import D4PyEventLog
from Declare4Py.ProcessModels.DeclareModel import DeclareModel
from Declare4Py.ProcessMiningTasks.ConformanceChecking.MPDeclareAnalyzer import MPDeclareAnalyzer
begun = time.perf_counter()
log = D4PyEventLog(case_name="case:concept:name")
log.log = pm4py.convert_to_event_log(frame)
log.log_length, log.timestamp_key, log.activity_key = len(log.log), "time:timestamp", "concept:name"
converted = time.perf_counter() - begun
model = DeclareModel().parse_from_string(
    f"activity {a}\\nactivity {b}\\nResponse[{a}, {b}] | | |0,{limit},s\\n")
begun = time.perf_counter()
result = MPDeclareAnalyzer(log=log, declare_model=model, consider_vacuity=True).run()
counted = result.get_metric(metric="num_violations")
checked = time.perf_counter() - begun
cases = list(dict.fromkeys(frame["case:concept:name"]))
found = counted.iloc[:, 0].fillna(0).astype(int).tolist()
print(json.dumps({"late": {case: count for case, count in zip(cases, found) if count},
    "seconds": {"convert": converted, "check": checked},
    "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""
)


@dataclass(frozen=True)
class Ours:
    """What Habeas says of a rule: records with one in time, those late or never, and how long it took."""

    in_time: frozenset[str]
    late: Mapping[str, int]
    never: frozenset[str]
    seconds: float


def habeas(*words: str) -> None:
    """Run the command."""
    env = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1] / "src")}
    subprocess.run([sys.executable, "-m", "habeas", *words], check=True, env=env)


def plain_log(register: Path, out: Path) -> tuple[Path, Path]:
    """The records without a correction and without an entry that has no time: for us, and for the peers."""
    import duckdb

    ours, theirs = out / "register", out / "log.parquet"
    ours.mkdir()
    db = duckdb.connect()
    db.execute(f"CREATE VIEW e AS FROM read_parquet('{register}/events.parquet/*.parquet')")
    db.execute(
        "CREATE TABLE odd AS SELECT record_id FROM e WHERE corrects IS NOT NULL OR occurred_at IS NULL"
    )
    db.execute(f"COPY (FROM e WHERE record_id NOT IN (FROM odd)) TO '{ours}/events.parquet' (FORMAT parquet)")
    db.execute(
        f"COPY (FROM read_parquet('{register}/records.parquet/*.parquet') WHERE record_id NOT IN (FROM odd)) "
        f"TO '{ours}/records.parquet' (FORMAT parquet)"
    )
    db.execute(
        'COPY (SELECT record_id AS "case:concept:name", kind AS "concept:name", '
        'occurred_at AS "time:timestamp" '
        f"FROM read_parquet('{ours}/events.parquet') ORDER BY record_id, occurred_at, seq) "
        f"TO '{theirs}' (FORMAT parquet)"
    )
    return ours, theirs


def judged(register: Path, cache: Path) -> Iterator[tuple[str, Ours]]:
    """What Habeas says of each rule over the cached register; the stages are made first."""
    from habeas.safeguards import read_rule, read_site
    from habeas.safeguards.audit import Asked
    from habeas.safeguards.by_duckdb import ByDuckDB
    from habeas.safeguards.ingest import ingest, open_cache

    begun = time.perf_counter()
    made = ingest(register, cache)
    print(f"ours: {made.meta['events']:,} entries brought in in {time.perf_counter() - begun:.1f} s")
    asked = [RULE.format(a=a, b=b, limit=f"limit-{at}") for at, (a, b, _) in enumerate(RULES.values())]
    rules = [read_rule(text, file=f"{at}.toml") for at, text in enumerate([FIRST, *asked])]
    minutes = "\n".join(f'"limit-{at}" = {minutes}' for at, (_a, _b, minutes) in enumerate(RULES.values()))
    site = read_site(f'name = "peers"\n[minutes]\n{minutes}', file="site", own=rules)
    audit = ByDuckDB(Asked(rules=tuple(rules), as_of=AS_OF, site=site, rule_set="all"), open_cache(cache))
    told, begun = audit.told(), time.perf_counter()
    next(told)
    print(f"ours: stages, once for all rules {time.perf_counter() - begun:.2f} s")
    for name, rule in zip(RULES, rules[1:], strict=True):
        begun = time.perf_counter()
        next(told)
        took = time.perf_counter() - begun
        rows = audit.rows(
            f"SELECT record_id, mark % 10, COUNT(*) FROM {audit.sql.occasions(rule)} JOIN record USING (rid) "
            "GROUP BY ALL"
        )
        late = Counter[str]()
        for record, _verdict, count in (each for each in rows if each[1] in (BREACHED, NOT_RECORDED)):
            late[record] += count
        yield (
            name,
            Ours(
                frozenset(record for record, verdict, _count in rows if verdict == MET),
                late,
                frozenset(record for record, verdict, _count in rows if verdict == NOT_RECORDED),
                took,
            ),
        )


def peer(python: str, code: str, log: Path, rule: tuple[str, str, int]) -> dict[str, Any]:
    """What another says, in a process of its own."""
    a, b, minutes = rule
    limit = str(int(timedelta(minutes=minutes).total_seconds()))
    done = subprocess.run(
        [python, "-W", "ignore", "-c", code, str(log), a, b, limit],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def compared(python: str, detentions: int, *, declare4py: bool) -> bool:
    """Ask all of them about one register; whether they agree."""
    agree = True
    with tempfile.TemporaryDirectory(prefix="habeas-peers-") as folder:
        made, here = Path(folder) / "made", Path(folder)
        count = ("--detentions", str(detentions), "--seed", "11", "--breach-rate", "0.2")
        habeas("generate", "register", *count, "--out", str(made))
        register, log = plain_log(made, here)
        for name, ours in judged(register, here / "cache"):
            said = peer(python, PM4PY, log, RULES[name])
            wrong = (ours.in_time ^ set(said["in_time"])) | (ours.never ^ set(said["never"]))
            agree = agree and not wrong
            print(f"{name}: ours {ours.seconds:.2f} s, {len(ours.in_time):,} in time, {len(ours.late):,} not")
            print(line("PM4Py", said, ours.seconds, len(wrong)), flush=True)
            if declare4py:
                said = peer(python, DECLARE4PY, log, RULES[name])
                both = ours.late.keys() | said["late"].keys()
                wrong = {each for each in both if ours.late.get(each) != said["late"].get(each)}
                agree = agree and not wrong
                print(line("Declare4Py", said, ours.seconds, len(wrong)), flush=True)
    return agree


def line(name: str, said: Mapping[str, Any], ours: float, wrong: int) -> str:
    """How long a peer took, and in how many records it says otherwise."""
    took = ", ".join(f"{key} {took:.2f} s ({took / ours:.1f} times)" for key, took in said["seconds"].items())
    return f"    {name}: {took}; {wrong} records told otherwise; peak {said['peak']:.0f} MiB"


def main() -> int:
    """Compare and tell."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--peers", metavar="PYTHON", default=sys.executable)
    parser.add_argument("--detentions", default="2000,20000")
    parser.add_argument(
        "--declare4py", type=int, default=2000, help="the largest register that it is asked about"
    )
    args = parser.parse_args()
    if subprocess.run([args.peers, "-c", "import pm4py"], capture_output=True, check=False).returncode:
        print("PM4Py is not installed there: say where it is with --peers")
        return 0
    agree = True
    for count in map(int, args.detentions.split(",")):
        print(f"== {count} detentions; load average before: {os.getloadavg()[0]:.1f}", flush=True)
        agree = compared(args.peers, count, declare4py=count <= args.declare4py) and agree
    return 0 if agree else 1


if __name__ == "__main__":
    raise SystemExit(main())
