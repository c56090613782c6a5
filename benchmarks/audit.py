"""How long an audit takes: all rules over a generated register, first and again, and one record by itself.

    python benchmarks/audit.py [--detentions N | --register FOLDER] [--cache FOLDER]

Beside it, in DuckDB: only decoding three columns, which nothing that looks at every entry can be quicker
than; one rule as somebody would write it by hand, without excuses, corrections or what a record lacks; and
all rules by SQL, without kernels. One record by itself is judged three times, of which the quickest counts.
How long process mining tools take is measured by ``audit_peers.py``. Processor time is what other work on the
machine disturbs least; it is of all processes, and so is memory: the largest of them as often as there are.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

BEGUN = """
import json, resource, sys, time
from datetime import UTC, datetime, timedelta
from pathlib import Path
def used():
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {"wall": time.perf_counter(), "processor": sum(one.ru_utime + one.ru_stime for one in both)}
def since(then):
    now = used()
    return {name: now[name] - then[name] for name in then}
def peak(processes=0):
    who = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
    own, child = (resource.getrusage(each).ru_maxrss / 1024 for each in who)
    return own + processes * child
source, cache, as_of = Path(sys.argv[1]), Path(sys.argv[2]), datetime.fromisoformat(sys.argv[3])
"""
INGEST = """
from habeas.safeguards.ingest import ingest
then = used()
made = ingest(source, cache)
count = {name: made.meta[name] for name in ("records", "events")}
print(json.dumps({**since(then), "peak": peak(), **count}))
"""
AUDIT = """
from habeas.safeguards import example_site
from habeas.safeguards.audit import Asked, chosen
from habeas.safeguards.by_duckdb import ByDuckDB
from habeas.safeguards.ingest import open_cache
asked = Asked(rules=chosen(None), as_of=as_of, site=example_site(), rule_set="jurisdiction")
then = used()
db = open_cache(cache)
found = ByDuckDB(asked, db)
if sys.argv[4] == "sql":
    from habeas.safeguards.sql.duck import Duck
    found.sql = Duck(db, as_of, asked.site)
begun, whole, rules = used(), {}, {}
prepare = found.sql.prepare
def prepared():
    prepare()
    whole["stages"] = since(begun)
found.sql.prepare = prepared
last = begun
for told in found.told():
    rules[told.rule.name] = since(last)["processor"] - (0 if rules else whole["stages"]["processor"])
    last = used()
print(json.dumps({**since(then), **whole, "peak": peak(), "rules": rules}))
"""
PARTS = """
import os
from habeas.apart.processors import processors
from habeas.safeguards import example_site
from habeas.safeguards.audit import Asked, chosen
from habeas.safeguards.by_cache import ByCache
asked = Asked(rules=chosen(None), as_of=as_of, site=example_site(), rule_set="jurisdiction")
then = used()
found = ByCache(asked, cache, processors, keep=sys.argv[4] == "kept")
for told in found.told():
    pass
rules, then = since(then), used()
many = min(os.cpu_count(), len(found.parts)) if len(found.parts) > 1 else 0
taken = peak(many)
found.signals()
signals = {**since(then), "peak": peak()}
print(json.dumps({**rules, "peak": taken, "parts": len(found.parts), "signals": signals}))
"""
DECODE = """
from habeas.safeguards.ingest import open_cache
db = open_cache(cache)
then = used()
db.execute("SELECT SUM(rid), SUM(ts), SUM(kind) FROM entry").fetchall()
print(json.dumps({**since(then), "peak": peak()}))
"""
BY_HAND = """
from habeas.safeguards.ingest import open_cache
from habeas.safeguards.sql.codes import code, micros
db = open_cache(cache)
then = used()
db.execute(f'''
SELECT COUNT(*) FROM (
  SELECT rid, MIN(CASE WHEN kind = {code("apprehended")} THEN ts END) AS t0,
    MIN(CASE WHEN kind = {code("record_opened")} THEN ts END) AS opened
  FROM entry WHERE kind IN ({code("apprehended")}, {code("record_opened")}) GROUP BY rid
) WHERE opened - t0 > {micros(timedelta(hours=1))}''').fetchall()
print(json.dumps({**since(then), "peak": peak()}))
"""
BY_ITSELF = """
from itertools import islice
from habeas.custody import Event
from habeas.custody.exchange import Folder, strictly
from habeas.safeguards import Case, example_site, rules, sets_of
from habeas.safeguards.register import stays
folder, events = Folder(source), {}
records = list(islice(strictly(folder.records()), 1_000))
for one in strictly(folder.events()):
    events.setdefault(one.record_id, []).append(one)
    if len(events) > 1_200:
        break
