"""How long 250,000 asks take to be compared with what was asked of the same Party before.

    python benchmarks/threads.py [--asks N]

What is compared is the list of UPR Info (5,764 recommendations) and copies of it in which up to four words
are other ones, spread over its 193 Parties and sixteen years: a list of that size does not exist. Ours is the
whole command, from file to file.

Peers in the same run: bm25s alone over everything, as one would without parting the Parties, for as many asks
as take a minute or so; and a scan with rapidfuzz, which needs no index, for a few. Both are told for all by
multiplication. They read no file and write none.
"""

import argparse
import csv
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REAL = Path(__file__).resolve().parent.parent.parent / "shared/data/upr_info_detention_torture_2008_2014.csv"
YEARS, FROM = 16, 2008
BM25_ASKS, SCANNED = 1_000, 20


def make(path: Path, count: int) -> list[str]:
    """Write a list of ``count`` asks and return their texts."""
    drawn = random.Random(7)  # noqa: S311 (the same list each time)
    with REAL.open(encoding="utf-8-sig", newline="") as file:
        real = [(row["To"], row["Text"].split()) for row in csv.DictReader(file)]
    parties = sorted({party for party, _ in real})
    texts = []
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "party", "date", "text", "reference"])
        for number in range(count):
            party, words = real[number % len(real)]
            if number >= len(real):
                party, words = drawn.choice(parties), words.copy()
                for _ in range(drawn.randrange(5)):
                    words[drawn.randrange(len(words))] = drawn.choice(drawn.choice(real)[1])
            year = FROM + number * YEARS // count
            day = f"{year}-{len(party) % 12 + 1:02}-{sum(map(ord, party)) % 28 + 1:02}"
            texts.append(" ".join(words))
            writer.writerow([number, party, day, texts[-1], f"{party} {year}"])
    return texts


def ours(path: Path) -> None:
    """The command, in a process of its own, so that its memory is its own."""
    out = path.with_suffix(".out.csv")
    begun = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "habeas", "threads", str(path), "--out", str(out)],
        check=True,
        stderr=subprocess.PIPE,
    )
    took = time.perf_counter() - begun
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    made = sum(1 for _ in out.open(encoding="utf-8")) - 1
    print(
        f"habeas threads, whole: {took:.1f} s, {used.ru_utime + used.ru_stime:.1f} s of processor time, "
        f"{made} proposals, largest process {used.ru_maxrss // 1024} MiB"
    )


def bm25(texts: list[str]) -> None:
    """One index of everything."""
    import snowballstemmer
    from bm25s import BM25

    stemmer, begun, stems = snowballstemmer.stemmer("english"), time.perf_counter(), dict[str, str]()
    terms = []
    for text in texts:
        words = re.findall(r"\w+", text.lower())
        for word in words:
            if word not in stems:
                stems[word] = stemmer.stemWord(word)
        terms.append([stems[word] for word in words])
    index = BM25()
    index.index(terms, show_progress=False)
    indexed = time.perf_counter() - begun
    begun = time.perf_counter()
    index.retrieve(terms[-BM25_ASKS:], k=5, show_progress=False)
    each = (time.perf_counter() - begun) / min(BM25_ASKS, len(terms))
    print(
        f"bm25s over everything: index {indexed:.1f} s, {each * 1000:.2f} ms an ask, "
        f"so {indexed + each * len(texts):.0f} s for all, five each of any Party and any time"
    )


def scan(texts: list[str]) -> None:
    """Each text beside each."""
    from rapidfuzz import fuzz, process

    begun = time.perf_counter()
    for text in texts[-SCANNED:]:
        process.extract(text, texts, scorer=fuzz.token_set_ratio, limit=5)
    each = (time.perf_counter() - begun) / SCANNED
    print(f"rapidfuzz beside each: {each * 1000:.0f} ms an ask, so {each * len(texts) / 3600:.1f} h for all")


def main() -> int:
    """Measure ours and both peers, and tell."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--asks", type=int, default=250_000)
    count = parser.parse_args().asks
    if not REAL.exists():
        print("left out: the list of UPR Info is not beside this checkout (../shared/data)")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "asked.csv")
        texts = make(path, count)
        ours(path)
    bm25(texts)
    scan(texts)
    print(f"peak memory of the peers: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
