"""Earlier asks that later ones take up: what is proposed, against what a reader of all of them found.

One State, three cycles: 92 recommendations of the second and third were looked up among all those of the
cycles before, by one reader, and labelled with what each takes up, whole or in a part that can be named: the
same measure, right or instrument for the same people. A theme alone is not enough, and 27 take up nothing.
Every other one is held out. The file of labels has numbers only.

The peer in the same run is BM25 alone: Snowball's stems of all words, the defaults of bm25s.
"""

import csv
import random
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import fmean

import snowballstemmer
from benchmarks.reading.score import HELD_OUT, SHARED, TUNED, Row
from bm25s import BM25

from habeas.clock import Edtf
from habeas.threads import Asked
from habeas.threads.proposing import MOST, Pool

LABELS = Path(__file__).parent / "labels" / "threads.csv"
DAYS = {"1": "2010-02-16", "2": "2014-11-04", "3": "2019-11-12"}
NO_RECOMMENDATION = "1/111.111"
RESAMPLED = 10_000

Ranking = Mapping[str, list[str]]
"""By the id of an ask, what is proposed for it, best first."""


def rows() -> Iterator[Row]:
    asked, labels = _asked(), _labels()
    ranked = {
        name: {later: rank(asked, later) for later, _, _ in labels}
        for name, rank in (("proposed", proposed), ("BM25 alone", by_bm25))
    }
    for name, ranking in ranked.items():
        for role in (HELD_OUT, TUNED):
            ours = {later: earlier for later, where, earlier in labels if where == role}
            some = [later for later in ours if ours[later]]
            told = [_told(*each) for each in _measures(ours, ranking, some)]
            if name != "BM25 alone":
                told += ["beyond BM25 alone " + each for each in _beyond(ours, ranked, some)]
            yield Row(
                f"threads: {name}",
                f"{len(ours)} asks of one State, {len(some)} of which take up others",
                role,
                sum(map(len, ours.values())),
                sum(len(ranking[later]) for later in ours),
                sum(len(ours[later] & set(ranking[later])) for later in ours),
                note="; ".join(told),
            )


def proposed(asked: list[Asked], later: str) -> list[str]:
    """As ``habeas threads`` proposes."""
    known = [one for one in asked if one.id[0] <= later[0]]
    return [one.earlier for one in Pool(known).proposals(later)]


def by_bm25(asked: list[Asked], later: str) -> list[str]:
    """The five that BM25 ranks highest among those of earlier cycles."""
    earlier = [one for one in asked if one.id[0] < later[0]]
    index = BM25()
    index.index([_stems(one.text) for one in earlier], show_progress=False)
    wanted = next(one for one in asked if one.id == later)
    places, _ = index.retrieve([_stems(wanted.text)], k=MOST, show_progress=False)
    return [earlier[place].id for place in places[0]]


_stemmer = snowballstemmer.stemmer("english")


def _stems(text: str) -> list[str]:
    return list(_stemmer.stemWords(re.findall(r"\w+", text.lower())))


def _asked() -> list[Asked]:
    with (SHARED / "un_reports" / "recommendations_cycles_1_3.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        found = [
            Asked(
                id=f"{row['cycle']}/{row['paragraph']}",
                party="the State",
                date=Edtf.parse(DAYS[row["cycle"]]),
                text=row["text"],
                references=frozenset({f"cycle {row['cycle']}"}),
            )
            for row in csv.DictReader(file)
        ]
    return [one for one in found if one.id != NO_RECOMMENDATION]


def _labels() -> list[tuple[str, str, set[str]]]:
    with LABELS.open(encoding="utf-8", newline="") as file:
        return [(row["query"], row["role"], set(row["earlier"].split())) for row in csv.DictReader(file)]


def _measures(
    labels: Mapping[str, set[str]], ranking: Ranking, asked: list[str]
) -> list[tuple[str, list[float]]]:
    """The measures of retrieval, each for every one of ``asked``."""
    hits = [[one in labels[later] for one in ranking[later]] for later in asked]
    wanted = [len(labels[later]) for later in asked]
    return [
        ("P@1", [float(any(hit[:1])) for hit in hits]),
        ("MRR", [1 / (hit.index(True) + 1) if any(hit) else 0.0 for hit in hits]),
        ("R@5", [sum(hit) / count for hit, count in zip(hits, wanted, strict=True)]),
    ]


def _beyond(labels: Mapping[str, set[str]], ranked: Mapping[str, Ranking], asked: list[str]) -> Iterator[str]:
    """How much better ours is on the same asks."""
    ours, theirs = (_measures(labels, ranked[name], asked) for name in ("proposed", "BM25 alone"))
    for (title, left), (_, right) in zip(ours, theirs, strict=True):
        yield _told(title, [one - other for one, other in zip(left, right, strict=True)])


def _told(title: str, values: list[float]) -> str:
    """The mean, and between which figures it is in 95 of 100 samples drawn from these asks again."""
    drawn = random.Random(0)  # noqa: S311 (the same samples each time)
    means = sorted(fmean(drawn.choices(values, k=len(values))) for _ in range(RESAMPLED))
    low, high = means[RESAMPLED * 25 // 1000], means[RESAMPLED * 975 // 1000]
    return f"{title} {fmean(values):.2f} ({low:.2f} to {high:.2f})"
