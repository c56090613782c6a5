"""What makes Word say that a document needs repair; repaired, something may be lost, and so it is refused.

The order of properties is that of the schema (ECMA-376 part 1, 17.3.1.26 and 17.3.2.28); a cell ends in a
paragraph (17.4.65); what is pointed at is there.
"""

from xml.etree.ElementTree import Element

from habeas.documents.package import Package
from habeas.documents.word.package import needs_repair
from habeas.documents.word.styles import STRICT, W

_POINTS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PARAGRAPH = [
    "pStyle",
    "keepNext",
    "keepLines",
    "pageBreakBefore",
    "framePr",
    "widowControl",
    "numPr",
    "suppressLineNumbers",
    "pBdr",
    "shd",
    "tabs",
    "suppressAutoHyphens",
    "kinsoku",
    "wordWrap",
    "overflowPunct",
    "topLinePunct",
    "autoSpaceDE",
    "autoSpaceDN",
    "bidi",
    "adjustRightInd",
    "snapToGrid",
    "spacing",
    "ind",
    "contextualSpacing",
    "mirrorIndents",
    "suppressOverlap",
    "jc",
    "textDirection",
    "textAlignment",
    "textboxTightWrap",
    "outlineLvl",
    "divId",
    "cnfStyle",
    "rPr",
    "sectPr",
    "pPrChange",
]
_RUN = [
    "ins",
    "del",
    "moveFrom",
    "moveTo",
    "rStyle",
    "rFonts",
    "b",
    "bCs",
    "i",
    "iCs",
    "caps",
    "smallCaps",
    "strike",
    "dstrike",
    "outline",
    "shadow",
    "emboss",
    "imprint",
    "noProof",
    "snapToGrid",
    "vanish",
    "webHidden",
    "color",
    "spacing",
    "w",
    "kern",
    "position",
    "sz",
    "szCs",
    "highlight",
    "u",
    "effect",
    "bdr",
    "shd",
    "fitText",
    "vertAlign",
    "rtl",
    "cs",
    "em",
    "lang",
    "eastAsianLayout",
    "specVanish",
    "oMath",
    "rPrChange",
]
_ORDERS = {
    f"{W}pPr": {f"{W}{name}": at for at, name in enumerate(_PARAGRAPH)},
    f"{W}rPr": {f"{W}{name}": at for at, name in enumerate(_RUN)},
}


def refuse_what_word_repairs(
    package: Package, root: Element, targets: frozenset[str], notes: frozenset[str]
) -> None:
    """Walk the main part once. ``targets`` are the identifiers of its relations, ``notes`` of its footnotes.

    Raises ``word-needs-repair``, and ``word-broken`` for a form of the format that is not read.
    """
    if root.tag == f"{STRICT}document":
        raise package.broken("it is saved as “Strict Open XML”, which is not read; save it as DOCX")
    if root.tag != f"{W}document" or root.find(f"{W}body") is None:
        raise needs_repair(package, "its main part has no text")
    for element in root.iter():
        order = _ORDERS.get(element.tag)
        if order is not None:
            _refuse_disorder(package, element, order)
        elif element.tag == f"{W}tc":
            blocks = [each.tag for each in element if each.tag in (f"{W}p", f"{W}tbl", f"{W}sdt")]
            if not blocks or blocks[-1] == f"{W}tbl":
                raise needs_repair(package, "a cell of a table does not end in a paragraph")
        elif element.tag == f"{W}footnoteReference" and element.get(f"{W}id", "") not in notes:
            raise needs_repair(package, "a footnote is missing")
        for name, pointed in element.attrib.items():
            if name.startswith(_POINTS) and pointed and pointed not in targets:
                raise needs_repair(package, f"what {pointed} points at is missing")


def _refuse_disorder(package: Package, element: Element, order: dict[str, int]) -> None:
    """Known properties once each and in order; those of later versions of Word are let be."""
    last = -1
    for each in element:
        at = order.get(each.tag)
        if at is None:
            continue
        if at <= last:
            name = each.tag.removeprefix(W)
            raise needs_repair(package, f"the property “{name}” is out of its place")
        last = at
