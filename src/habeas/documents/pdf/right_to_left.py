"""The characters of a line in the order in which they are read, where some of them run from right to left.

pdfium hands Arabic and Hebrew over now in one order, now in the other, and turns brackets round. So the order
is told from the places of the glyphs: the bidirectional algorithm of Unicode (UAX 9), taken back.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from habeas.documents.pdf.glyphs import Glyph

_FIRST, _LAST = "\u0590", "\u08ff"
"""The letters of Hebrew, Arabic and their neighbours; older PDF have Arabic as its drawn forms."""
_DRAWN_FIRST, _DRAWN_LAST = "\ufb1d", "\ufefc"
_LONGEST_LINE = 2_000
"""Characters of a line that is put in order: no page is as wide, and ordering takes the square of it."""
_WORD_GAP = 0.22
"""Of the size of a line: how wide a gap parts words. Blanks stand at places that say nothing."""
_THIN, _BESIDE_THIN = "1١٠", 0.08
"""Figures with much white about them, and how much wider a gap is beside one."""
_SAME = 0.4
"""Of the size of a line: how far the middle of a mark stands from that of its letter at most."""
_ONE_HEIGHT = 0.6
"""Of the lower of two parts of a line: how much of its height is in that of the other at least."""
_UNDER = "\u064d\u0650\u0655"
"""The marks that stand under their letter."""
_OPEN = 8
"""Lines that may still get a part: what pdfium parts, it hands over nearly together."""
_OPENS = {"(": ")", "[": "]", "{": "}", "«": "»", "‹": "›"}
_CLOSES = {closing: opening for opening, closing in _OPENS.items()}
_WITHIN_LATIN = frozenset("/&@_")
_WITHIN_NUMBERS = frozenset(".,:/٫٬")


def runs_from_right(char: str) -> bool:
    """Whether a character is a letter of a script that is written from right to left."""
    if not (_FIRST <= char <= _LAST or _DRAWN_FIRST <= char <= _DRAWN_LAST):
        return False
    return unicodedata.bidirectional(char) in ("R", "AL")


def reads_from_right(found: Iterable[Glyph]) -> bool | None:
    """Whether a page reads from right to left; ``None`` where none of its letters do."""
    right = left = 0
    for glyph in found:
        if glyph.char < _FIRST:
            left += glyph.char.isalpha()
        else:
            right += runs_from_right(glyph.char)
    return right > left if right else None


def as_read(run: Sequence[Glyph], *, from_right: bool) -> list[Glyph]:
    """The glyphs of one line in the order of reading, with a blank wherever words part."""
    if len(run) > _LONGEST_LINE:
        return list(run)
    drawn = _plain(_once(glyph for glyph in run if not glyph.made and glyph.char.strip()))
    if not any(runs_from_right(glyph.char) for glyph in run):
        from_right = False  # a reference in the Latin script, alone on its line
    words = _words(drawn)
    read = _from_right(words) if from_right else _from_left(words)
    return list(_brackets([glyph for word in read for glyph in word]))


def whole(runs: Iterable[list[Glyph]]) -> Iterator[list[Glyph]]:
    """Runs as lines: pdfium ends one within a line where a letter and its mark are handed over as one."""
    lines = list[_Part]()
    for run in runs:
        placed = [glyph for glyph in run if not glyph.made]
        if not placed:
            continue
        low, high = _height(placed)
        part = _Part(
            run,
            left=min(glyph.left for glyph in placed),
            right=max(glyph.right for glyph in placed),
            low=low,
            high=high,
            blank=_WORD_GAP * placed[0].size,
        )
        at = len(lines)
        for number in reversed(range(at)):
            if part.is_beside(lines[number]):
                part, at = lines.pop(number).with_more(part), number
        lines.insert(at, part)
        if len(lines) > _OPEN:
            yield lines.pop(0).run
    yield from (line.run for line in lines)


def _height(placed: Sequence[Glyph]) -> tuple[float, float]:
    """How low and how high glyphs reach; of a mark alone, with the letter that it stands over or under."""
    low, high = min(glyph.bottom for glyph in placed), max(glyph.top for glyph in placed)
    mark = next((glyph for glyph in placed if unicodedata.combining(glyph.char)), None)
    if mark is None or high - low > _SAME * mark.size:
        return low, high
    return (low, low + mark.size) if mark.char in _UNDER else (high - mark.size, high)


@dataclass(frozen=True, slots=True)
class _Part:
    """Runs of one line so far, with their box, and how wide a blank is."""

    run: list[Glyph]
    left: float
    right: float
    low: float
    high: float
    blank: float

    def is_beside(self, other: "_Part") -> bool:
        """Whether both stand at one height, among each other or no further apart than words are."""
        if len(self.run) + len(other.run) > _LONGEST_LINE:
            return False
        shared = min(self.high, other.high) - max(self.low, other.low)
        apart = max(self.left, other.left) - min(self.right, other.right)
        lower = min(self.high - self.low, other.high - other.low)
        return shared > _ONE_HEIGHT * lower and apart < max(self.blank, other.blank)

    def with_more(self, other: "_Part") -> "_Part":
        """Both as one."""
        return _Part(
            self.run + other.run,
            left=min(self.left, other.left),
            right=max(self.right, other.right),
            low=min(self.low, other.low),
            high=max(self.high, other.high),
            blank=max(self.blank, other.blank),
        )


def _once(drawn: Iterable[Glyph]) -> list[Glyph]:
    """Each letter once: some makers say a letter with its mark for the letter, and again for the mark."""
    kept = list(drawn)
    marks = [glyph for glyph in kept if unicodedata.combining(glyph.char)]
    while marks:
        mark = marks.pop()
        if not any(each.char == mark.char and _is_near(each, mark) for each in marks):
            continue
        near = [glyph for glyph in kept if _is_near(glyph, mark)]
        twins = [pair for pair in combinations(near, 2) if pair[0].char == pair[1].char != mark.char]
        dropped = [mark, *(min(pair, key=lambda each: each.right - each.left) for pair in twins[:1])]
        kept = [glyph for glyph in kept if all(glyph is not each for each in dropped)]
    return kept


def _is_near(glyph: Glyph, mark: Glyph) -> bool:
    return abs(_middle(glyph) - _middle(mark)) < _SAME * mark.size


def _plain(drawn: Iterable[Glyph]) -> Iterator[Glyph]:
    """Glyphs with the letters that drawn forms stand for."""
    for glyph in drawn:
        if _DRAWN_FIRST <= glyph.char <= _DRAWN_LAST:
            letters = unicodedata.normalize("NFKC", glyph.char).strip()
            width = (glyph.right - glyph.left) / max(len(letters), 1)
            for at, char in enumerate(letters):  # the first of a ligature stands to the right
                right = glyph.right - at * width
                yield replace(glyph, char=char, left=right - width, right=right)
        else:
            yield glyph


_Word = list[Glyph]
"""Glyphs that stand together and run in one direction, in the order of reading; or a blank."""


def _words(drawn: Iterable[Glyph]) -> list[_Word]:
    """From left to right as they stand: letters of one direction, a number, a blank, or one other sign."""
    signs, marks = list[Glyph](), list[Glyph]()
    for glyph in drawn:
        (marks if unicodedata.combining(glyph.char) else signs).append(glyph)
    signs.sort(key=_middle)
    words, reach = list[_Word](), 0.0
    for at, glyph in enumerate(signs):
        kind = _kind(glyph, signs[at + 1 : at + 2], words)
        thin = (glyph.char in _THIN) + (bool(words) and words[-1][-1].char in _THIN)
        if words and glyph.left - reach > (_WORD_GAP + thin * _BESIDE_THIN) * glyph.size:
            words.append([replace(glyph, char=" ", left=reach, right=glyph.left, made=True)])
        reach = max(reach, glyph.right)
        if not (words and kind and kind == _kind_of(words[-1])):
            words.append([glyph])
        elif kind == "right":
            words[-1].insert(0, glyph)
        else:
            words[-1].append(glyph)
    for mark in marks if words else ():  # beside the letter that it stands over
        places = [(word, at) for word in words if not word[0].made for at in range(len(word))]
        word, at = min(places, key=lambda place: abs(_middle(place[0][place[1]]) - _middle(mark)))
        word.insert(at + 1, mark)
    return words


def _kind(glyph: Glyph, after: Sequence[Glyph], words: Sequence[_Word]) -> str:
    """The direction of a sign: right, left, number; empty for what takes that of its neighbours."""
    if runs_from_right(glyph.char):
        return "right"
    if glyph.char.isdigit():
        return "number"
    if glyph.char.isalpha():
        return "left"
    if words and glyph.char in _WITHIN_LATIN and _kind_of(words[-1]) == "left":
        return "left"
    between = words and words[-1][-1].char.isdigit() and after and after[0].char.isdigit()
    return "number" if between and glyph.char in _WITHIN_NUMBERS else ""


def _kind_of(word: _Word) -> str:
    return _kind(word[0], (), ())


def _middle(glyph: Glyph) -> float:
    return (glyph.left + glyph.right) / 2


def _from_right(words: Sequence[_Word]) -> list[_Word]:
    """From right to left, but what begins with a Latin word and ends with one, or a number, as it stands."""
    read, at = list[_Word](), len(words) - 1
    while at >= 0:
        first = _first_of_latin(words, at)
        read += words[first : at + 1]
        at = first - 1
    return read


def _first_of_latin(words: Sequence[_Word], last: int) -> int:
    """Where the Latin words begin that end at a place; the place itself where none do."""
    end = last - _is_bracket(words[last])  # it belongs to them where it closes what they opened
    if end < 0 or _kind_of(words[end]) not in ("left", "number"):
        return last
    first, reach = last, end
    while reach >= 0 and _kind_of(words[reach]) != "right":
        if _kind_of(words[reach]) == "left":
            first = reach
        reach -= 1
    within = sum(map(_is_bracket, words[first:last]))
    return first if end == last or within % 2 else last


def _is_bracket(word: _Word) -> bool:
    return word[0].char in _OPENS or word[0].char in _CLOSES


def _from_left(words: Sequence[_Word]) -> list[_Word]:
    """From left to right, but what stands from one Arabic word to another as it is read."""
    read, at = list[_Word](), 0
    while at < len(words):
        last = at
        if _kind_of(words[at]) == "right":
            reach = at
            while reach < len(words) and _kind_of(words[reach]) != "left":
                if _kind_of(words[reach]) == "right":
                    last = reach
                reach += 1
        read += _from_right(words[at : last + 1])
        at = last + 1
    return read


def _brackets(read: Sequence[Glyph]) -> Iterator[Glyph]:
    """Brackets as they open and close: makers of PDF disagree on which of the two a turned one is."""
    open_ones = list[str]()
    for at, glyph in enumerate(read):
        opening = _CLOSES.get(glyph.char, glyph.char)
        if opening not in _OPENS:
            yield glyph
            continue
        after_blank = at == 0 or read[at - 1].char in " ([{«‹"
        before_blank = at + 1 == len(read) or read[at + 1].char in " )]}»›.,:;،؛؟"
        opens = after_blank if after_blank != before_blank else opening not in open_ones
        if opens:
            open_ones.append(opening)
        elif opening in open_ones:
            open_ones.remove(opening)
        yield replace(glyph, char=opening if opens else _OPENS[opening])
