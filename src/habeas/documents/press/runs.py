"""The run of mentions that is the subject of a verb: “the President of the Committee, NAME”."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from habeas.documents.press.clauses import heads, main_clause
from habeas.documents.press.mentions import Kind, Mention, is_place
from habeas.documents.press.passages import HIDDEN, Span
from habeas.documents.press.phrases import Phrases, phrases
from habeas.documents.press.words import UPPER, Words

FARTHEST = 220
"""How far a verb may stand from its subject, with what is set between commas."""
_RELATIVE = (
    r", ?(?:(?:seen|obtained|reviewed|viewed|read|published|leaked|shared|released|carried|issued) "
    r"(?:by|on|in)|who|which|whose|himself|herself|representing|acting for|speaking|identified|known"
    r"|qui|dont|lequel|laquelle)\b"
    r"(?:[^,;:()]|\([^()]{0,80}\)){1,160},"
)
_CLAUSE = re.compile(rf"{_RELATIVE[:-1]},\s*(?:a|has|had|also)?\s*\Z")
_ASIDE = re.compile(r" \([^()]{12,120}\),? ?\Z")
_DASHED = re.compile(r"\A [–—] [^–—]{1,60} [–—](?= )")
_WHO = re.compile(r"\A,? (?:who|which|qui)(?= )")
_QUOTES = re.compile(rf"(?: ?[\w'-]+){{1,8}} ?(?:{HIDDEN}|\bthat\b|\bque\b|qu')")
"""Of a verb with a quote, or “that”, right after it: “NAME, who called it “…””."""
_TO_WHOM = re.compile(r" (?:à (?:la |l')?|aux? )")
_OF_WHAT = re.compile(
    r"\A (?:of|for|on|de|du|chargée? de) [a-zà-ÿ][\w'-]*(?: (?:and |et )?[a-zà-ÿ][\w'-]*){0,3}?(?=,|\Z)"
)
"""“Head of advocacy, NAME”."""


def run_before(
    said: str, at: int, span: Span, found: Sequence[Mention], patterns: Phrases
) -> tuple[Mention, ...]:
    """The mentions right before a verb, with those that stand with them: “the President of …, NAME,”."""
    run = list[Mention]()
    window = max(span[0], at - FARTHEST)
    if aside := _ASIDE.search(said, window, at):  # “NAME (who is not a brother of NAME) said”
        at = aside.start()
    if clause := _CLAUSE.search(said, window, at):  # “NAME, who told of NAME, said”
        at = clause.start()
    for index in range(last_before(found, at), -1, -1):
        each = found[index]
        if each.span[0] < span[0]:
            break
        right = run[0].span[0] if run else at
        gap = said[each.span[1] : right]
        if len(gap) > FARTHEST or HIDDEN in gap:
            break
        if not run:
            gap = patterns.of_whom.sub(" ", gap) if each.kind in _WITH_WHOM else gap
            gap = _DASHED.sub("", gap)
            refuses = patterns.refusing.match(said, at)
            gap = _WHO.sub("", gap) if refuses or _QUOTES.match(said, at, span[1]) else gap
            if not patterns.before.fullmatch(
                re.sub(_RELATIVE, ",", gap, count=1).replace("(", " ")
            ) and not _bracketed(gap, patterns):
                break
        elif not _joined(said, each, run[0], gap, patterns):
            break
        run.insert(0, each)
    run = _without_ended(said, _parted(said, run, patterns)[-1], (span[0], at), patterns)
    return tuple(_trimmed(said, run))


def run_from(
    said: str, index: int, span: Span, found: Sequence[Mention], known: Words
) -> tuple[Mention, ...]:
    """The mentions that stand together from one on."""
    return run_after(said, found[index].span[0], span, found, phrases(known.language))


def _bracketed(gap: str, patterns: Phrases) -> bool:
    return bool(patterns.before.fullmatch(re.sub(r"\([^()]{1,60}\)", " ", gap)))


def run_after(
    said: str, at: int, span: Span, found: Sequence[Mention], patterns: Phrases
) -> tuple[Mention, ...]:
    """The mentions that stand together after a place, at once or behind “the”, “of”."""
    run, left = list[Mention](), at
    for index in range(last_before(found, at) + 1, len(found)):
        each = found[index]
        if each.span[1] > span[1] or each.span[0] < at:
            break
        gap = said[left : each.span[0]]
        if len(gap) > 80 or HIDDEN in gap:
            break
        if not run:
            if not patterns.glue.fullmatch(gap) or "," in gap:
                break
            beyond = said[each.span[1] : found[index + 1].span[0]] if index + 1 < len(found) else ","
            if _TO_WHOM.fullmatch(gap) and len(beyond) < 16 and "," not in beyond:
                left = each.span[1]
                continue  # “a affirmé à l'AFP un surveillant”
        elif not _joined(said, run[-1], each, gap, patterns):
            break
        run.append(each)
        left = each.span[1]
    return tuple(_trimmed(said, _parted(said, run, patterns)[0]))


def last_before(found: Sequence[Mention], at: int) -> int:
    """The index of the last mention that ends before a place."""
    return bisect_right(found, at, key=lambda each: each.span[1]) - 1


_ONE_OF = re.compile(r"\b(?:one of|une? des|une? d'entre) (?:the |its |les )?\Z", re.IGNORECASE)
_WITH_WHOM = {Kind.GROUP, Kind.ROLE, Kind.SHORT}
_ONE_OF_THEM = re.compile("one of them|l'une? d'", re.IGNORECASE)
_APART = {Kind.DOCUMENT, Kind.PRONOUN}
_OF_MANY = {Kind.BODY, Kind.SHORT, Kind.GROUP, Kind.ORGANISATION}


def _joined(said: str, left: Mention, right: Mention, gap: str, patterns: Phrases) -> bool:
    """Whether two mentions belong to one subject: “the Committee's | President”, “NAME, | an MP”."""
    if left.kind in _APART or right.kind in _APART or len(gap) > 60:
        return False
    plain = re.sub(r"\([^()]{1,40}\)", " ", gap)
    if left.kind is Kind.ROLE:
        plain = _OF_WHAT.sub("", plain)
    if not patterns.glue.fullmatch(plain):
        return False
    return "," not in gap or _over_comma(said, left, right)


