"""Press texts with their labels, and what the rules made of them set beside."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from habeas.documents.press import Press, read_press
from habeas.documents.press.bodies import bodies
from habeas.documents.press.cast import _likeness, _folded
from habeas.documents.press.statements import Statement

TEXTS = Path(__file__).resolve().parents[2] / "tests" / "documents" / "press_texts"
_MARK = re.compile(r"⟦(?P<open>\w+)(?P<given>[^⟧]*)⟧|⟦/⟧")


@dataclass(frozen=True)
class Label:
    mode: str
    span: tuple[int, int]
    speakers: tuple[str, ...]
    organisations: tuple[str, ...]
    role: str | None
    date: str | None


@dataclass(frozen=True)
class Labelled:
    name: str
    language: str
    published: date
    text: str
    labels: tuple[Label, ...]


def labelled(path: Path) -> Labelled:
    head, _, body = path.read_text("utf-8").partition("\n\n")
    given = dict(line.split(": ", 1) for line in head.splitlines())
    text, at, begun, labels = "", 0, list[tuple[str, dict[str, str], int]](), list[Label]()
    for mark in _MARK.finditer(body):
        text += body[at : mark.start()]
        at = mark.end()
        if mark["open"]:
            fields = dict(each.strip().split("=", 1) for each in mark["given"].split(";") if "=" in each)
            begun.append((mark["open"], fields, len(text)))
        else:
            mode, fields, start = begun.pop()
            names = [tuple(fields[key].split("~")) if key in fields else () for key in "so"]
            labels.append(Label(mode, (start, len(text)), *names, fields.get("r"), fields.get("t")))
    text += body[at:]
    published = date.fromisoformat(given["published"])
    return Labelled(path.stem, given["language"], published, text.rstrip() + "\n", tuple(labels))


def all_of(which: str) -> Iterator[Labelled]:
    for path in sorted((TEXTS / which).glob("*.txt")):
        yield labelled(path)


@dataclass
class Score:
    counted: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def add(self, name: str, *, right: bool, fault: str = "") -> None:
        self.counted[f"{name} of"] += 1
        self.counted[name] += right
        if not right and fault:
            self.faults.append(f"{name}: {fault}")


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> float:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared / max(1, min(one[1] - one[0], other[1] - other[0]))


def _key(name: str) -> str:
    found = list(bodies().named(name))
    return found[0].key if len(found) == 1 and len(name) - 4 <= found[0].span[1] - found[0].span[0] else bodies().by_key[name].key if name in bodies().by_key else name


def _names_it(told: str | None, wanted: tuple[str, ...], key: str | None) -> bool:
    """Whether that speaker is one of those."""
    for each in wanted:
        if told is None:
            continue
        if _key(each) in bodies().by_key and _key(each) == key:
            return True
        if _likeness(told, each) >= 0.8 or _folded(each) in _folded(told):
            return True
    return False


def score(text: Labelled, press: Press, into: Score) -> None:
    quotes = [each for each in text.labels if each.mode in ("direct", "partial")]
    reported = [each for each in text.labels if each.mode == "reported"]
    told_quotes = [each for each in press.statements if each.mode != "reported"]
    told_reported = [each for each in press.statements if each.mode == "reported"]
    _score_said(text, "quotes", quotes, told_quotes, into, near=0.9)
    _score_said(text, "reported", reported, told_reported, into, near=0.5)
    wanted = [each for each in text.labels if each.mode == "event"]
    for each in wanted:
        found = [one for one in press.events if _overlap(one.span, each.span) > 0.5]
        into.add("events found", right=bool(found), fault=f"{text.name}: {text.text[slice(*each.span)][:70]}")
        if found:
            into.add("dates right", right=found[0].date == each.date, fault=f"{text.name}: event {found[0].date} for {each.date}")
    for one in press.events:
        right = any(_overlap(one.span, each.span) > 0.5 for each in wanted)
        into.add("events right", right=right, fault=f"{text.name}: {one.date} {one.title[:80]}")


def _score_said(text: Labelled, name: str, wanted: list[Label], told: list[Statement], into: Score, *, near: float) -> None:
    matched = set[int]()
    for each in wanted:
        words = text.text[slice(*each.span)]
        found = next((at for at, one in enumerate(told) if at not in matched and _overlap(one.span, each.span) >= near), None)
        into.add(f"{name} found", right=found is not None, fault=f"{text.name}: {words[:70]}")
        if found is None:
            continue
        matched.add(found)
        one = told[found]
        source = one.source
        speaker = source.speaker if source else None
        key = source.key if source else None
        right = _names_it(speaker, each.speakers, key)
        into.add(f"{name}: speaker right", right=right, fault=f"{text.name}: {speaker} ({source and source.organisation}) for {each.speakers}: {words[:50]}")
        into.counted[f"{name}: speaker open"] += speaker is None
        level = f"level {source.level if source and speaker else 0.0}"
        into.add(level, right=right)
        if each.mode in ("direct", "partial"):
            into.add("mode right", right=one.mode == each.mode, fault=f"{text.name}: {one.mode} {words[:50]}")
        if each.organisations and source and source.organisation:
            into.add("organisation right", right=_names_it(source.organisation, each.organisations, source.key), fault=f"{text.name}: {source.organisation} for {each.organisations}: {words[:40]}")
        if each.organisations:
            into.counted["organisation told"] += bool(source and source.organisation)
            into.counted["organisation told of"] += 1
        if one.date:
            into.add("dates right", right=one.date == each.date, fault=f"{text.name}: {one.date} for {each.date}: {words[:50]}")
        if each.date:
            into.add("dates of statements told", right=one.date == each.date)
    for at, one in enumerate(told):
        into.add(f"{name} right", right=at in matched, fault=f"{text.name}: {text.text[slice(*one.span)][:80]}")


def scored(which: str) -> Score:
    into = Score()
    for text in all_of(which):
        score(text, read_press(text.text, published=text.published), into)
    return into


if __name__ == "__main__":
    import sys

    result = scored(sys.argv[1])
    for name in sorted(result.counted):
        if not name.endswith(" of"):
            print(f"{name:32} {result.counted[name]:3} / {result.counted.get(name + ' of', '')}")
    if "-v" in sys.argv:
        print("\n".join(result.faults))
