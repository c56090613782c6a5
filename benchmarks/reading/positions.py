"""Positions: in synthetic replies, in five formats, and in the thematic lists of the OHCHR."""

from collections.abc import Iterator
from io import BytesIO

from benchmarks.reading.papers import FORMATS, REPLIES, Paper, paper
from benchmarks.reading.score import Row, row

from habeas.documents.asks import Position
from habeas.documents.reading import read_document
from habeas.documents.reply.replies import reply_json


def rows() -> Iterator[Row]:
    papers = [paper(path.stem, REPLIES) for path in sorted(REPLIES.glob("*.txt"))]
    for role in ("tuned", "held out"):
        for form in FORMATS:
            for kind, labelled in (("positions of a review", by_number), ("answers to a report", by_answer)):
                chosen = [one for one in papers if one.head["role"] == role and labelled(one)]
                if not chosen:
                    continue
                wanted, found = list[tuple[str, ...]](), list[tuple[str, ...]]()
                for one in chosen:
                    wanted += [(one.name, *each) for each in labelled(one)]
                    found += [(one.name, *each) for each in answered(one, form, labelled)]
                yield row(kind, f"{len(chosen)} synthetic, {form}", role, wanted, found)


def by_number(one: Paper) -> list[tuple[str, str]]:
    """Number and position, as labelled."""
    return [(number, each.value) for each in Position for number in one.head.get(each.value, "").split()]


def by_answer(one: Paper) -> list[tuple[str, str, str]]:
    """Numbers of paragraphs, who answers, position, as labelled."""
    said = [one.head.get(key, "").split("|") for key in ("numbers", "bodies", "positions")]
    return list(zip(*said, strict=True)) if said[0][0] else []


def answered(one: Paper, form: str, labelled: object) -> Iterator[tuple[str, ...]]:
    """The same as they are read."""
    ending, made = FORMATS[form]
    answers = reply_json(read_document(BytesIO(made(one)), name=f"a{ending}"), None)["answers"]
    if labelled is by_answer:
        for each in answers:
            yield ",".join(each["numbers"]), each["body"] or "", each["position"] or ""
        return
    told = dict[str, str]()
    for each in answers:
        for number in each["numbers"]:
            told.setdefault(number, each["position"] or "")
    yield from told.items()
