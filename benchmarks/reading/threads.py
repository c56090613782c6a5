"""Earlier asks that later ones take up: what is proposed, against what a reader of all of them found.

One State, three cycles: 92 recommendations of the second and third were looked up among all those of the
cycles before, by one reader, and labelled with what each takes up, whole or in a part that can be named: the
same measure, right or instrument for the same people. A theme alone is not enough, and 27 take up nothing.
Every other one is held out. The file of labels has numbers only.

Peers in the same run: BM25 alone (Snowball's stems of all words, the defaults of bm25s), and, where they are
installed, all-MiniLM-L6-v2 alone and the model of the product alone, by the cosine. What is not installed is
left out by name.
"""

import csv
import random
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from statistics import fmean

import numpy as np
import snowballstemmer
from benchmarks.reading import minilm
from benchmarks.reading.score import HELD_OUT, SHARED, TUNED, Row
from bm25s import BM25

from habeas.clock import Edtf
from habeas.threads import Asked, sense
from habeas.threads.proposing import MOST, Pool
from habeas.threads.sense import model
from habeas.threads.sense.model import BertEncoder
from habeas.threads.terms import plain

LABELS = Path(__file__).parent / "labels" / "threads.csv"
DAYS = {"1": "2010-02-16", "2": "2014-11-04", "3": "2019-11-12"}
NO_RECOMMENDATION = "1/111.111"
RESAMPLED = 10_000

Ranking = Mapping[str, list[str]]
"""By the id of an ask, what is proposed for it, best first."""
Ranks = Callable[[list[Asked], str], list[str]]
Labels = list[tuple[str, str, set[str]]]
"""Of each ask that is looked up: its id, whether it is held out, what it takes up."""


def rows() -> Iterator[Row]:
    ways, peers = ways_and_peers()
    peers["BM25 alone"] = by_bm25
    yield from compared(_asked(), _labels(), ways, peers, "asks of one State")


def ways_and_peers() -> tuple[dict[str, Ranks], dict[str, Ranks]]:
    """By words, and with the model; MiniLM alone, and the model alone. What is not installed is named."""
    ways: dict[str, Ranks] = {"proposed": proposed}
    peers: dict[str, Ranks] = {}
    if peer := minilm.load():
        peers[f"{peer.name} alone"] = partial(by_model, encoder=peer)
    else:
        print(f"threads: {minilm.NAME} alone is left out, it is not installed")
    if model.is_installed():
        own = _model()
        ways[f"proposed, with {own.name}"] = partial(proposed, encoder=own)
        peers[f"{own.name} alone"] = partial(by_model, encoder=own)
    else:
        print(f"threads: what needs {model.NAME} is left out, it is not installed")
    return ways, peers


_model = cache(model.load)


def compared(
    asked: list[Asked], labels: Labels, ways: Mapping[str, Ranks], peers: Mapping[str, Ranks], what: str
) -> Iterator[Row]:
    """The rows of each way on both halves, with how much better each of ours is than its peers.

    What is proposed by words is compared with BM25, what is proposed with the model with all of them.
    """
    ranked = {
        name: {later: rank(asked, later) for later, _, _ in labels}
        for name, rank in ({**ways, **peers}).items()
    }
    for name, ranking in ranked.items():
        against = [peer for peer in peers if name != "proposed" or peer.startswith("BM25")]
        for role in (HELD_OUT, TUNED):
            ours = {later: earlier for later, where, earlier in labels if where == role}
            some = [later for later in ours if ours[later]]
            told = [_told(*each) for each in _measures(ours, ranking, some)]
            for peer in against if name in ways else ():
                told += [f"beyond {peer} " + each for each in _beyond(ours, ranking, ranked[peer], some)]
            yield Row(
                f"threads: {name}",
                f"{len(ours)} {what}, {len(some)} of which take up others",
                role,
                sum(map(len, ours.values())),
                sum(len(ranking[later]) for later in ours),
                sum(len(ours[later] & set(ranking[later])) for later in ours),
                note="; ".join(told),
            )


def proposed(asked: list[Asked], later: str, encoder: BertEncoder | None = None) -> list[str]:
    """As ``habeas threads`` proposes, by words alone or with a model too."""
    known = tuple(one for one in asked if one.id[0] <= later[0])
    return [one.earlier for one in _pool(known, encoder).proposals(later)]


@cache
def _pool(known: tuple[Asked, ...], encoder: BertEncoder | None) -> Pool:
    return Pool(known, _sense(known, encoder) if encoder else None)


@cache
def _sense(known: tuple[Asked, ...], encoder: BertEncoder) -> sense.Sense:
    return sense.read((plain(one.text) for one in known), encoder)


def by_model(asked: list[Asked], later: str, encoder: BertEncoder) -> list[str]:
    """The five whose vectors have the highest cosine, of the texts as they are, among earlier cycles."""
    vectors = _raw(tuple(asked), encoder)
    earlier = [one.id for one in asked if one.id[0] < later[0]]
    near = np.array([vectors[one] @ vectors[later] for one in earlier])
    return [earlier[place] for place in np.argsort(-near, kind="stable")[:MOST]]


@cache
def _raw(asked: tuple[Asked, ...], encoder: BertEncoder) -> Mapping[str, np.ndarray]:
    made = encoder.encode([one.text for one in asked])
    return {one.id: row for one, row in zip(asked, made, strict=True)}


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


def _labels() -> Labels:
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


def _beyond(
    labels: Mapping[str, set[str]], ranking: Ranking, peer: Ranking, asked: list[str]
) -> Iterator[str]:
    """How much better the one is than the other on the same asks."""
    ours, theirs = (_measures(labels, each, asked) for each in (ranking, peer))
    for (title, left), (_, right) in zip(ours, theirs, strict=True):
        yield _told(title, [one - other for one, other in zip(left, right, strict=True)])


def _told(title: str, values: list[float]) -> str:
    """The mean, and between which figures it is in 95 of 100 samples drawn from these asks again."""
    drawn = random.Random(0)  # noqa: S311 (the same samples each time)
    means = sorted(fmean(drawn.choices(values, k=len(values))) for _ in range(RESAMPLED))
    low, high = means[RESAMPLED * 25 // 1000], means[RESAMPLED * 975 // 1000]
    return f"{title} {fmean(values):.2f} ({low:.2f} to {high:.2f})"
