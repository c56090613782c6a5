"""The subject of a verb of saying: before it, over what tells of them, or behind it in an inversion."""

import re
from collections.abc import Sequence

from habeas.documents.press.clauses import any_noun, before_modifiers, done_by, heads, main_clause, noun_after
from habeas.documents.press.mentions import SPEAKERS, Kind, Mention, is_place
from habeas.documents.press.passages import HIDDEN, Span
from habeas.documents.press.phrases import Phrases
from habeas.documents.press.runs import FARTHEST, last_before, run_after, run_before
from habeas.documents.press.words import UPPER

_HEAD = 40
"""How far from the beginning of a sentence the subject may stand that a clause is told of."""
_APPOSITION = re.compile(
    rf"(?:, (?:an?|the|its|his|her|une?|l[ea]|son|sa|\d\d)\b[^,;:(){HIDDEN}]{{1,120}}, ?"
    rf"|, [a-zà-ÿ][^,;:(){HIDDEN}]{{1,80}}, ?| \([^(){HIDDEN}]{{1,80}}\),? )\Z"
)
_ONE = re.compile(rf"(?:^|[.,;{HIDDEN}”\"»]) ?([Oo]ne|[Aa]nother) \Z")
_ONE_BEHIND = re.compile(r" (one|another)(?=[.,;])")
_OBJECTS = {"it", "they"}
_WITH = re.compile(r"\b(?:with|to|avec) (?:the |la |le |l')?\Z")
"""Before one who is only spoken of: “NAME, no friend to the Minister, said”."""
_MANNER = re.compile(rf"(?: sans [\w-]+|, [a-zà-ÿ-]{{3,14}},) (?=[{UPPER}]|l[ea] |l')")
"""How somebody says it, between the verb and who does: “résume, amer, NAME”."""
_THEN_NAME = re.compile(rf"[^.,;:()–—{HIDDEN}]{{1,90}}, (?=[{UPPER}])")
"""Between a verb and the name of whoever is described first: “said its lead on custody, NAME”."""
_CLOSES = re.compile(
    r"(?: (?:in|at|on|to|during|dans|lors|à|au|devant|sur|mardi|lundi)\b[^,;:]{1,60})?(?:[,.]|\Z)"
)
"""What may follow whoever speaks, where the words came first."""
_MOST_BETWEEN = 6
"""Characters between a verb and whoever speaks, where no time stands between."""
_OF_WHICH = re.compile(
    r" (?:of|from|at|with|for|du|de la|de l'|des|de|à la|au) ?(?:the |its |la |le )?(?:[a-zà-ÿ-]+ ){0,3}\Z"
)
_WHO = (Kind.NAME, Kind.ROLE)


def subject_of(
    said: str, verb: Span, span: Span, found: Sequence[Mention], patterns: Phrases
) -> tuple[tuple[Mention, ...], bool]:
    """The subject before a verb, or after it (``True``) where the words came first."""
    subject, at = _before(said, verb, span, found, patterns)
    set_apart = said.startswith(",", max(span[0], verb[0] - 2)) and at == verb[0]
    if not set_apart and (not subject or is_place(said, subject[0])):
        noun = any_noun(said, at, span[0], patterns)
        subject = (noun,) if noun and (not subject or noun.span[1] < subject[0].span[0]) else subject
    if not subject or (said[subject[-1].span[1] : verb[0]] == ", " and _whole(said, subject)):
        after = behind(said, verb[1], span, found, patterns, quoted=set_apart)
        ends = _closes(said, verb, after, span)
        over = () if ends and set_apart else _over_clause(said, verb[0], span, found, patterns)
        over = over or _headed(said, verb[0], span, found, patterns)
        alone = set_apart or (bool(subject) and not is_place(said, subject[0]))
        if ends and not over and alone and after[0].kind not in (Kind.DOCUMENT, Kind.NOUN):
            return after, True  # “the prisoners, reports NAME, sleep”
        subject = (*over, *subject) if _named_after(said, over, subject) else over or subject
    if len(subject) == 1 and is_place(said, subject[0]) and said.startswith(", ", verb[0] - 2):
        after = behind(said, verb[1], span, found, patterns, quoted=True)
        if _closes(said, verb, after, span) and after[0].kind is not Kind.DOCUMENT:
            return after, True  # “… at NAME, in the north, said the minister”
    lone = len(subject) == 1 and (is_place(said, subject[0]) or subject[0].kind in (Kind.GROUP, Kind.SHORT))
    if not subject or lone or _WITH.search(said, max(span[0], subject[0].span[0] - 16), subject[0].span[0]):
        subject = _over_apposition(said, verb[0], span, found, patterns) or subject
    if not subject and (one := _ONE.search(said, max(span[0], verb[0] - 12), verb[0])):
        subject = (Mention(Kind.PRONOUN, one.span(1), "one"),)
    if subject:
        return subject, False
    if not _may_invert(said, verb[0], span):
        return (), False
    quoted = HIDDEN in said[max(0, verb[0] - 3) : verb[0]]
    subject = behind(said, verb[1], span, found, patterns, quoted=quoted)
    return subject, bool(subject)


