"""How long a synthetic register takes to make, beside Parquet alone.

    python benchmarks/making_registers.py [--detentions N]

The peer is what no maker of such a file can be quicker than: pyarrow writing rows that are there already.
"""

import argparse
import io
import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from habeas.custody.exchange import EVENTS, Form, write_rows
from habeas.custody.synthetic import Plan, chunk


def processor(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def main() -> int:
    """Measure and tell."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--detentions", type=int, default=100_000)
    count = parser.parse_args().detentions
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "register"
        words = ["generate", "register", "--detentions", str(count), "--seed", "1", "--days", "365"]
        words += ["--breach-rate", "0.2", "--out", str(out), "--json"]
        begun = time.perf_counter()
        ended = subprocess.run(
            [sys.executable, "-m", "habeas", *words], capture_output=True, text=True, check=True
        )
        wall = time.perf_counter() - begun
        said = json.loads(ended.stdout)
        size = sum(each.stat().st_size for each in out.rglob("*.parquet") if each.is_file())
    events = said["events"]
    used = processor(resource.RUSAGE_CHILDREN)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{count} detentions, {events} events, {said['breaches']} breaches, {size / 2**20:.0f} MiB")
    print(f"wall {wall:.1f} s, processor {used:.1f} s, {used / events * 1e6:.1f} µs of it an event")
    print(f"peak memory of the largest process {peak:.0f} MiB")
    made = chunk(Plan(2_500, 1, date(2025, 1, 6), 365), 0)
    before = processor(resource.RUSAGE_SELF)
    write_rows(EVENTS, made.events, io.BytesIO(), Form.PARQUET)
    alone = processor(resource.RUSAGE_SELF) - before
    print(f"peer, Parquet alone: {alone / len(made.events) * 1e6:.1f} µs an event")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
