"""How long a search takes over 250,000 items, beside FTS5 of SQLite on the same texts in the same run.

    python benchmarks/searching.py [--items N] [--searches N]

The items are the recommendations of UPR Info and copies of them of which every sixth word was exchanged.
Half of them are public, half of the file of their Party; who searches reads the files of three Parties, and
one of three kinds comes behind the others, as the page of the search asks for it. A search of Habeas gives 20
results, without and with the counts of all six facets; of FTS5, the 20 best,
without and with counts by Party. FTS5 is the peer because it is what an embedded store has without another
part. Beside the time by the clock stands the time of the processor, which what else runs lengthens less.
"""

import argparse
import csv
import random
import re
import resource
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from habeas.search import Facet, Item, read_query
from habeas.search.asking import Wanted
from habeas.search.index import Index, make_anew

REAL = Path(__file__).resolve().parent.parent.parent / "shared/data/upr_info_detention_torture_2008_2014.csv"
WORD = re.compile(r"[A-Za-z]{4,}")
_READS = 3
"""Parties whose files the reader of the run reads."""


def rows(count: int) -> Iterator[tuple[str, str, str, list[str]]]:
    """Text, Party, position and themes."""
    chance = random.Random(7)  # noqa: S311 (the same in every run)
    with REAL.open(encoding="utf-8", newline="") as file:
        real = list(csv.DictReader(file))
    pool = [word for row in real for word in row["Text"].split()]
    for number in range(count):
        row = real[number % len(real)]
        words = row["Text"].split()
        if number >= len(real):
            for _each in range(max(1, len(words) // 6)):
                words[chance.randrange(len(words))] = chance.choice(pool)
        yield " ".join(words), row["To"], row["Response"] or "pending", row["Issue"].split(",")


def items(count: int) -> Iterator[Item]:
    """The same as items of an index."""
    chance = random.Random(8)  # noqa: S311 (the same in every run)
    for number, (text, party, position, themes) in enumerate(rows(count)):
        day = date(chance.randrange(2008, 2031), 1, 1)
        yield Item(
            key=f"ask:{number}",
            texts=(text, *themes),
            labels={"en": ("recommendation", position), "fr": ("recommandation",)},
            seen_by=frozenset({"public" if number % 2 else f"file:{party}"}),
            rests_on=frozenset({f"ask:{number}", f"party:{party}"}),
            facets={
                Facet.KIND: (chance.choice(("ask.recommendation", "ask.comment", "ask.request")),),
                Facet.PARTY: (party,),
                Facet.YEAR: (str(day.year),),
                Facet.THEME: tuple(themes),
                Facet.STATUS: (position,),
            },
            day=day,
        )


def questions(count: int) -> list[tuple[str, str]]:
    """Searches as people make them, for Habeas and in the words of FTS5."""
    chance = random.Random(9)  # noqa: S311 (the same in every run)
    words = [word.lower() for text, *_rest in rows(5000) for word in WORD.findall(text)]
    made = []
    for _each in range(count):
        a, b, c = (chance.choice(words) for _word in range(3))
        made.append(
            chance.choice(
                [
                    (a, f'"{a}"'),
                    (f"{a} {b}", f'"{a}" AND "{b}"'),
                    (f"{a} {b} {c}", f'"{a}" AND "{b}" AND "{c}"'),
                    (f"{a} OR {b}", f'"{a}" OR "{b}"'),
                    (f"{a} NOT {b}", f'"{a}" NOT "{b}"'),
                    (f'"{a} {b}"', f'"{a} {b}"'),
                    (f"{a[:4]}*", f"{a[:4]}*"),
                ]
            )
        )
    return made


def fts5(folder: Path, count: int) -> sqlite3.Connection:
    """The peer, with the same stemming as most take: Porter's."""
    store = sqlite3.connect(folder / "peer.sqlite3")
    store.execute("CREATE VIRTUAL TABLE item USING fts5(text, tokenize='porter unicode61')")
    store.execute("CREATE TABLE about (id INTEGER PRIMARY KEY, party TEXT)")
    for number, (text, party, _position, themes) in enumerate(rows(count), start=1):
        store.execute("INSERT INTO item (rowid, text) VALUES (?, ?)", (number, " ".join((text, *themes))))
        store.execute("INSERT INTO about VALUES (?, ?)", (number, party))
    store.commit()
    store.execute("INSERT INTO item (item) VALUES ('optimize')")
    return store


def told(name: str, ask: Callable[[str], Any], asked: list[str]) -> None:
    """Ask all, and say how long they took; the first hundred warm up."""
    for text in asked[:100]:
        ask(text)
    times, own = [], []
    for text in asked:
        begun, used = time.perf_counter(), time.thread_time()
        ask(text)
        times.append((time.perf_counter() - begun) * 1000)
        own.append((time.thread_time() - used) * 1000)
    cut, of_own = statistics.quantiles(times, n=100), statistics.quantiles(own, n=100)
    print(
        f"{name:<36} {statistics.median(times):>7.1f} {cut[94]:>7.1f} {cut[98]:>7.1f} {max(times):>8.1f}"
        f" {statistics.median(own):>9.1f} {of_own[98]:>7.1f}"
    )


def memory() -> int:
    """MiB at the most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> int:
    """Build both, ask both, tell."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--items", type=int, default=250_000)
    parser.add_argument("--searches", type=int, default=2000)
    args = parser.parse_args()
    if not REAL.exists():
        print("left out: the list of UPR Info is not beside this checkout (../shared/data)")
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "index").mkdir()
        begun = time.perf_counter()
        index = make_anew(folder / "index", items(args.items))
        size = sum(file.stat().st_size for file in (folder / "index").iterdir()) >> 20
        took = time.perf_counter() - begun
        print(f"Habeas: {args.items} items in {took:.1f} s, {size} MiB, memory {memory()} MiB")
        begun = time.perf_counter()
        store = fts5(folder, args.items)
        size = (folder / "peer.sqlite3").stat().st_size >> 20
        print(f"FTS5 of SQLite {sqlite3.sqlite_version}: {time.perf_counter() - begun:.1f} s, {size} MiB")
        asked = questions(args.searches)
        print(f"{args.searches} searches, ms            median    95 %    99 %  longest  processor:  99 %")
        _ask(index, store, asked)
        print(f"peak memory of all: {memory()} MiB")
    return 0


