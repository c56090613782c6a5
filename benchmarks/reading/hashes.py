"""Labels of documents that are not here: numbers of paragraphs and hashes of sentences, no word of theirs."""

import hashlib
import re
from collections.abc import Iterator

from habeas.documents.paragraphs import ReadText
from habeas.documents.sentences import sentences


def mark(text: str) -> str:
    """A sentence by its letters and figures: twelve figures of SHA-256."""
    return hashlib.sha256(re.sub(r"[\W_]+", "", text).lower().encode()).hexdigest()[:12]


def marked(read: ReadText) -> Iterator[tuple[str, str, str]]:
    """Paragraph, mark and words of each sentence of the numbered paragraphs."""
    number = ""
    for each in read.paragraphs:
        number = each.number or number
        if number:
            for start, end in sentences(each.text):
                yield number, mark(each.text[start:end]), each.text[start:end]
