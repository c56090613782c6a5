"""A Word file that came back: read into what the comparison takes, and the differences as they stand now."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from habeas.documents.lists.comparison import Change, Compared, Keyed, compare
from habeas.documents.word.reading import WordDocument, WordParagraph
from habeas.web.builder.models import Copy, Decision, Incoming, Passage

MARK = re.compile(r"_p_([23456789a-z]{14})")
"""How the bookmark of one of our passages ends, of a paragraph (``p_p_…``) and of a heading (``h3_p_…``)."""
COPY = re.compile(r"p_copy_([23456789a-z]{14})")
_NUMERAL = re.compile(r"(?:[IVXLC]+|[A-Z]|\d+)\.\s+")
_SPACES = re.compile(r"[ \t\r\n\f\v\x1c-\x1f\x85\u2028\u2029]+")
_ISOLATES = dict.fromkeys(range(0x2066, 0x206A))


def plain(text: str) -> str:
    """Text on one line and in NFC, as a passage holds it; a space that does not break stays one."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text.translate(_ISOLATES))).strip(" ")


def copy_named_in(document: WordDocument) -> str:
    """The public id of the copy that the file was made from, empty where its mark is gone."""
    marks = (mark for paragraph in document.paragraphs for mark in paragraph.bookmarks)
    return next((found.group(1) for mark in marks if (found := COPY.fullmatch(mark))), "")


def note_text(copy: Copy, document: WordDocument) -> None:
    """Note of a copy what its own file says: the text by passage, and what stands around it.

    It is read back from the file, since a paper prints what cannot be printed as its code point.
    """
    copy.base = [[_key(one), _text(one)] for one in document.paragraphs if _key(one)]
    copy.around = [text for one in document.paragraphs if not _key(one) and (text := plain(one.text))]


def theirs_of(document: WordDocument, copy: Copy) -> list[dict[str, Any]]:
    """The paragraphs that came back, without what stood around the text and is as it was.

    A footnote is put behind its paragraph in brackets, so that it is seen; cells of tables come one by one.
    """
    around = list(copy.around)
    found = []
    for one in document.paragraphs:
        key, text = _key(one), _text(one)
        if not key and (not text or text in around):
            if text:
                around.remove(text)  # once: what is written a second time is theirs
            continue
        found.append({"key": key, "text": text, "form": _form(one), "level": min(one.heading or 0, 3)})
    return found


def _key(paragraph: WordParagraph) -> str:
    found = (MARK.search(mark) for mark in paragraph.bookmarks)
    return next((each.group(1) for each in found if each), "")


def _text(paragraph: WordParagraph) -> str:
    text = plain(paragraph.text)
    if paragraph.heading:
        text = _NUMERAL.sub("", text, count=1) if _NUMERAL.match(text) else text
    notes = "".join(f" [{plain(note)}]" for note in paragraph.footnotes if note.strip())
    return text + notes


def _form(paragraph: WordParagraph) -> str:
    """What a paragraph without our mark looks like; a person decides."""
    if paragraph.heading:
        return "heading"
    if paragraph.label.rstrip(".").rstrip("abcdefghijklmnopqrstuvwxyz").isdecimal():
        return "numbered"
    bold = sum(end - start for start, end in paragraph.bold)
    return "ask" if bold and bold >= len(paragraph.text.strip()) else "plain"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference as it stands now: what it is, the passage it is about, and what theirs looks like."""

    compared: Compared
    passage: Passage | None
    form: str
    level: int

    @property
    def key(self) -> str:
        """By what it is decided."""
        return self.compared.key

    @property
    def plain_change(self) -> bool:
        """Whether only they changed the words, and left the paragraph where it was."""
        return self.compared.change is Change.THEIRS and not self.compared.moved


def differences(
    incoming: Incoming, passages: Sequence[Passage], decided: dict[str, Decision]
) -> list[Difference]:
    """What a person still has to decide, in the order of the file.

    ``passages`` are all of the text, those taken out too.
    """
    by_id = {passage.public_id: passage for passage in passages}
    base = [Keyed(key, text) for key, text in incoming.copy.base]
    theirs = [Keyed(one["key"], one["text"]) for one in incoming.theirs]
    ours = [Keyed(one.public_id, one.text) for one in passages if not one.removed_why]
    forms = {f"new-{at}": one for at, one in enumerate(incoming.theirs, start=1)}
    found = []
    for one in compare(base, theirs, ours):
        if one.asks and one.key not in decided:
            passage, given = by_id.get(one.key), forms.get(one.key, {})
            form = passage.form if passage else str(given.get("form", "plain"))
            found.append(Difference(one, passage, form, int(given.get("level", 0))))
    return found


def behind(
    after: str, by_id: dict[str, Passage], decided: dict[str, Decision], order: Sequence[str]
) -> Passage | None:
    """The passage behind which something of theirs comes: the nearest before it that stands in the text.

    ``order`` are the keys of theirs; what was added by a decision is known by that.
    """
    keys = list(order)
    for key in reversed(keys[: keys.index(after) + 1] if after in keys else []):
        made = decided.get(key)
        passage = made.passage if made and made.passage else by_id.get(key)
        if passage is not None and not passage.removed_why:
            return passage
    return None


def keys_of(incoming: Incoming, passages: Sequence[Passage]) -> list[str]:
    """The keys of theirs in their order, as the comparison names them."""
    base = [Keyed(key, text) for key, text in incoming.copy.base]
    theirs = [Keyed(one["key"], one["text"]) for one in incoming.theirs]
    ours = [Keyed(one.public_id, one.text) for one in passages]
    return [one.key for one in compare(base, theirs, ours) if one.theirs is not None]
