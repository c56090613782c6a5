"""Fonts inside a page: those that have a letter in use in their family, weight and style, and no other."""

import base64
import re
from collections import defaultdict
from functools import cache
from html import escape, unescape
from html.parser import HTMLParser

from habeas.papers.letters import FONTS, manifest

Cut = tuple[str, int, str]
"""Family on the web, weight, style."""

# What paper.css sets in Noto Sans, in bold and in italic, by element and by class.
_SANS_ELEMENTS = {"h2", "h3", "h4", "caption", "figcaption", "table", "footer", "svg"}
_SANS = frozenset(_SANS_ELEMENTS | {"band", "made", "voice", "mark", "number", "note-title"})
_BOLD = frozenset({"h1", "h2", "h3", "h4", "caption", "figcaption", "th", "dt", "strong", "voice"})
_PICTURE, _SAID = re.compile(r"<svg\b.*?</svg>", re.DOTALL), re.compile(r">([^<]+)<")
_VOID = frozenset({"meta", "col"})


def font_rules(body: str) -> str:
    """The ``@font-face`` rules for a body, each with its font in it, in the order of the manifest."""
    reader = _Letters()
    reader.feed(_with_one_picture(body))
    reader.close()
    rules = []
    for entry in manifest():
        family, weight, style = str(entry["family"]), int(str(entry["weight"])), str(entry["style"])
        spans = entry["covers"]
        assert isinstance(spans, list)  # noqa: S101 (our own file, for the type checker)
        used = reader.used(family, weight, style)
        if not str(entry["file"]).startswith("web/") or not any(a <= c <= b for c in used for a, b in spans):
            continue
        ranges = ", ".join(f"U+{a:X}-{b:X}" for a, b in spans)
        rules.append(
            f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {style}; '
            f'unicode-range: {ranges}; src: url("data:font/woff2;base64,{_data(str(entry["file"]))}") '
            'format("woff2"); }'
        )
    return "\n".join(rules)


def _with_one_picture(body: str) -> str:
    """The body with one picture in the place of all, of all their letters: these are of one cut.

    A report has hundreds, and most of what is to be read is their lines.
    """
    letters = set[str]()

    def without(picture: re.Match[str]) -> str:
        letters.update(unescape("".join(_SAID.findall(picture[0]))))
        return ""

    rest = _PICTURE.sub(without, body)
    return f"{rest}<svg>{escape(''.join(sorted(letters)))}</svg>"


@cache
def _data(name: str) -> str:
    return base64.b64encode((FONTS / name).read_bytes()).decode()


class _Letters(HTMLParser):
    """Which letters of a body are set in which cut."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, frozenset[str]]] = []
        self.letters: defaultdict[Cut, set[int]] = defaultdict(set)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            classes = next((value or "" for key, value in attrs if key == "class"), "")
            self.open.append((tag, frozenset({tag, *classes.split()})))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Nothing stands in an element that is closed where it opens."""

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        within = frozenset[str]().union(*(names for _, names in self.open))
        family = "Noto Sans" if within & _SANS else "Noto Serif"
        weight = 700 if within & _BOLD else 400
        style = "italic" if "em" in within else "normal"
        self.letters[family, weight, style].update(map(ord, data))

    def used(self, family: str, weight: int, style: str) -> set[int]:
        """The letters in a cut. Symbols serve every cut; italics fall back to upright where there is none."""
        if family == "Noto Symbols":
            return set[int]().union(*self.letters.values())
        direct = self.letters[family, weight, style]
        if style == "italic":
            return direct
        slanted = self.letters[family, weight, "italic"]
        return direct | (slanted if weight == 400 else slanted | self.letters[family, 700, "italic"])