def _whole(said: str, subject: Sequence[Mention]) -> bool:
    """Whether no comma stands within: one before the verb then ends what is said, and no “…, NAME,”."""
    return "," not in said[subject[0].span[0] : subject[-1].span[1]]


def _named_after(said: str, described: Sequence[Mention], named: Sequence[Mention]) -> bool:
    """Whether whoever is described is then named between commas: “the judge who wrote it, NAME, said”."""
    if not described or described[-1].kind is not Kind.ROLE or [each.kind for each in named] != [Kind.NAME]:
        return False
    return described[-1].span[1] < named[0].span[0] and said.endswith(", ", 0, named[0].span[0])


def _headed(
    said: str, at: int, span: Span, found: Sequence[Mention], patterns: Phrases
) -> tuple[Mention, ...]:
    """Who a sentence begins with, before what tells of them: “NAME, a baker from Torvik, told the jury”."""
    over = _over_apposition(said, at, span, found, patterns)
    begin = main_clause(said, span, patterns.language)
    begin += len(said[begin:at]) - len(said[begin:at].lstrip(f"{HIDDEN} "))
    return over if over and heads(said, begin, over[0].span[0], patterns.language) else ()


def _closes(said: str, verb: Span, after: Sequence[Mention], span: Span) -> bool:
    """Whether nothing is told behind whoever speaks; “dénonce mardi la Commission …” can be nothing else."""
    when = bool(after) and after[0].span[0] - verb[1] > _MOST_BETWEEN
    return bool(after) and (when or _CLOSES.match(said, after[-1].span[1], span[1]) is not None)


def _before(
    said: str, verb: Span, span: Span, found: Sequence[Mention], patterns: Phrases
) -> tuple[tuple[Mention, ...], int]:
    """The mentions before a verb and before what stands between, and where that begins."""
    at = before_modifiers(said, verb[0], span[0], patterns)
    subject = run_before(said, at, span, found, patterns)
    if subject and (done := done_by(said, subject[0], at, span[0], patterns)) is not None:
        return run_before(said, done, span, found, patterns), done
    if subject and (whole := _of_which(said, subject[0], span, found)):
        subject = (whole, *subject)
    return subject, at


def _of_which(said: str, of: Mention, span: Span, found: Sequence[Mention]) -> Mention | None:
    """Whoever is of what stands before a verb: “NAME | of the ruling Party said”."""
    between = _OF_WHICH.search(said, max(span[0], of.span[0] - FARTHEST), of.span[0])
    if between is None or of.kind not in (Kind.ORGANISATION, Kind.BODY, Kind.SHORT, Kind.GROUP):
        return None
    return next((each for each in found if each.span[1] == between.start() and each.kind in _WHO), None)


def _over_clause(
    said: str, at: int, span: Span, found: Sequence[Mention], patterns: Phrases
) -> tuple[Mention, ...]:
    """Who a sentence begins with, where what stands before the verb tells of them: “a guard who …, said”."""
    first = found[0] if found else None
    if first is None or first.span[0] - span[0] > _HEAD or at - first.span[1] > FARTHEST:
        return ()
    run = run_after(said, first.span[0], span, found, patterns)
    if not run or patterns.of_clause.search(said, max(span[0], at - 40), at):
        return ()
    return run if patterns.clause.match(said, run[-1].span[1], at) else ()


