"""How long a register takes to bring in for an audit, beside Parquet alone.

    python benchmarks/ingesting.py [--detentions N | --register FOLDER]

The peer is what no reader of the file can be quicker than: pyarrow reading the same columns, and no more.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

COLUMNS = (
    "record_id event_id seq kind occurred_at recorded_at source page establishment_id actor_id span_id "
    "corrects data"
)
OURS = """
import json, resource, sys, time
from pathlib import Path
from habeas.safeguards.ingest import ingest
steps, last = {}, [time.perf_counter(), ""]
def progress(share, what):
    now = time.perf_counter()
    steps[last[1]] = round(now - last[0], 1)
    last[:] = [now, what]
begun = time.perf_counter()
made = ingest(Path(sys.argv[1]), Path(sys.argv[2]), progress=progress)
wall = time.perf_counter() - begun
again = time.perf_counter()
assert ingest(Path(sys.argv[1]), Path(sys.argv[2])).reused
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({"records": made.meta["records"], "events": made.meta["events"], "wall": wall,
    "again": time.perf_counter() - again, "processor": used.ru_utime + used.ru_stime,
    "peak": used.ru_maxrss / 1024, "steps": steps, "faults": dict(made.faults)}))
"""
PEER = f"""
import json, resource, sys, time
from pathlib import Path
from pyarrow import parquet
begun = time.perf_counter()
for part in sorted(Path(sys.argv[1]).glob("events.parquet/*.parquet")):
    parquet.read_table(part, columns={COLUMNS.split()})
wall = time.perf_counter() - begun
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({{"wall": wall, "processor": used.ru_utime + used.ru_stime, "peak": used.ru_maxrss / 1024}}))
"""


def said(code: str, *words: str) -> dict[str, float]:
    ended = subprocess.run(
        [sys.executable, "-c", code, *words],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1] / "src")},
    )
    return dict(json.loads(ended.stdout))


def main() -> int:
    """Measure and tell."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--detentions", type=int, default=100_000)
    parser.add_argument("--register", help="a folder with a register in Parquet that is there already")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        register = args.register or str(Path(folder) / "register")
        if not args.register:
            words = ["generate", "register", "--detentions", str(args.detentions), "--seed", "7"]
            words += ["--days", "365", "--breach-rate", "0.2", "--out", register]
            subprocess.run([sys.executable, "-m", "habeas", *words], check=True, capture_output=True)
        ours = said(OURS, register, str(Path(folder) / "cache"))
        peer = said(PEER, register)
        size = sum(
            each.stat().st_size for each in (Path(folder) / "cache").rglob("*.parquet") if each.is_file()
        )
    print(f"{ours['records']} records, {ours['events']} events, cached in {size / 2**20:.0f} MiB")
    for name, one in (("ours", ours), ("peer, pyarrow reading the columns", peer)):
        print(
            f"{name}: wall {one['wall']:.1f} s, processor {one['processor']:.1f} s, "
            f"{one['processor'] / ours['events'] * 1e6:.2f} µs of it an event, peak {one['peak']:.0f} MiB"
        )
    ratios = [ours[one] / peer[one] for one in ("wall", "processor")]
    print("ratio {:.1f} by wall, {:.1f} by processor".format(*ratios))
    print(f"again on the same files {ours['again']:.2f} s; steps {ours['steps']}; faults {ours['faults']}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