def _over_comma(said: str, left: Mention, right: Mention) -> bool:
    """Whether they do with a comma between: “NAME, | an MP”, not “… a judge, | the Committee said”."""
    if left.kind is Kind.ROLE and (right.kind in _OF_MANY or said.startswith("'s", right.span[1])):
        return False
    kinds = {left.kind, right.kind}
    if left.kind is right.kind is Kind.NAME:
        return is_place(said, left)  # “the Minister of Orland, NAME”, not “NAME, NAME”
    if left.kind is Kind.NAME and is_place(said, left):
        return False
    if left.kind is Kind.NAME and right.kind is Kind.ORGANISATION and " " not in left.said:
        return False
    if kinds <= {Kind.ORGANISATION, Kind.BODY}:
        return True
    # “…, Velmark Foreign Minister NAME”, not “…, Velmark denies”
    if right.kind in {Kind.PARTY, Kind.ADJECTIVE}:
        return re.match(rf" [{UPPER}]", said[right.span[1] : right.span[1] + 2]) is not None
    return bool(kinds & {Kind.NAME, Kind.ROLE})


def _parted(said: str, run: list[Mention], patterns: Phrases) -> tuple[list[Mention], ...]:
    """In two where a name only follows a body by a comma: “According to the CPT, | NAME”."""
    if run and _ONE_OF.search(said, max(0, run[0].span[0] - 16), run[0].span[0]):
        return (run,)  # “one of the Committee's experts, NAME”
    if run and _ONE_OF_THEM.match(run[0].said):
        return (run,)
    for at in range(1, len(run)):
        left, right = run[at - 1], run[at]
        follows = left.kind in _OF_MANY and right.kind is Kind.NAME
        held = any(each.kind is Kind.ROLE or patterns.role.search(each.said) for each in run[:at])
        if follows and not held and "," in said[left.span[1] : right.span[0]]:
            return run[:at], run[at:]
    return (run,)


def _without_ended(said: str, run: list[Mention], before: Span, patterns: Phrases) -> list[Mention]:
    """Without whoever the words end with that somebody says: “he died at NAME, | the ministry said”.

    What only tells of a name ends with a comma before the verb too; and who heads a sentence is its subject.
    """
    if len(run) < 2 or "," in said[run[-1].span[1] : before[1] + 1]:
        return run
    begin, first = main_clause(said, before, patterns.language), run[0].span[0]
    if begin <= first and heads(said, begin, first, patterns.language):
        return run
    for at, (left, right) in reversed([*enumerate(pairwise(run), 1)]):
        if right.kind is not Kind.NAME and "," in said[left.span[1] : right.span[0]]:
            return run[at:]
    return run


def _trimmed(said: str, run: list[Mention]) -> list[Mention]:
    """Without what a place or a document that only leads in has added."""
    while len(run) > 1 and run[0].kind is Kind.NAME and is_place(said, run[0]):
        run = run[1:]
    return run
