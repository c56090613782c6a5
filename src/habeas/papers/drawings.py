"""Pictures that may stand in a paper: SVG that shows something and does nothing.

A picture becomes part of a page that is handed on, so it is held to a list of elements
and may name nothing outside itself.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError, register_namespace, tostring

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

_SVG = "{http://www.w3.org/2000/svg}"
_SHAPES = {"svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "symbol", "use"}
_WORDS = {"title", "desc", "text", "tspan", "textPath"}
_PAINT = {"defs", "clipPath", "mask", "pattern", "marker", "linearGradient", "radialGradient", "stop"}
_ELEMENTS = frozenset(_SHAPES | _WORDS | _PAINT)
_LENGTH = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)(?:px)?\s*")
_FONT_RULE = re.compile(r"(?<![\w-])font-family\s*:[^;]*;?", re.IGNORECASE)
_OUTSIDE = re.compile(r"url\(\s*['\"]?(?!['\"]?#)|@import|expression\(|javascript:", re.IGNORECASE)


FAMILY = "Noto Sans Drawn"
"""Every script in one font, because what draws pictures for typst loses letters where a line that runs
from the right changes from one font to another."""


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height in CSS pixels (96 to the inch)."""

    width: float
    height: float


def checked_svg(svg: str) -> str:
    """Return ``svg`` from its root element on; ``ValueError`` where it could act or fetch."""
    try:
        root = fromstring(svg, forbid_dtd=True)
    except (ParseError, DefusedXmlException) as error:
        raise ValueError(f"the picture is not well-formed SVG: {error}") from None
    if root.tag != f"{_SVG}svg":
        raise ValueError("the picture is not SVG")
    for element in root.iter():
        _check(element)
    _size_of(root)
    return svg[svg.index("<svg") :].strip() if "<svg" in svg else svg


def _check(element: Element) -> None:
    name = element.tag.removeprefix(_SVG) if isinstance(element.tag, str) else "?"
    if name not in _ELEMENTS:
        raise ValueError(f"a picture in a paper may not hold <{name}>")
    for key, value in element.attrib.items():
        bare = key.rpartition("}")[2].lower()
        if bare.startswith("on") or _OUTSIDE.search(value):
            raise ValueError(f"a picture in a paper may not act or fetch: {bare}")
        if bare in ("href", "src") and not value.startswith("#"):
            raise ValueError(f"a picture in a paper may not point outside itself: {value!r}")


def ids_of(svg: str) -> list[str]:
    """Every ``id`` in a picture: on a page it stands beside those of the page and of other pictures."""
    return [name for element in fromstring(svg, forbid_dtd=True).iter() if (name := element.get("id"))]


def to_print(svg: str, spell: Callable[[str], str]) -> str:
    """Return the picture with its texts as ``spell`` writes them, all in the one family for print."""
    root = fromstring(svg, forbid_dtd=True)
    for element in root.iter():
        for part in ("text", "tail"):
            text = getattr(element, part)
            if text and text.strip():
                setattr(element, part, spell(text))
        element.attrib.pop("font-family", None)
        if "style" in element.attrib:
            element.set("style", _FONT_RULE.sub("", element.attrib["style"]))
    root.set("font-family", FAMILY)
    register_namespace("", _SVG.strip("{}"))
    return tostring(root, encoding="unicode")


def size_of(svg: str) -> Size:
    """Return the size from ``width`` and ``height``, else from ``viewBox``; ``ValueError`` without."""
    return _size_of(fromstring(svg, forbid_dtd=True))


def _size_of(root: Element) -> Size:
    given = [_LENGTH.fullmatch(root.get(name, "")) for name in ("width", "height")]
    if given[0] is not None and given[1] is not None:
        size = Size(float(given[0][1]), float(given[1][1]))
    else:
        box = (root.get("viewBox") or "").replace(",", " ").split()
        if len(box) != 4:
            raise ValueError("the picture has no size")
        size = Size(float(box[2]), float(box[3]))
    if size.width <= 0 or size.height <= 0:
        raise ValueError("the picture has no size")
    return size
