"""Asks in one language that take up asks in another: what is proposed by words, and with the model.

An invented State: 67 earlier asks, 49 in English and the others in French, Russian, Turkish and Arabic; 28
later ones in these four languages, every other one held out, labelled when they were written. 26 take up
English ones; earlier ones in their own language are of the same field and ask for other things. One hand
wrote both, so that they are nearer to each other than what two delegations write in ten years.

Languages are not told to what proposes, as the web does not know them.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from benchmarks.reading import minilm, threads
from benchmarks.reading.score import Row

from habeas.clock import Edtf
from habeas.threads import Asked

LABELS = Path(__file__).parent / "labels" / "threads_languages.csv"


def rows() -> Iterator[Row]:
    with LABELS.open(encoding="utf-8", newline="") as file:
        written = list(csv.DictReader(file))
    asked = [
        Asked(
            id=f"{2 if row['role'] else 1}/{row['id']}",
            party="an invented State",
            date=Edtf.parse("2022" if row["role"] else "2012"),
            text=row["text"],
            references=frozenset({"the later report" if row["role"] else "the earlier report"}),
        )
        for row in written
    ]
    labels = [
        (f"2/{row['id']}", row["role"], {f"1/{one}" for one in row["earlier"].split()})
        for row in written
        if row["role"]
    ]
    ways, peers = threads.ways_and_peers()
    peers.pop(f"{minilm.NAME} alone", None)  # it knows English alone
    yield from threads.compared(asked, labels, ways, peers, "asks, none in English")
