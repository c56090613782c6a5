"""What a report asks: passages word for word, with their kind and what told it.

The appendix tells before bold print, and bold print before wording. Where a report prints its asks bold, what
is not bold asks only in words that leave no doubt; “the CPT considers that there should be” is then a
standard.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from habeas.documents.asks import AskKind
from habeas.documents.paragraphs import Paragraph, ReadText
from habeas.documents.report.appendix import Listed, is_in_list, listed
from habeas.documents.report.wording import Wording, wording_of
from habeas.documents.sentences import sentences

OBSERVATION, RECOMMENDATION = AskKind.IMMEDIATE_OBSERVATION, AskKind.RECOMMENDATION
APPENDIX, BOLD, WORDING = "appendix", "bold", "wording"
_MOSTLY = 0.6
_ALIKE = 0.6
"""Of the words of an item in the appendix: how many a passage shares with it to be the same."""
_APPENDIX = re.compile(r"^(?:APPENDIX|ANNEX|ANNEXE|Appendix|Annex|Annexe)\b")
_TOLD = re.compile(r"\bcompilation\b|\bsummary (?:of|prepared)\b|\bstakeholders?\b", re.IGNORECASE)
_GOES_ON = re.compile(
    r"(?:In particular|In this (?:context|connection|respect)|To this end|These|This|They|Such|Until|"
    r"It (?:asked|requested)|The delegation (?:also )?(?:requested|asked)|"
    r"En particulier|À cette fin|Ces|Cette|Elle a demandé)\b"
)
_ADDS = re.compile(
    r"(?:Further(?:more)?|In addition|Moreover|Also|Similarly|Finally|En outre|De plus|Par ailleurs|Enfin)\b"
)
"""What begins another ask, where what is printed bold goes on."""
_SHORTEST = 25
"""Letters of a bold passage that may be an ask: a bold word is an emphasis."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One ask as it stands; ``span`` is its place in the text of the document."""

    kind: AskKind
    paragraph: str
    text: str
    span: tuple[int, int]
    page: int | None
    told_by: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence of a numbered paragraph, before it is known whether it asks."""

    number: str
    paragraph: Paragraph
    start: int
    end: int
    wording: Wording | None
    is_bold: bool

    @property
    def text(self) -> str:
        return self.paragraph.text[self.start : self.end]


def asks_of(read: ReadText) -> list[Passage]:
    """All asks of a report in the order of its text."""
    said = list(_sentences(read))
    strong = [each for each in said if each.wording and each.wording.is_strong]
    prints_bold = sum(each.is_bold for each in strong) * 2 > len(strong)
    found = list[Passage]()
    for each in said:
        one = _asks(each, prints_bold=prints_bold)
        if one is None and found and _GOES_ON.match(each.text):
            more = _passage(each, found[-1].kind, found[-1].told_by)
            if _follows(found[-1], more) and (each.wording or more.kind is OBSERVATION):
                one = more
        if one:
            found.append(one)
    found = _joined(found, said)
    return _by_appendix(found, list(listed(read)), said)


def tells_of_others(read: ReadText) -> bool:
    """Whether a document tells what others asked, as the UN's compilations do."""
    return bool(_TOLD.search(read.text[:3_000]))


def _sentences(read: ReadText) -> Iterator[_Sentence]:
    """Sentences from the first number on, without appendices; all of a document without numbers."""
    told, number, heading = tells_of_others(read), "", tuple[str, ...]()
    numbered = any(each.number for each in read.paragraphs)
    for each in read.paragraphs:
        if each.number:
            number = each.number
        elif numbered and (not number or each.headings != heading):
            continue  # the cover, the letter, the summary; what stands under a heading without a number
        heading = each.headings
        if is_in_list(each) or any(_APPENDIX.match(one) for one in each.headings):
            continue
        for start, end in sentences(each.text):
            wording = wording_of(each.text[start:end], each.language, told=told)
            yield _Sentence(number, each, start, end, wording, _is_bold(each, start, end, wording))


def _is_bold(paragraph: Paragraph, start: int, end: int, wording: Wording | None) -> bool:
    """Whether a sentence is printed bold for the most part, or from the words that ask on."""
    if not paragraph.bold:
        return False
    bold = sum(max(0, min(end, b) - max(start, a)) for a, b in paragraph.bold)
    if bold >= _MOSTLY * (end - start):
        return True
    return wording is not None and any(
        a <= start + wording.at and start + wording.end <= b for a, b in paragraph.bold
    )


