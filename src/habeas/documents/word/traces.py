"""What a Word document carries beside its text: changes, comments, hidden words, and what is no text.

Whoever goes through a text before it is published has to see all of it. What hides something is refused,
in words; what is no text (a picture, a head of the page) is counted, so that it is known to stay behind.
"""

from dataclasses import dataclass
from io import BytesIO

from habeas.documents.package import Package
from habeas.documents.refusals import refusal
from habeas.documents.sources import Source, name_of, read_all
from habeas.documents.word.package import WORD_LIMITS, opened_word
from habeas.documents.word.styles import W, switched_on, value

_CHANGES = frozenset(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
_STYLED = frozenset({f"{W}pStyle", f"{W}rStyle"})
_DRESS = frozenset({"styles.xml", "stylesWithEffects.xml", "numbering.xml", "settings.xml", "fontTable.xml"})
_PICTURES = frozenset({f"{W}drawing", f"{W}pict", f"{W}object"})


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """What the text does not have: pictures, endnotes, heads and feet of pages, each by number."""

    pictures: int = 0
    endnotes: int = 0
    heads_and_feet: int = 0


def look_for_traces(source: Source, *, name: str | None = None) -> LeftOut:
    """Refuse what hides something, and count what is no text.

    Raises ``word-tracked-changes``, ``word-comments`` and ``word-hidden-text`` beside the other ``word-…``
    codes. A stream is set back to its beginning.
    """
    file = name_of(source, name)
    data = read_all(source, file, WORD_LIMITS.file)
    if isinstance(source, BytesIO):
        source.seek(0)
    found = dict.fromkeys(("pictures", "endnotes", "heads_and_feet"), 0)
    with opened_word(data, file) as (package, _main):
        hiding = _hiding_styles(package)
        for part in sorted(package.names):
            folder, _, last = part.rpartition("/")
            if folder == "word" and last.endswith(".xml") and last not in _DRESS:
                for kind, number in _look(package, part, last, hiding).items():
                    found[kind] += number
    return LeftOut(**found)


def _hiding_styles(package: Package) -> frozenset[str]:
    """The styles that hide what is written in them."""
    if not package.has("word/styles.xml"):
        return frozenset()
    styles = package.tree("word/styles.xml").iter(f"{W}style")
    return frozenset(
        style.get(f"{W}styleId", "") for style in styles if switched_on(style.find(f"{W}rPr/{W}vanish"))
    )


def _look(package: Package, part: str, last: str, hiding: frozenset[str]) -> dict[str, int]:
    tree = package.tree(part)
    if last.startswith("comments") and any(True for _ in tree.iter(f"{W}comment")):
        raise refusal("word-comments", package.file)
    pictures = notes = 0
    for each in tree.iter():
        if each.tag in _CHANGES:
            raise refusal("word-tracked-changes", package.file)
        hidden = each.tag in _STYLED and value(each) in hiding
        if hidden or (each.tag == f"{W}rPr" and switched_on(each.find(f"{W}vanish"))):
            raise refusal("word-hidden-text", package.file)
        pictures += each.tag in _PICTURES and not any(True for _ in each.iter(f"{W}txbxContent"))
        notes += each.tag == f"{W}endnote" and _says(each)
    heads = int(last.startswith(("header", "footer")) and _says(tree))
    return {"pictures": pictures, "endnotes": notes, "heads_and_feet": heads}


def _says(element: object) -> bool:
    return any((each.text or "").strip() for each in element.iter(f"{W}t"))  # type: ignore[attr-defined]
