"""The few words that a paper says for itself: page, number, date, sources."""

from dataclasses import dataclass

from habeas.language import Words
from habeas.papers.paper import Paper, SourceNote


@dataclass(frozen=True, slots=True)
class Wording:
    """``page`` and ``at_page`` keep their ``{n}`` and ``{m}``, which each form fills in its own way."""

    page: str
    at_page: str
    made: str
    sources: str
    contents: str
    back: str
    comma: str
    colon: str

    def source(self, source: SourceNote) -> str:
        """The source without its address and its certainty: "Report, § 25, 2 July 2018"."""
        return self.comma.join(source.parts)


def wording(paper: Paper, words: Words) -> Wording:
    """Return the words in the paper's language; ``ValueError`` where ``words`` are of another."""
    if words.language != paper.base_language:
        raise ValueError(f"a paper in {paper.language} cannot speak {words.language}")
    made = words.say("Document {number}, made on {date}", number=paper.number, date=words.date(paper.made_on))
    return Wording(
        page=words.say("Page {n} of {m}"),
        at_page=words.say("page {n}"),
        made=made,
        sources=words.say("Sources"),
        contents=words.say("Contents"),
        back=words.say("back to the text"),
        comma=words.say(", "),
        colon=words.say(": "),
    )
