"""Print how well each kind of document is read; ``--write`` puts the table into ``docs/reading.md``.

    python -m benchmarks.reading [--write] [KIND …]

What needs documents that are not beside the checkout (``../shared/data``), a browser or a model that is not
there is left out by name, and keeps its rows on the page.
"""

import argparse
import importlib
import pkgutil
from collections.abc import Callable, Iterable
from pathlib import Path

import benchmarks.reading
from benchmarks.reading.score import Row, table

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reading.md"
BEGIN, END = "<!-- figures: make eval -->", "<!-- end of figures -->"


def kinds() -> dict[str, Callable[[], Iterable[Row]]]:
    """By name what is measured: each module of this package that has ``rows``."""
    found = {}
    for each in pkgutil.iter_modules(benchmarks.reading.__path__):
        if each.name != "__main__":
            module = importlib.import_module(f"benchmarks.reading.{each.name}")
            if hasattr(module, "rows"):
                found[each.name] = module.rows
    return found


def main() -> int:
    """Measure, print, and write where that is asked for."""
    known = kinds()
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", nargs="*", metavar="KIND", help=", ".join(known))
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    rows = list[Row]()
    for name in asked.kind or known:
        try:
            rows += known[name]()
        except FileNotFoundError as missing:
            print(f"{name}: left out, {missing.filename} is not there")
    print(table(rows))
    if asked.write:
        head, rest = PAGE.read_text("utf-8").split(BEGIN)
        old, tail = rest.split(END)
        lines, kept = merged(old.strip().splitlines(), table(rows).splitlines())
        for line in kept:
            print(f"not measured, kept as it was: {line[:100]}")
        PAGE.write_text("\n".join((f"{head}{BEGIN}", *lines, f"{END}{tail}")), "utf-8")
    return 0


def merged(old: list[str], new: list[str]) -> tuple[list[str], list[str]]:
    """The lines of a table with the new ones in their places, and those that nothing new was measured for."""
    measured = {_what(line): line for line in new}
    kept = [line for line in old if _what(line) not in measured]
    lines = [measured.pop(_what(line), line) for line in old]
    return [*lines, *measured.values()], kept


def _what(line: str) -> tuple[str, ...]:
    """What a line is about: the reading, the set, and whether it is held out."""
    return tuple(line.split("|")[1:4])


if __name__ == "__main__":
    raise SystemExit(main())
