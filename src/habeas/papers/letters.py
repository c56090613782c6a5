"""What of a text can be put on paper.

Text comes from anywhere. Before it is set, white space of any kind becomes a space, and
what has no place in print (controls, bidirectional overrides that would reorder a
sentence unseen, private and forbidden code points) is written out as ``[U+202E]``:
shown, never dropped. The PDF has one more limit, the letters that its fonts hold.
"""

import json
import re
import unicodedata
from functools import cache
from importlib.resources import files
from pathlib import Path

_SPACE = re.compile("\r\n|[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]")
_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f"  # controls
    "\u202a-\u202e\u206a-\u206f"  # embeddings, overrides and other old orders to the bidirectional algorithm
    "\ud800-\uf8ff"  # half pairs, private use
    "\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\U000e0000-\U0010ffff]"  # tags, variation selectors of a plane that no shipped font has, private planes
)
_ISOLATES = "\u2066\u2067\u2068"
_POP = "\u2069"
_ISOLATE = re.compile(f"[{_ISOLATES}{_POP}]")

# Soft hyphen, Arabic letter mark, zero-width space and joiners, marks of direction, isolates, selectors of a
# variant (plain text or emoji).
_FORMLESS = frozenset("\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u2060\u2066\u2067\u2068\u2069\ufe0e\ufe0f")

FONTS = Path(str(files("habeas"))) / "fonts"
"""The folder of the fonts that are shipped, with their manifest."""


def code_point(character: str) -> str:
    """``[U+202E]``: how a character is written that cannot be printed."""
    return f"[U+{ord(character):04X}]"


def written(text: str) -> str:
    """Return ``text`` in characters that all three forms can carry; the same text if it is one already."""
    shown = _UNPRINTABLE.sub(lambda found: code_point(found[0]), _SPACE.sub(" ", text))
    if _balanced(shown):
        return shown
    return _ISOLATE.sub(lambda found: code_point(found[0]), shown)


def _balanced(text: str) -> bool:
    """Tell whether each isolate is closed, so that none reaches beyond its text."""
    depth = 0
    for character in _ISOLATE.findall(text):
        depth += -1 if character == _POP else 1
        if depth < 0:
            return False
    return depth == 0


@cache
def manifest() -> tuple[dict[str, object], ...]:
    """One entry a font file, as ``tools/build_fonts.py`` writes them."""
    return tuple(json.loads((FONTS / "manifest.json").read_text(encoding="utf-8"))["files"])


_SYMBOLS = frozenset({"Noto Sans Symbols", "Noto Sans Symbols2"})
_SERIFS = frozenset({"Noto Serif", "Noto Naskh Arabic", "Noto Serif Georgian", "Noto Serif Armenian"})


@cache
def _families() -> dict[str, frozenset[int]]:
    """What each family for print holds in every weight and style that it has."""
    held: dict[str, frozenset[int]] = {}
    for entry in manifest():
        if not str(entry["file"]).startswith("ttf/"):
            continue
        spans = entry["covers"]
        assert isinstance(spans, list)  # noqa: S101 (our own file, for the type checker)
        codes = frozenset(code for first, last in spans for code in range(first, last + 1))
        family = str(entry["family"])
        held[family] = held.get(family, codes) & codes
    return held


@cache
def _holders(character: str) -> frozenset[str]:
    return frozenset(family for family, codes in _families().items() if ord(character) in codes)


@cache
def _settable(families: frozenset[str]) -> bool:
    """Tell whether a text in these families can be set with serifs and without; symbols serve both."""
    return bool(families & _SYMBOLS) or bool(families & _SERIFS and families - _SERIFS)


def breakable(text: str, longest: int) -> str:
    """Allow a break within each word of more than ``longest`` characters, so that none leaves the sheet.

    Paths and addresses break after a slash; only what is still too long is cut.
    """
    step, too_long = longest // 2, rf"[^\s\u200b]{{{longest + 1},}}"
    text = re.sub(too_long, lambda word: word[0].replace("/", "/\u200b"), text)
    return re.sub(
        too_long,
        lambda word: "\u200b".join(word[0][at : at + step] for at in range(0, len(word[0]), step)),
        text,
    )


def printable(text: str) -> str:
    """Return ``text`` with each letter that no shipped font holds written as its code point.

    A mark has to stand in the same font as the letter that carries it. What joins, parts or
    orders letters has no form of its own and needs no font.
    """
    out: list[str] = []
    base: frozenset[str] = frozenset()
    for character in text:
        if character in _FORMLESS:
            out.append(character)
            continue
        holders = _holders(character)
        if unicodedata.category(character) in ("Mn", "Me"):
            holders &= base
        else:
            base = holders
        out.append(character if _settable(holders) else code_point(character))
    return "".join(out)


def drawable(text: str) -> str:
    """Return printable ``text`` for a picture, where each mark has to make one letter with its letter.

    What draws pictures for typst gives any other mark no place in the text of the PDF, and PDF/UA
    refuses that. Vowel signs are left out, as Arabic is mostly written; the rest becomes code points.
    """
    out: list[str] = []
    carrier = ""  # of the marks that follow it
    for character in unicodedata.normalize("NFC", printable(text)):
        if unicodedata.category(character) in ("Mn", "Me") and character not in _FORMLESS:
            if unicodedata.bidirectional(carrier or "a") == "L":
                out.append(code_point(character))
            continue
        out.append(character)
        if character not in _FORMLESS:
            carrier = character
    return "".join(out)
