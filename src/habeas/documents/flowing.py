"""Documents without pages (Word, HTML, plain text) put together into paragraphs under their headings.

Each format says what stands where; what a number, a heading and a limb of a list are is decided here, once.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from habeas.documents.paragraph_numbers import numbers
from habeas.documents.paragraphs import (
    LIMB,
    Block,
    Cell,
    ReadText,
    Spans,
    composed,
    order_of_heading,
    with_limbs,
)

_LONGEST_HEADING = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What stands in one place: ``label`` is a number apart from the text, ``level`` that of a heading."""

    text: str
    label: str = ""
    level: int | None = None
    bold: Spans = ()
    footnotes: tuple[str, ...] = ()
    cell: Cell | None = None


def put_together(said: Sequence[Said]) -> ReadText:
    """The text and the paragraphs of such a document."""
    even = [one for each in said if (one := _even(each)).text]
    # A number counts on over the document; those of headings and in tables are others.
    lines = [
        ("" if one.cell or one.level is not None else f"{one.label} {one.text}".strip(), 0.0) for one in even
    ]
    return composed(with_limbs(list(_blocks(even, numbers(lines, near=0.0, further=1.0)))))


def _blocks(said: Sequence[Said], numbered: Mapping[int, tuple[str, str]]) -> Iterator[Block]:
    above = list[tuple[int, str]]()
    for at, one in enumerate(said):
        level = None if at in numbered else _level(one)
        number, text = numbered.get(at, ("", _labelled(one)))
        if level is not None:
            while above and above[-1][0] >= level:
                above.pop()
            above.append((level, text))
        shift = len(text) - len(one.text)
        yield Block(
            text=text,
            number=number,
            is_heading=level is not None,
            headings=tuple(each for _level, each in above),
            footnotes=one.footnotes,
            bold=tuple((max(start + shift, 0), end + shift) for start, end in one.bold if end + shift > 0),
            cell=one.cell,
        )


def _labelled(one: Said) -> str:
    return f"{one.label} {one.text}" if one.label else one.text


def _level(one: Said) -> int | None:
    """The level of a heading: told by the document, or seen where a short line is wholly bold."""
    if one.level is not None:
        return one.level
    if one.cell or len(one.text) > _LONGEST_HEADING or LIMB.match(_labelled(one)):
        return None
    wholly = sum(end - start for start, end in one.bold) >= len(one.text)
    if not wholly or one.text.endswith((".", ";", ":", ",")):
        return None
    return 10 + order_of_heading(_labelled(one))


def _even(one: Said) -> Said:
    """The same with single blanks, its bold stretches where they are then."""
    kept, places = list[str](), list[int]()
    for char in one.text:
        places.append(len(kept))
        blank = "\n" if char == "\n" else " " if char.isspace() else ""
        if not blank:
            kept.append(char)
        elif kept and kept[-1] not in " \n":
            kept.append(blank)
        elif kept and blank == "\n":
            kept[-1] = blank
    while kept and kept[-1] in " \n":
        kept.pop()
    places.append(len(kept))
    bold = tuple(
        (start, end) for a, b in one.bold if (start := places[a]) < (end := min(places[b], len(kept)))
    )
    return Said(
        text="".join(kept),
        label=one.label.strip(),
        level=one.level,
        bold=bold,
        footnotes=one.footnotes,
        cell=one.cell,
    )
