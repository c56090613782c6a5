"""Writing SVG: elements, clean text, and how wide a text will be.

Three readers get the same bytes: a browser under a strict content policy (so no style
attributes), typst (through usvg) and a printer. Colours are presentation attributes,
which any rule of ``pictures.css`` overrides; direction is said by isolates in the text
itself, because a browser honours ``direction`` and usvg does not.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from html import escape
from itertools import pairwise

INK = "#1b2327"
PAPER = "#ffffff"
RULE = "#c9d0d3"
MUTED = "#5a666c"

HALO: Mapping[str, object] = {
    "fill": INK,
    "stroke": PAPER,
    "stroke_width": 3,
    "stroke_linejoin": "round",
    "paint_order": "stroke",
}
"""For a text that lies over lines: a rim of paper keeps it legible. Give it the class ``halo`` too."""

FONT = "Noto Sans, Noto Sans Arabic, Noto Sans Armenian, Noto Sans Georgian, sans-serif"

# What XML 1.0 cannot carry, not even as a reference.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PREFIX = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_RIGHT_TO_LEFT_ISOLATE, _POP = "\u2067", "\u2069"
_ISOLATES = "\u2066\u2067\u2068"

# Advance widths of Noto Sans in em, rounded up to 0.05: measured from the font that is shipped.
_WIDTHS = {
    0.25: "'",
    0.3: " !(),.:;J`ijl",
    0.35: "-I[]f",
    0.4: "/\\t{}",
    0.45: '"?_r',
    0.5: "csz–",
    0.55: "FLSkvxy",
    0.6: "$*+0123456789<=>ETVXYZ^ae|~",
    0.65: "#ABCKPRbdghnopqu",
    0.75: "&DGHU",
    0.8: "NOQw",
    0.85: "%…",
    0.95: "@MWm",
}
# Of Noto Sans Arabic: the wider of the forms at the end of a word and alone, and of those joined onward.
_ARABIC_ENDS = {
    0.3: "آأإا",
    0.4: "رز،؛",
    0.5: "ءؤةهو؟",
    0.6: "دذعغم",
    0.65: "جحخ",
    0.8: "ئىيلن",
    0.85: "طظق",
    0.95: "ك",
    1.1: "بتثف",
    1.4: "سشصض",
}
_ARABIC_JOINED = {
    0.3: "ل",
    0.4: "ئبنىتثي",
    0.5: "فق",
    0.6: "عغكمه",
    0.65: "جحخ",
    0.75: "طظ",
    0.95: "سشصض",
}
_WIDTH_OF = {character: width for width, characters in _WIDTHS.items() for character in characters}
_END_OF, _JOINED_OF = (
    {character: width for width, characters in widths.items() for character in characters}
    for widths in (_ARABIC_ENDS, _ARABIC_JOINED)
)


def clean(text: str) -> str:
    """One line of text that XML can carry: white space folded, forbidden characters as ``U+FFFD``."""
    return " ".join(_FORBIDDEN.sub("\ufffd", text).split())


def isolated(text: str) -> str:
    """Wrap a text that holds right-to-left letters, so that each reader orders it from the right."""
    if any(unicodedata.bidirectional(character) in ("R", "AL") for character in text):
        return f"{_RIGHT_TO_LEFT_ISOLATE}{text}{_POP}"
    return text


def number(value: float) -> str:
    """A length in user units, to a hundredth, in as few characters as it needs."""
    said = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if said == "-0" else said


def element(name: str, *children: str, **attributes: object) -> str:
    """Build one element. ``children`` are markup already; attribute values are escaped here.

    A name takes ``-`` for ``_`` (and ``class_`` is ``class``); ``None`` leaves the attribute out.
    """
    said = "".join(
        f' {_name(key)}="{_value(value)}"' for key, value in attributes.items() if value is not None
    )
    inner = "".join(children)
    return f"<{name}{said}>{inner}</{name}>" if inner else f"<{name}{said}/>"


@cache
def _name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _value(value: object) -> str:
    if isinstance(value, int | float):
        return number(value)
    return escape(_FORBIDDEN.sub("\ufffd", str(value)), quote=True)


def words_in(text: str) -> str:
    """Text as markup: cleaned, isolated where it runs from the right, escaped."""
    return escape(isolated(clean(text)), quote=False)


def text(content: str, x: float, y: float, **attributes: object) -> str:
    """Place one line of text with its baseline at ``y``."""
    return element("text", words_in(content), x=x, y=y, **attributes)


def picture(
    *children: str,
    width: float,
    height: float,
    prefix: str,
    title: str,
    summary: str,
    kind: str,
    interactive: bool,
) -> str:
    """Return the whole picture: named by its title, described by its summary.

    A picture without links is an image. One with links is a group: what is inside an
    image does not exist for a screen reader, and a link must.
    """
    if not _PREFIX.fullmatch(prefix):
        raise ValueError(f"not a prefix for ids: {prefix!r}")
    return element(
        "svg",
        element("title", escape(clean(title), quote=False), id=f"{prefix}-title"),
        element("desc", escape(clean(summary), quote=False), id=f"{prefix}-desc"),
        *children,
        xmlns="http://www.w3.org/2000/svg",
        class_=f"picture picture-{kind}",
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=width,
        height=height,
        role="group" if interactive else "img",
        aria_labelledby=f"{prefix}-title",
        aria_describedby=f"{prefix}-desc",
        # Layout is mirrored by hand, so that a right-to-left page does not mirror it once more.
        direction="ltr",
        font_family=FONT,
        font_size=12,
        fill=INK,
    )


def safe_address(href: str | None) -> str | None:
    """Return an address that may be followed from a page: relative, ``http`` or ``https``; else ``None``."""
    if href is None:
        return None
    bare = "".join(character for character in href if character > " ")
    scheme = _SCHEME.match(bare)
    return bare if bare and (scheme is None or scheme[1].lower() in ("http", "https")) else None


def text_width(content: str, size: float, *, bold: bool = False) -> float:
    """How wide a text will be at most, in user units; a careful guess where the font is not Noto Sans."""
    bare = [character for character in content if not unicodedata.combining(character)]
    em = sum(_joined_width(character, after) for character, after in pairwise([*bare, ""]))
    return em * size * (1.08 if bold else 1.0)


@cache
def _joined_width(character: str, after: str) -> float:
    """The width of a letter before another: most Arabic letters are far narrower where they go on."""
    joins = character in _JOINED_OF and after in _END_OF and after not in "ء،؛؟"
    return _JOINED_OF[character] if joins else _width_of(character)


@cache
def _width_of(character: str) -> float:
    known = _WIDTH_OF.get(character) or _END_OF.get(character)
    if known is not None:
        return known
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Mn"):
        return 0.0
    return 1.05 if unicodedata.east_asian_width(character) in "WF" or character > "\uffff" else 0.72


def fit(content: str, room: float, size: float, *, bold: bool = False) -> str:
    """Return the text, or its beginning with an ellipsis, or nothing where fewer than three letters fit."""
    return _closed(_cut(content, room, size, bold=bold))


def _cut(content: str, room: float, size: float, *, bold: bool) -> str:
    content = clean(content)
    if text_width(content, size, bold=bold) <= room:
        return content
    end = len(content)
    while end and text_width(content[:end].rstrip() + "…", size, bold=bold) > room:
        end -= 1
    # Never part a letter from the marks that stand on it.
    while end and unicodedata.combining(content[end : end + 1] or " "):
        end -= 1
    return content[:end].rstrip(" ,;:–-") + "…" if end >= 3 else ""


def _closed(content: str) -> str:
    """Close the isolates that are open at the end of a text, so that a cut leaves none open."""
    return content + _POP * max(0, sum(content.count(mark) for mark in _ISOLATES) - content.count(_POP))


def _balanced(lines: list[str]) -> list[str]:
    """Close at the end of each line what is open there, and open it again on the next."""
    balanced, opened = [], ""
    for line in lines:
        whole = opened + line
        opened = ""
        for character in whole:
            if character in _ISOLATES:
                opened += character
            elif character == _POP:
                opened = opened[:-1]
        balanced.append(whole + _POP * len(opened))
    return balanced


def wrap(
    content: str,
    room: float,
    size: float,
    *,
    lines: int,
    bold: bool = False,
) -> list[str]:
    """Break a text into at most ``lines`` lines of ``room``; the last is elided where it must be."""
    pending = clean(content).split(" ")
    broken: list[str] = []
    while pending and len(broken) < lines - 1:
        line = pending.pop(0)
        while pending and text_width(f"{line} {pending[0]}", size, bold=bold) <= room:
            line = f"{line} {pending.pop(0)}"
        broken.append(_cut(line, room, size, bold=bold))
    if pending:
        broken.append(_cut(" ".join(pending), room, size, bold=bold))
    return _balanced([line for line in broken if line])
