"""Numbers of recommendations as replies name them: alone, in groups and ranges, and as they are misprinted.

“112.3 to 112.9”, “112.3–9”, “115.1, 115.3 and 115.4”, “140.35. 140.36” for “140.35, 140.36”.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NUMBER = r"(?P<{0}>\d{{1,3}}\.\d{{1,3}})(?!\.?\d)"
_TOKEN = re.compile(
    r"(?<![\d.,/])" + _NUMBER.format("first") + r"(?:\.?\s*(?:to|through|until|à|au|[-–—])\s*"
    r"(?:(?P<last>\d{1,3}\.\d{1,3})|(?P<tail>\d{1,3}))(?![\d.]*\d))?",
)
_BETWEEN = re.compile(r"(?:[\s,;.&()]|\b(?:and|et|recommendations?|nos?|paragraphs?)\b)*", re.IGNORECASE)
_LONGEST_RANGE = 300


@dataclass(frozen=True, slots=True)
class Named:
    """Numbers that stand together, and their place in the text."""

    numbers: tuple[str, ...]
    start: int
    end: int


def named_in(text: str) -> Iterator[Named]:
    """The groups of numbers of a text; only what stands between them parts two groups."""
    group, start, end = list[str](), 0, 0
    for found in _TOKEN.finditer(text):
        if group and not _BETWEEN.fullmatch(text[end : found.start()]):
            yield Named(tuple(dict.fromkeys(group)), start, end)
            group = []
        start = start if group else found.start()
        group += _range(found["first"], found["last"], found["tail"])
        end = found.end()
    if group:
        yield Named(tuple(dict.fromkeys(group)), start, end)


def _range(first: str, last: str | None, tail: str | None) -> list[str]:
    head, _, begin = first.partition(".")
    if last is not None and last.partition(".")[0] != head:
        return [first, last]
    end = int(last.partition(".")[2]) if last else int(tail) if tail else int(begin)
    if not int(begin) <= end <= int(begin) + _LONGEST_RANGE:
        return [first, last] if last else [first]
    return [f"{head}.{number}" for number in range(int(begin), end + 1)]