known = [one for one in stays(records, events, as_of) if events.get(one.record.record_id)]
def judge(stay, asked):
    then = time.thread_time()
    case = Case(events[stay.record.record_id], as_of, stay.case.outages, record=stay.record)
    for rule in asked:
        if rule.set in sets_of(stay.record.jurisdiction):
            rule.judge(case, site)
    return (time.thread_time() - then) * 1_000
site, every = example_site(), list(rules().values())
said = {}
for name, asked in (("all", every), ("live", [one for one in every if one.live])):
    judge(known[0], asked)
    took = sorted(min(judge(one, asked) for _ in range(3)) for one in known)
    said[name] = [took[len(took) // 2], took[len(took) * 99 // 100]]
print(json.dumps(said))
"""


def said(code: str, *words: str) -> dict:
    ended = subprocess.run(
        [sys.executable, "-c", BEGUN + code, *words],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1] / "src")},
    )
    return dict(json.loads(ended.stdout))


def line(name: str, one: dict, beside: dict) -> None:
    ratio = one["processor"] / max(beside["processor"], 0.001)
    print(
        f"{name}: wall {one['wall']:.2f} s, processor {one['processor']:.2f} s, "
        f"{ratio:.1f} times decoding, peak {one['peak']:.0f} MiB"
    )


def main() -> int:
    """Measure and tell."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--detentions", type=int, default=100_000)
    parser.add_argument("--register", help="a folder with a register in Parquet that is there already")
    parser.add_argument("--cache", help="where it is brought in, or was before")
    parser.add_argument("--as-of", default="2025-04-07T00:00:00+00:00")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        register = args.register or str(Path(folder) / "register")
        if not args.register:
            words = ["generate", "register", "--detentions", str(args.detentions), "--seed", "7"]
            words += ["--days", "90", "--breach-rate", "0.2", "--out", register]
            subprocess.run([sys.executable, "-m", "habeas", *words], check=True, capture_output=True)
        given = (register, args.cache or str(Path(folder) / "cache"), args.as_of)
        made = said(INGEST, *given)
        decode = said(DECODE, *given)
        print(f"{made['records']} records, {made['events']} entries")
        line("brought in", made, decode)
        line("decoding three columns", decode, decode)
        line("one rule by hand", said(BY_HAND, *given), decode)
        plain = said(AUDIT, *given, "")
        line("all rules", plain, decode)
        line("all rules, by SQL alone", said(AUDIT, *given, "sql"), decode)
        print(f"of which the stages took {plain['stages']['processor']:.2f} s of the processor")
        parts = said(PARTS, *given, "")
        line(f"all rules, {parts['parts']} parts in processes", parts, decode)
        line("signals", parts["signals"], decode)
        line("all rules, in processes, kept", said(PARTS, *given, "kept"), decode)
        line("again", said(PARTS, *given, "kept"), decode)
        took = plain["rules"]
        print(f"a rule: median {statistics.median(took.values()):.3f} s of the processor; the longest")
        for name, each in sorted(took.items(), key=lambda one: -one[1])[:12]:
            print(f"  {each:6.2f}  {name}")
        alone = said(BY_ITSELF, *given)
        for name, (half, most) in alone.items():
            print(f"one record by itself, {name} rules: median {half:.2f} ms, p99 {most:.2f} ms")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
