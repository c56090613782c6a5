"""A response to a visit report: each ask is repeated with the number of its paragraph, and answered.

The number stands in a heading (“Paragraphs 238 and 239”), at the end of the repeated ask (“(paragraph 23)”),
or is the number of the paragraph itself, where the repeated ask is printed bold.
"""

import re
from collections.abc import Sequence

from habeas.documents.asks import Position
from habeas.documents.paragraphs import ReadText
from habeas.documents.position_words import position_of, positions_in
from habeas.documents.reply.answers import Answer, Block, blocks_of, page_at
from habeas.documents.report.references import numbers_of
from habeas.documents.report.wording import wording_of
from habeas.documents.sentences import sentences

COUNTED = r"\d{1,3}(?:\s*(?:,|and|to|et|à|[-–])\s*(?:and |et )?\d{1,3})*"
"""“12”, “14 and 15”, “3, 5 to 7”."""
_WORD = r"(?:paragraphe?s?|paras?\.|§§?|points?)"
_HEADING = re.compile(
    rf"(?:\d{{1,3}}\.\s+)?(?:[^.\n]{{0,60}}?\b(?:to|on|in|of|au|aux|sur) (?:the )?)?{_WORD}\s+"
    rf"(?P<said>{COUNTED})\b[^\n]{{0,60}}",
    re.IGNORECASE,
)
REPEATED = re.compile(
    rf"[\[(]\s*(?:see |cf\. )?{_WORD}\s+(?P<said>{COUNTED})[^()\[\]]{{0,30}}[\])][.;:]?\s*$", re.IGNORECASE
)
"""An ask repeated with its paragraph."""
_ON_WHAT = re.compile(
    r"\b(?:recommendation|recommandation|request|comment|proposal|observation)", re.IGNORECASE
)
_LONGEST_WORD = 40
_SAYS = (
    r"(?:states?|informs?|reports?|notes?|considers?|has|have|is|wishes|would|points|indicates?|replies|replied|"
    r"stated|informed|accepts?|confirms?|indique|précise|a|accepte|confirme|signale|souhaite|estime|considère|prend)"
)
_OFFICE = (
    r"(?:Ministry|Minister|Prosecutor|Office|Department|Directorate|Directorate-General|Police|Administration|"
    r"Ombudsman|Inspectorate|Service|Council|Court|Agency|[Mm]inistère|[Pp]arquet|[Pp]réfecture|[Dd]irection)"
)
_BODY = re.compile(
    r"^(?:(?:Reply|Response|Answer|Comments?|Information|Position|Réponse) "
    r"(?:of|by|from|provided by|du|de la|de l[’']) ?)?"
    rf"(?P<body>(?:The |the |Le |La |L[’'])?(?:[A-Z][\w’'-]+ ){{0,3}}?{_OFFICE}\b[^.:\n]{{0,70}}?)"
    rf"(?:\s*:|\s*$|(?= {_SAYS}\b))",
    re.MULTILINE,
)
_ARTICLE = re.compile(r"^(?:the |le |la |l[’'])", re.IGNORECASE)


def answers_to_report(read: ReadText) -> list[Answer]:
    """The answers in the order of the report; none where no paragraph of a report is named."""
    blocks = blocks_of(read)
    begun = [(at, numbers) for at, block in enumerate(blocks) if (numbers := _names(block))]
    ends = [*(at for at, _numbers in begun[1:]), len(blocks)]
    found = list[Answer]()
    for (at, numbers), end in zip(begun, ends, strict=False):
        answer = _answer(read, blocks, at, end, numbers)
        if answer:
            found.append(answer)
    return found


def _names(block: Block) -> tuple[str, ...]:
    """The paragraphs of the report that a block takes up, where it begins an answer."""
    text = block.text.strip()
    heading = _HEADING.fullmatch(text)
    if heading and not text.endswith((".", ";")):
        return tuple(numbers_of(heading["said"]))
    repeated = REPEATED.search(text)
    if repeated:
        return tuple(numbers_of(repeated["said"]))
    one = block.paragraph
    if one is not None and one.number.isdigit() and _is_repeated(block):
        return (one.number,)
    return ()


def _is_repeated(block: Block) -> bool:
    """Whether a block repeats an ask of the report: it asks, and is printed bold."""
    one = block.paragraph
    if one is None or not one.bold:
        return False
    bold = sum(end - start for start, end in one.bold)
    return bold >= len(one.text) * 0.6 and wording_of(one.text, one.language, told=False) is not None


def _answer(
    read: ReadText, blocks: Sequence[Block], at: int, end: int, numbers: tuple[str, ...]
) -> Answer | None:
    """From the block that names the paragraphs to the next one that does: the ask, then the answer."""
    first = at
    asked = list[str]()
    for block in blocks[at:end]:
        is_heading = bool(_HEADING.fullmatch(block.text.strip()))
        if not (is_heading or (first == at and REPEATED.search(block.text)) or _is_repeated(block)):
            break
        if not is_heading:
            asked.append(block.text)
        first += 1
    said = [block for block in blocks[first:end] if block.paragraph is not None]
    if not said:
        return None
    start, stop = said[0].start, said[-1].end
    text = read.text[start:stop]
    who = body_of("\n".join(block.text for block in blocks[max(first - 1, at) : end]))
    return Answer(
        numbers=numbers,
        position=position_in(text),
        text=text,
        span=(start, stop),
        page=page_at(list(blocks), start),
        asked="\n\n".join(asked) or None,
        body=who,
    )


def body_of(text: str) -> str | None:
    """Who answers, as it stands without its article, where a text begins by saying so."""
    found = _BODY.search(text[:400])
    return _ARTICLE.sub("", found["body"]).strip() if found else None


def position_in(text: str, *, alone: bool = False) -> Position | None:
    """The first position that is one on the recommendation; “the State supports victims” is none.

    ``alone``: it stands beside what was asked, so that a set word (“Acceptée”) is one as well.
    """
    for start, end in sentences(text):
        said = positions_in(text[start:end])
        if said and (_ON_WHAT.search(text[start:end]) or said[0][0] == 0):
            return said[0][2]
    return position_of(text) if alone and len(text) <= _LONGEST_WORD else None