def _over_apposition(
    said: str, at: int, span: Span, found: Sequence[Mention], patterns: Phrases
) -> tuple[Mention, ...]:
    """Who stands before what tells of them: “NAME, the head of the town's largest prison, said”."""
    apposed = _APPOSITION.search(said, max(span[0], at - FARTHEST), at)
    return run_before(said, apposed.start(), span, found, patterns) if apposed else ()


def several(subject: Sequence[Mention]) -> bool:
    """Whether it takes the verb of several: “residents”, “the police”."""
    last = subject[-1]
    if last.kind is Kind.PRONOUN:
        return last.said.lower() in ("they", "ils", "elles")
    return last.kind is Kind.GROUP and last.said.lower().endswith(
        ("s", "police", "staff", "people", "men", "women", "family", "crew", "team")
    )


def behind(
    said: str, at: int, span: Span, found: Sequence[Mention], patterns: Phrases, *, quoted: bool
) -> tuple[Mention, ...]:
    """The subject after its verb, at once or behind when and where: “a déclaré dans un rapport NAME”."""
    subject = run_after(said, at, span, found, patterns)
    if quoted and not any(each.kind is Kind.NAME for each in subject):
        subject = _then_named(said, at, span, found, patterns) or subject
    if subject:
        first = subject[0]
        if first.kind is Kind.PRONOUN and first.said in _OBJECTS:
            return ()  # “…, remembers it”
        if first.kind is not Kind.DOCUMENT or not patterns.during.match(said, at, first.span[0] + 1):
            return subject
    if later := _behind_when(said, at, span, found, patterns):
        return later
    return _described_behind(said, at, span, found, patterns) if quoted else ()


def _behind_when(
    said: str, at: int, span: Span, found: Sequence[Mention], patterns: Phrases
) -> tuple[Mention, ...]:
    """“a déclaré mardi dans un rapport NAME”."""
    if patterns.during.match(said, at, span[1]):
        for each in found[last_before(found, at) + 1 :][:4]:
            near = each.span[0] - at <= 70 and "," not in said[at : each.span[0]]
            if near and each.kind in SPEAKERS:
                return run_after(said, each.span[0], span, found, patterns)
    return ()


def _described_behind(
    said: str, at: int, span: Span, found: Sequence[Mention], patterns: Phrases
) -> tuple[Mention, ...]:
    """“résume, amer, NAME”, “says one”, “says the shipyard”."""
    if manner := _MANNER.match(said, at, span[1]):
        return run_after(said, manner.end() - 1, span, found, patterns)
    if one := _ONE_BEHIND.match(said, at, span[1]):
        return (Mention(Kind.PRONOUN, one.span(1), "one"),)
    noun = noun_after(said, at, span[1], patterns.language)
    return (noun,) if noun else ()


def _then_named(
    said: str, at: int, span: Span, found: Sequence[Mention], patterns: Phrases
) -> tuple[Mention, ...]:
    """Who is described behind a verb, and then named: “said the group's new director, NAME”."""
    described = _THEN_NAME.match(said, at, span[1])
    if described is None:
        return ()
    named = run_after(said, described.end(), span, found, patterns)
    if not any(each.kind is Kind.NAME and not is_place(said, each) for each in named):
        return ()
    told = [each for each in found if at <= each.span[0] and each.span[1] <= described.end()]
    if any(each.kind in (Kind.NAME, Kind.PRONOUN) and not is_place(said, each) for each in told):
        return ()
    noun = (
        None
        if any(each.kind is Kind.ROLE for each in told)
        else noun_after(said, at, span[1], patterns.language)
    )
    held = (Mention(Kind.ROLE, noun.span, noun.said),) if noun else ()
    return (*held, *(each for each in told if not noun or each.span[0] >= noun.span[1]), *named)


def called(
    said: str, who: Mention, span: Span, found: Sequence[Mention], patterns: Phrases
) -> tuple[Mention, ...]:
    """The name that is told of one who is described: “a man named NAME”."""
    named = patterns.named.match(said, who.span[1], span[1])  # or “the abbot, NAME”
    return tuple(each for each in found if named and each.span[0] == named.end() and each.kind is Kind.NAME)


def _may_invert(said: str, at: int, span: Span) -> bool:
    """After a quote or a comma: “…, said NAME”."""
    before = said[max(span[0], at - 4) : at].rstrip(" ")
    return not before or before[-1] in f",{HIDDEN}\"'”»–—-!?…"
