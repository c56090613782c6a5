"""How long reading the 5,764 recommendations of UPR Info takes, beside ``csv.DictReader`` alone.

    python benchmarks/reading_lists.py [--rounds N]

The peer is the reader of the standard library, on the same bytes in the same run: it finds no encoding,
checks no row, types nothing and keeps no place for an error. The difference is what these cost.
"""

import argparse
import csv
import io
import resource
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from habeas.documents.lists.upr_info import read_upr_info

REAL = Path(__file__).resolve().parent.parent.parent / "shared/data/upr_info_detention_torture_2008_2014.csv"


def habeas(path: Path) -> int:
    """Read as ``habeas import`` reads."""
    return len(read_upr_info(path, name=path.name).items)


def standard(path: Path) -> int:
    """Read as a script would."""
    with io.TextIOWrapper(io.BytesIO(path.read_bytes()), encoding="utf-8-sig", newline="") as text:
        return len(list(csv.DictReader(text)))


def milliseconds(read: Callable[[Path], int], path: Path, rounds: int) -> tuple[int, list[float]]:
    """Rows read, and the time of each round."""
    times, rows = [], 0
    for _ in range(rounds):
        begun = time.perf_counter()
        rows = read(path)
        times.append((time.perf_counter() - begun) * 1000)
    return rows, times


def main() -> int:
    """Measure both and tell."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    if not REAL.exists():
        print("left out: the list of UPR Info is not beside this checkout (../shared/data)")
        return 0
    print("reader           rows    median   longest   (ms)")
    for name, read in (("Habeas", habeas), ("csv.DictReader", standard)):
        rows, times = milliseconds(read, REAL, rounds)
        print(f"{name:<15} {rows:>5} {statistics.median(times):>9.1f} {max(times):>9.1f}")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
