"""Press texts, invented and labelled before there were rules: who said what, how, and when.

Labels stand in the texts (``tests/documents/press_texts``); what they mean is told in the README there.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from benchmarks.reading.score import HELD_OUT, TUNED, Row

from habeas.documents.folding import folded
from habeas.documents.press import Press, read_press
from habeas.documents.press.bodies import bodies
from habeas.documents.press.cast import likeness
from habeas.documents.press.statements import Mode, Statement

TEXTS = Path(__file__).resolve().parents[2] / "tests" / "documents" / "press_texts"
SETS = {"tuned": TUNED, "held_out": HELD_OUT}
_MARK = re.compile(r"⟦(?P<open>\w+)(?P<given>[^⟧]*)⟧|⟦/⟧")
ALIKE = 0.8
"""How alike a name is that is spelt in another way."""

Span = tuple[int, int]


@dataclass(frozen=True)
class Label:
    """What a person marked: ``speakers`` and ``organisations`` are names that are equally right."""

    mode: str
    span: Span
    speakers: tuple[str, ...]
    organisations: tuple[str, ...]
    date: str | None


@dataclass(frozen=True)
class Labelled:
    """A text without its labels, and they."""

    name: str
    language: str
    published: date
    text: str
    labels: tuple[Label, ...]

    @classmethod
    def read(cls, path: Path) -> "Labelled":
        """Take the labels out of a text."""
        head, _, body = path.read_text("utf-8").partition("\n\n")
        given = dict(line.split(": ", 1) for line in head.splitlines())
        text, at, begun, labels = "", 0, list[tuple[str, dict[str, str], int]](), list[Label]()
        for mark in _MARK.finditer(body):
            text += body[at : mark.start()]
            at = mark.end()
            if mark["open"]:
                told = (each.strip().split("=", 1) for each in mark["given"].split(";") if "=" in each)
                begun.append((mark["open"], dict(told), len(text)))
                continue
            mode, said, start = begun.pop()
            speakers, organisations = (tuple(said[key].split("~")) if key in said else () for key in "so")
            labels.append(Label(mode, (start, len(text)), speakers, organisations, said.get("t")))
        text = (text + body[at:]).rstrip() + "\n"
        published = date.fromisoformat(given["published"])
        return cls(path.stem, given["language"], published, text, tuple(labels))


@dataclass
class Score:
    """Counts by name, and in words what was wrong."""

    counted: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def add(
        self, name: str, *, wanted: int = 0, found: int = 0, right: bool = False, fault: str = ""
    ) -> None:
        """One thing: whether it was wanted, whether it was found, whether what was found is right."""
        self.counted[f"{name}, wanted"] += wanted
        self.counted[f"{name}, found"] += found
        self.counted[f"{name}, right"] += right
        if not right and fault:
            self.faults.append(f"{name}: {fault}")

    def row(self, name: str, role: str, texts: int, note: str = "") -> Row:
        """The row of that name."""
        wanted, found, right = (self.counted[f"{name}, {each}"] for each in ("wanted", "found", "right"))
        return Row(name, f"{texts} press texts, invented", role, wanted, found, right, note)


QUOTES, REPORTED, EVENTS = "quotes", "reported speech", "dated events"
SPEAKERS, TELLERS, DATES = "speakers of quotes", "speakers of reported speech", "dates in press texts"
BODIES = "bodies and organisations of speakers"
NAMES = (QUOTES, SPEAKERS, REPORTED, TELLERS, BODIES, DATES, EVENTS)


def texts_of(which: str) -> list[Labelled]:
    """The texts of a set, or of a directory."""
    return [Labelled.read(path) for path in sorted((TEXTS / which).glob("*.txt"))]


def scored(which: str) -> Score:
    """All texts of a set read, and set beside their labels."""
    into = Score()
    for text in texts_of(which):
        press = read_press(text.text, published=text.published)
        quoted = [one for one in press.statements if one.mode is not Mode.REPORTED]
        told = [one for one in press.statements if one.mode is Mode.REPORTED]
        _said(text, quoted, into, reported=False)
        _said(text, told, into, reported=True)
        _events(text, press, into)
    return into


def rows() -> Iterator[Row]:
    """By set how well the press is read."""
    for which, role in SETS.items():
        score, texts = scored(which), len(texts_of(which))
        for name in NAMES:
            yield score.row(name, role, texts)


def _said(text: Labelled, told: Sequence[Statement], into: Score, *, reported: bool) -> None:
    """Statements of one kind: where they stand, who speaks, for whom, when."""
    modes, name, speakers, near = (
        (("reported",), REPORTED, TELLERS, 0.5)
        if reported
        else (("direct", "partial"), QUOTES, SPEAKERS, 0.9)
    )
    left = list(told)
    for label in (each for each in text.labels if each.mode in modes):
        where = f"{text.name}: {text.text[slice(*label.span)][:60]}"
        one = next((each for each in left if _overlap(each.span, label.span) >= near), None)
        into.add(name, wanted=1, found=one is not None, right=one is not None, fault=f"missing in {where}")
        source = one.source if one else None
        speaker = source.speaker if source else None
        right = _is_one_of(speaker, label.speakers, source.key if source else None)
        into.add(speakers, wanted=1, found=speaker is not None, right=right, fault=f"{speaker} in {where}")
        if source and speaker:
            level = f"confidence {source.level:g}"
            into.add(level, found=1, right=right)
        into.add(DATES, wanted=label.date is not None)
        if one is None:
            continue
        left.remove(one)
        if one.date:
            into.add(DATES, found=1, right=one.date == label.date, fault=f"{one.date} in {where}")
        if label.organisations:
            organisation = source.organisation if source else None
            right = _is_one_of(organisation, label.organisations, source.key if source else None)
            into.add(
                BODIES,
                wanted=1,
                found=organisation is not None,
                right=right,
                fault=f"{organisation} in {where}",
            )
        if label.mode != "reported":
            into.add("mode", wanted=1, found=1, right=one.mode == label.mode, fault=f"{one.mode} in {where}")
    for one in left:
        into.add(name, found=1, fault=f"not labelled in {text.name}: {text.text[slice(*one.span)][:60]}")


def _events(text: Labelled, press: Press, into: Score) -> None:
    left = list(press.events)
    for label in (each for each in text.labels if each.mode == "event"):
        where = f"{text.name}: {text.text[slice(*label.span)][:60]}"
        one = next((each for each in left if _overlap(each.span, label.span) > 0.5), None)
        into.add(EVENTS, wanted=1, found=one is not None, right=one is not None, fault=f"missing in {where}")
        into.add(DATES, wanted=1)
        if one is not None:
            left.remove(one)
            into.add(DATES, found=1, right=one.date == label.date, fault=f"{one.date} in {where}")
    for one in left:
        into.add(EVENTS, found=1, fault=f"not labelled in {text.name}: {one.date} {one.title[:60]}")


def _overlap(one: Span, other: Span) -> float:
    """The part of the shorter that both share."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared / max(1, min(one[1] - one[0], other[1] - other[0]))


def _is_one_of(told: str | None, names: Sequence[str], key: str | None) -> bool:
    """Whether that name is one of those, a body by its key, a person however spelt."""
    if told is None:
        return False
    return any(
        (key is not None and key in (name, _key(name)))
        or (name not in bodies().by_key and (likeness(told, name) >= ALIKE or folded(name) in folded(told)))
        for name in names
    )


def _key(name: str) -> str | None:
    found = list(bodies().named(name))
    return found[0].key if len(found) == 1 and found[0].span == (0, len(name)) else None


def main() -> None:
    """Print what is wrong in the tuned texts, for whoever tunes the rules; of the others only counts.

    A directory that is named is counted instead, before its texts are anybody's to look at.
    """
    for which in sys.argv[1:] or SETS:
        score = scored(which)
        print(which, *sorted(f"{name} {count}" for name, count in score.counted.items()), sep="\n  ")
        if which == "tuned":
            print(*score.faults, sep="\n")


if __name__ == "__main__":
    main()