def _ask(index: Index, store: sqlite3.Connection, asked: list[tuple[str, str]]) -> None:
    parties = sorted({party for _text, party, *_rest in rows(3000)})[:_READS]
    files = frozenset(f"file:{party}" for party in parties)
    behind = frozenset({"ask.comment"})

    def search(text: str, opened: frozenset[str] | None, *, counted: bool) -> None:
        seen_by = None if opened is None else opened | {"public"}
        wanted = Wanted(query=read_query(text), seen_by=seen_by, opened=opened, behind=behind)
        index.search(wanted, limit=20, counted=counted)

    best = "SELECT rowid FROM item WHERE item MATCH ? ORDER BY rank LIMIT 20"
    joined = "FROM item JOIN about ON about.id = item.rowid"
    by_party = f"SELECT party, count(*) {joined} WHERE item MATCH ? GROUP BY party"
    own, peers = [pair[0] for pair in asked], [pair[1] for pair in asked]
    told("Habeas, 20 results", lambda text: search(text, files, counted=False), own)
    told("Habeas, and six facets", lambda text: search(text, files, counted=True), own)
    told("Habeas, who may see all, six facets", lambda text: search(text, None, counted=True), own)
    told("FTS5, 20 results", lambda text: store.execute(best, (text,)).fetchall(), peers)
    told(
        "FTS5, and counts by Party",
        lambda text: (store.execute(best, (text,)).fetchall(), store.execute(by_party, (text,)).fetchall()),
        peers,
    )


if __name__ == "__main__":
    raise SystemExit(main())
