"""A Word document as numbered paragraphs: the numbers are those that Word prints, typed or not."""

from habeas.documents.flowing import Said, put_together
from habeas.documents.paragraphs import ReadText
from habeas.documents.word.reading import WordDocument


def word_paragraphs(document: WordDocument) -> ReadText:
    """The paragraphs of a Word document, which has no pages of its own."""
    return put_together(
        [
            Said(
                text=each.text,
                label="–" if each.bullet else each.label,
                level=each.heading,
                bold=each.bold,
                footnotes=tuple(filter(None, each.footnotes)),
                cell=each.cell,
            )
            for each in document.paragraphs
        ]
    )
