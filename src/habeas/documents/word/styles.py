"""Styles and numbering of a Word document, as far as they say what a paragraph is: its list and its level."""

from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from habeas.documents.word.numbering import Level, List, Numbering

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """One style of paragraphs: its name, what it builds on, its list and its outline level (from 0)."""

    name: str = ""
    based_on: str = ""
    list_id: str | None = None
    depth: int | None = None
    outline: int | None = None
    bold: bool | None = None


Styles = Mapping[str, Style]


def value(element: Element | None, name: str = "val") -> str | None:
    """An attribute of the main namespace; ``None`` where the element or it is missing."""
    return None if element is None else element.get(f"{W}{name}")


def number(element: Element | None, name: str = "val") -> int | None:
    """The same as a whole number; ``None`` where it is none."""
    text = value(element, name)
    digits = (text or "").removeprefix("-")
    return int(text or "") if digits.isascii() and digits.isdigit() and len(digits) < 10 else None


def switched_on(element: Element | None) -> bool | None:
    """A property that is on by being there, unless it says otherwise; ``None`` where it is not there."""
    return None if element is None else value(element) not in ("0", "false", "off")


def styles_of(root: Element) -> Styles:
    """The styles of ``styles.xml`` by their identifiers."""
    return {each.get(f"{W}styleId", ""): _style(each) for each in root.iter(f"{W}style")}


def _style(element: Element) -> Style:
    properties = element.find(f"{W}pPr")
    numbered = None if properties is None else properties.find(f"{W}numPr")
    outline = None if properties is None else number(properties.find(f"{W}outlineLvl"))
    return Style(
        name=value(element.find(f"{W}name")) or "",
        based_on=value(element.find(f"{W}basedOn")) or "",
        list_id=None if numbered is None else value(numbered.find(f"{W}numId")),
        depth=None if numbered is None else number(numbered.find(f"{W}ilvl")),
        outline=outline,
        bold=switched_on(element.find(f"{W}rPr/{W}b")),
    )


def inherited(styles: Styles, style_id: str) -> Style:
    """A style with what it takes from those that it builds on; a circle ends where it closes."""
    found, seen = Style(), set[str]()
    while style_id in styles and style_id not in seen:
        seen.add(style_id)
        own = styles[style_id]
        found = Style(
            name=found.name or own.name,
            list_id=own.list_id if found.list_id is None else found.list_id,
            depth=own.depth if found.depth is None else found.depth,
            outline=own.outline if found.outline is None else found.outline,
            bold=own.bold if found.bold is None else found.bold,
        )
        style_id = own.based_on
    return found


def numbering_of(root: Element) -> tuple[Numbering, Mapping[str, int]]:
    """The numbering of ``numbering.xml``, and the depth that a pattern gives to a style."""
    patterns: dict[str, dict[int, Level]] = {}
    depths: dict[str, int] = {}
    for each in root.findall(f"{W}abstractNum"):
        levels = {}
        for level in each.findall(f"{W}lvl"):
            depth = number(level, "ilvl") or 0
            levels[depth] = _level(level)
            if style := value(level.find(f"{W}pStyle")):
                depths[style] = depth
        patterns[each.get(f"{W}abstractNumId", "")] = levels
    lists = {each.get(f"{W}numId", ""): _list(each) for each in root.findall(f"{W}num")}
    return Numbering(patterns, lists), depths


def _list(element: Element) -> List:
    levels, starts = {}, {}
    for override in element.findall(f"{W}lvlOverride"):
        depth = number(override, "ilvl") or 0
        start = number(override.find(f"{W}startOverride"))
        if start is not None:
            starts[depth] = start
        if (own := override.find(f"{W}lvl")) is not None:
            levels[depth] = _level(own)
            starts.setdefault(depth, levels[depth].start)
    return List(value(element.find(f"{W}abstractNumId")) or "", levels, starts)


def _level(element: Element) -> Level:
    start = number(element.find(f"{W}start"))
    return Level(
        start=0 if start is None else start,
        form=value(element.find(f"{W}numFmt")) or "decimal",
        text=value(element.find(f"{W}lvlText")) or "",
        restarts_after=number(element.find(f"{W}lvlRestart")),
        all_decimal=bool(switched_on(element.find(f"{W}isLgl"))),
    )