def _asks(one: _Sentence, *, prints_bold: bool) -> Passage | None:
    wording = one.wording
    if prints_bold and one.is_bold:
        if wording is None and sum(map(str.isalpha, one.text)) < _SHORTEST:
            return None
        return _passage(one, wording.kind if wording else AskKind.COMMENT, BOLD)
    if wording and (wording.is_strong or not prints_bold) and _is_asked(one, wording):
        return _passage(one, wording.kind, WORDING)
    return None


def _is_asked(one: _Sentence, wording: Wording) -> bool:
    """Whether wording alone asks: a “should” needs who should, and what is always to be is a standard."""
    if wording.is_strong:
        return True
    if wording.kind is RECOMMENDATION:
        return bool(_WHO_SHOULD.search(one.text))
    return not _STANDARD.search(one.text)


_STANDARD = re.compile(
    r"\bin principle\b|\balways\b|\bas a (?:general )?rule\b|\bStates should\b", re.IGNORECASE
)
_WHO_SHOULD = re.compile(
    r"\b(?:[Aa]uthorities|State [Pp]arty|Government|Ministry|[Ss]teps|[Mm]easures|[Ee]fforts|[Aa]ction|"
    r"[Pp]riority|[Tt]raining|[Aa]utorités|[Mm]esures|État partie)\b"
    r"[^.;]{0,60}\b(?:should|must|devrai(?:t|ent)|doi(?:t|vent))\b"
)


def _passage(one: _Sentence, kind: AskKind, told_by: str) -> Passage:
    begin = one.paragraph.span[0] + one.start
    return Passage(
        kind=kind,
        paragraph=one.number,
        text=one.text,
        span=(begin, begin + len(one.text)),
        page=one.paragraph.page,
        told_by=told_by,
        language=one.paragraph.language,
    )


def _follows(before: Passage, one: Passage) -> bool:
    return before.paragraph == one.paragraph and 0 <= one.span[0] - before.span[1] <= 2


def _joined(found: Sequence[Passage], said: Sequence[_Sentence]) -> list[Passage]:
    """Passages that go on from each other as one: a sentence that only says more asks nothing of its own."""
    by_start = {each.paragraph.span[0] + each.start: each for each in said}
    kept = list[Passage]()
    for one in found:
        sentence, before = by_start[one.span[0]], kept[-1] if kept else None
        begin = sentence.paragraph.span[0]
        if before and before.span[0] >= begin and _follows(before, one) and _goes_on(before, one, sentence):
            text = sentence.paragraph.text[before.span[0] - begin : one.span[1] - begin]
            kept[-1] = replace(before, text=text, span=(before.span[0], one.span[1]))
        else:
            kept.append(one)
    return kept


def _goes_on(before: Passage, one: Passage, sentence: _Sentence) -> bool:
    """Whether a passage only says more of the one before it: by its first words, or one in print."""
    says_so = bool(_GOES_ON.match(one.text))
    if before.kind is OBSERVATION and says_so:
        return True
    if sentence.wording is not None and sentence.wording.is_strong:
        return False
    is_one_print = before.told_by == one.told_by == BOLD and not _ADDS.match(one.text)
    return says_so or (is_one_print and (sentence.wording is None or one.kind is before.kind))


# The appendix --------------------------------------------------------------------------------------


def _by_appendix(
    found: Sequence[Passage], items: Sequence[Listed], said: Sequence[_Sentence]
) -> list[Passage]:
    """Passages with the kind that the list gives them, and what only the list shows to be one."""
    if not items:
        return list(found)
    kept = {each.span: each for each in found}
    for item in items:
        candidates = [each for each in kept.values() if each.paragraph in item.paragraphs]
        best = max(candidates, key=lambda each: _shared(item.text, each.text), default=None)
        if best is not None and _shared(item.text, best.text) >= _ALIKE:
            kept[best.span] = replace(best, kind=item.kind, told_by=APPENDIX)
            continue
        others = [_passage(each, item.kind, APPENDIX) for each in said if each.number in item.paragraphs]
        other = max(others, key=lambda each: _shared(item.text, each.text), default=None)
        if other is not None and _shared(item.text, other.text) >= _ALIKE:
            kept[other.span] = other
        else:
            kept[item.span] = Passage(
                kind=item.kind,
                paragraph=item.paragraphs[0],
                text=item.text,
                span=item.span,
                page=item.page,
                told_by=APPENDIX,
            )
    return sorted(kept.values(), key=lambda each: each.span)


def _shared(item: str, passage: str) -> float:
    """Of the longer words of an item: how many the passage has as well."""
    wanted = {word for word in re.findall(r"\w+", item.lower()) if len(word) > 3 and not word.isdigit()}
    wanted -= {"paragraph", "paragraphs", "paragraphe", "paragraphes"}
    has = set(re.findall(r"\w+", passage.lower()))
    return len(wanted & has) / len(wanted) if wanted else 0.0
