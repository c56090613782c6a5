"""The letters that can be drafted, read from ``letters.toml``, and one filled as a paper."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from habeas import canonical, law, papers
from habeas.language import Words
from habeas.web.shell.bands import invented_line, paper_band

GAP = "[…]"
"""What stands where a value is not known: to be filled by hand, never guessed."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with ``{names}``; left out where ``needs`` is not known.

    With ``points`` they are listed beneath it.
    """

    text: str
    needs: str = ""
    points: bool = False

    def blocks(self, known: Mapping[str, str], points: Sequence[str]) -> Iterator[papers.Block]:
        """The paragraph filled, and its list."""
        yield papers.Para(runs=papers.said(self.text.format_map(known)))
        if self.points:
            yield papers.Bullets(items=tuple(papers.said(each) for each in points or (GAP,)))


@dataclass(frozen=True, slots=True)
class Wording:
    """A letter in one language."""

    subject: str
    paragraphs: tuple[Paragraph, ...]
    closing: str


@dataclass(frozen=True, slots=True)
class Template:
    """``about`` is the kind of row that fills it, ``provision`` what it rests on."""

    key: str
    about: str
    provision: str
    wordings: Mapping[str, Wording]


@cache
def templates() -> Mapping[str, Template]:
    """Every letter by its key. An unknown provision fails here."""
    data = tomllib.loads((files("habeas.web.drafts") / "letters.toml").read_text("utf-8"))
    return {key: _template(key, entry) for key, entry in data.items()}


def _template(key: str, entry: dict[str, object]) -> Template:
    wordings = {
        language: Wording(
            subject=said["subject"],
            paragraphs=tuple(Paragraph(**each) for each in said["paragraphs"]),
            closing=said["closing"],
        )
        for language, said in entry.items()
        if isinstance(said, dict)
    }
    provision = law.provision(str(entry["provision"]))
    return Template(key, str(entry["about"]), provision.ref, wordings)


class _Values(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return GAP


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What who drafts the letter says, beside what the record knows."""

    addressee: str = ""
    signed_by: str = ""
    values: Mapping[str, str]
    """By name; what is empty is not known."""
    points: Sequence[str] = ()
    """What it lists."""


def letter_paper(
    template: Template, asked: Asked, *, words: Words, iso: str, invented: bool, made_on: date
) -> papers.Paper:
    """Fill a letter; it is confidential, and its number is that of its words."""
    wording = template.wordings[words.language]
    known = _Values({name: value for name, value in asked.values.items() if value})
    subject = wording.subject.format_map(known)
    blocks: list[papers.Block] = [
        *(papers.Para(runs=papers.said(line)) for line in (asked.addressee or GAP, words.date(made_on))),
        *(
            block
            for each in wording.paragraphs
            if not each.needs or each.needs in known
            for block in each.blocks(known, asked.points)
        ),
        *(papers.Para(runs=papers.said(line)) for line in (wording.closing, asked.signed_by or GAP)),
    ]
    return papers.Paper(
        title=subject,
        subtitle=words.say("Draft of a letter"),
        language=words.language,
        direction="ltr" if words.direction == "ltr" else "rtl",
        band=paper_band(words),
        synthetic=invented_line(words, invented=invented),
        number=papers.number_of(
            subject=iso or "XX",
            kind=template.key.upper(),
            made_on=made_on,
            content=canonical.encode([subject, *lines(blocks)]),
        ),
        made_on=made_on,
        blocks=tuple(blocks),
        sources=(),
    )


def lines(blocks: Iterable[papers.Block]) -> Iterator[str]:
    """What stands in the paragraphs and lists of a letter, line by line."""
    for block in blocks:
        match block:
            case papers.Para(runs=runs):
                yield from (run.text for run in runs if isinstance(run, papers.Text))
            case papers.Bullets(items=items):
                yield from (run.text for runs in items for run in runs if isinstance(run, papers.Text))
