"""Numbered paragraphs as Word counts them by itself, so that an office may insert one and see the rest move.

One list for the whole paper: its first level counts 1, 2, 3, its second writes 12a, 12b after the last. Where
numbers leap, as after a paragraph was taken out of a report whose numbers are kept, a list that begins at the
next number goes on from there (ECMA-376 part 1, 17.9.26). A letter whose number does not stand before it is
written out, since Word has nothing to count it by.
"""

# python-docx has no public way to its elements.
# ruff: noqa: SLF001

from typing import Any

from docx.document import Document as DocumentObject
from docx.oxml.ns import qn

from habeas.papers.paper import Numbered
from habeas.papers.wordml import made

_LEVELS = (("decimal", "%1."), ("lowerLetter", "%1%2."))
_HANGING = "567"
"""A centimetre, in twentieths of a point."""
OWN = "p_"
"""How the bookmarks of paragraphs begin; the rest is their anchor in letters that Word allows."""


class Numbers:
    """Gives numbers to paragraphs in the order of the paper."""

    def __init__(self, document: DocumentObject) -> None:
        self.document = document
        self.counted = self.letter = 0
        self.pattern = self.list = ""
        self.marks = 0

    def write(self, paragraph: Any, block: Numbered) -> None:
        """Number a paragraph, and put its bookmark about it."""
        number, letter = block.place
        list_, depth = self._place(block, number, letter)
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = depth
        properties.get_or_add_numId().val = int(list_)
        self.mark(paragraph, block.anchor)

    def _place(self, block: Numbered, number: int, letter: int) -> tuple[str, int]:
        """The list and the level at which Word counts this number."""
        if letter and (number, letter) != (self.counted, self.letter + 1):
            return self._list(self._pattern((("none", f"{block.number}."),))), 0
        if not letter:
            if not self.list or number != self.counted + 1:
                self.pattern = self.pattern or self._pattern(_LEVELS)
                self.list = self._list(self.pattern, starts=(number, 1))
            self.counted = number
        self.letter = letter
        return self.list, 1 if letter else 0

    def _list(self, pattern: str, *, starts: tuple[int, ...] = ()) -> str:
        """A new list of a pattern, which begins its levels at ``starts``."""
        numbering = self.document.part.numbering_part.element
        known = [int(each.get(qn("w:numId"))) for each in numbering.findall(qn("w:num"))]
        name = str(max(known, default=0) + 1)
        entry = made("w:num", numId=name)
        entry.append(made("w:abstractNumId", val=pattern))
        for depth, start in enumerate(starts):
            override = made("w:lvlOverride", ilvl=str(depth))
            override.append(made("w:startOverride", val=str(start)))
            entry.append(override)
        numbering.append(entry)
        return name

    def _pattern(self, levels: tuple[tuple[str, str], ...]) -> str:
        """A new pattern: for each level the form of its number and the text about it."""
        numbering = self.document.part.numbering_part.element
        patterns = numbering.findall(qn("w:abstractNum"))
        name = str(max((int(each.get(qn("w:abstractNumId"))) for each in patterns), default=0) + 1)
        pattern = made("w:abstractNum", abstractNumId=name)
        pattern.append(made("w:multiLevelType", val="multilevel"))
        for depth, (form, text) in enumerate(levels):
            level = made("w:lvl", ilvl=str(depth))
            level.append(made("w:start", val="1"))
            level.append(made("w:numFmt", val=form))
            level.append(made("w:lvlText", val=text))
            level.append(made("w:lvlJc", val="start"))
            properties = made("w:pPr")
            properties.append(made("w:ind", start=_HANGING, hanging=_HANGING))
            level.append(properties)
            pattern.append(level)
        if patterns:
            patterns[-1].addnext(pattern)
        else:
            numbering.insert(0, pattern)
        return name

    def mark(self, paragraph: Any, anchor: str) -> None:
        """Put a bookmark about a paragraph, numbered or not."""
        self.marks += 1
        number = str(10_000 + self.marks)  # the headings count from 1
        name = f"{OWN}{anchor.replace('-', '_')}"[:40]
        first = 1 if paragraph._p.pPr is not None else 0
        paragraph._p.insert(first, made("w:bookmarkStart", id=number, name=name))
        paragraph._p.append(made("w:bookmarkEnd", id=number))
