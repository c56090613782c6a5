"""Where a sentence tells that somebody says something: the verb, and the mentions that are its subject."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from habeas.documents.press.mentions import Kind, Mention, is_place
from habeas.documents.press.passages import HIDDEN, Span
from habeas.documents.press.words import LETTER, UPPER, Words, any_of, words

_FARTHEST = 220
"""How far a verb may stand from its subject, with what is set between commas."""


@dataclass(frozen=True, slots=True)
class Saying:
    """A verb with its subject; without ``subject`` it is that of the saying before, or of the sentence.

    ``speech`` says that what follows is told as said: after “that”, or by a verb that is enough by itself.
    """

    verb: Span
    subject: tuple[Mention, ...] = ()
    span: Span = (0, 0)
    form: str = ""
    that: bool = False
    speech: bool = False
    according: bool = False
    inverted: bool = False
    aside: str = field(default="", compare=False)


@dataclass(frozen=True)
class _Patterns:
    verb: re.Pattern[str]
    inverted: re.Pattern[str] | None
    according: re.Pattern[str]
    passive: re.Pattern[str]
    unknown: re.Pattern[str]
    during: re.Pattern[str]
    described: re.Pattern[str]
    before: re.Pattern[str]
    glue: re.Pattern[str]
    elliptic: re.Pattern[str]
    that: re.Pattern[str]
    oblique: re.Pattern[str]
    participles: frozenset[str]
    weak: frozenset[str]


_RELATIVE = (
    r", ?(?:who|which|whose|himself|herself|speaking|qui|dont|lequel|laquelle)\b"
    r"(?:[^,;:()]|\([^()]{0,80}\)){1,160},"
)
_CLAUSE = re.compile(rf"{_RELATIVE[:-1]},\s*(?:a|has|had|also)?\s*\Z")
_ADDED = re.compile(rf"[,{HIDDEN}\"'”»] ?\Z")
_STOP = re.compile(r"[,.!]")
_LAST = re.compile(r"[,.!]|(?: [\w.'-]+){1,8}\.\Z")
_COLON = re.compile(r"[^,;.]{0,60}:")
_DETERMINERS = "the|a|an|its|his|her|their|this|our|le|la|les|un|une|du|des|au|aux|sa|son|ses|leur|l'"
_LINKS = "of|for|and|at|in|to|on|against|de|d'|à|en|et|pour|contre|par"
_CONJUNCTIONS = "and|but|or|before|while|yet|et|mais|ou|avant de|tout en"


@cache
def _patterns(language: str) -> _Patterns:
    known = words(language)
    between = rf"(?:{any_of(known['between'])}|[a-z]{{3,12}}ly)"
    forms = [*known["says"], *known["acts"], *known["participles"]]
    inverted = None
    if language == "fr":
        done = [form.split(" ", 1)[1] for form in forms if form.startswith(("a ", "s'est "))]
        present = [form for form in forms if " " not in form]
        forms = [form for form in forms if not form.startswith("a ")]
        perfect = rf"(?:a|avait)(?: {between}){{0,2}} {any_of(done)}"
        verb = rf"(?<![\w'-])(?:{perfect}|{any_of(forms)})(?![\w-])"
        inverted = re.compile(
            rf"(?<![\w-])(?:(?:a|avait|s'est)-(?:t-)?(il|elle|on)(?: {between}){{0,2}} {any_of(done)}"
            rf"|{any_of(present)}-(?:t-)?(il|elle|on))(?![\w-])"
        )
    else:
        verb = rf"(?<![\w'-]){any_of(forms)}(?![\w-])"
    return _Patterns(
        re.compile(verb),
        inverted,
        known.pattern(r"(?<![\w-])", "according", r"(?![\w-])"),
        re.compile(rf"(?<![\w-]){any_of(known['passive'])} {any_of(known['says'])} {known['by']} "),
        re.compile(
            rf"{HIDDEN},? ((?:s'|se |a |has |had )?(?!{any_of(known['no_verbs'])}\b)[a-zà-ÿ]{{3,14}}) "
        ),
        re.compile(
            rf" (?:{any_of(known['during'])}(?![\w-]) ?(?:(?!{any_of(known['that'])}\b)[\w'-]+ ){{0,5}}?)"
        ),
        re.compile(
            rf" (?:the|la|le|l'|une?|an?) ?([\w-]+(?: (?!{any_of(known['no_verbs'])}\b)[\w-]+){{0,2}})"
        ),
        re.compile(rf"(?:[,\s)]|\b{between}\b|n'|l'|y ){{0,12}}\Z"),
        re.compile(
            rf"(?:\s|,|[()]|'s|'|(?:{_DETERMINERS})(?![\w-])(?: {LETTER}[\w-]*){{0,2}}"
            rf"|(?:{_LINKS})(?![\w-])|d'|l'){{0,14}}",
            re.IGNORECASE,
        ),
        re.compile(rf"\b(?:{_CONJUNCTIONS})\b(?:[,;\s–—-]|\b{between}\b){{1,12}}\Z"),
        re.compile(rf"(?:[ ,][^,;:{HIDDEN}]{{0,60}}?)? ?\b{any_of(known['that'])}", re.IGNORECASE),
        re.compile(rf" ({any_of(known['oblique'])})(?![\w-])"),
        frozenset(known["participles"]),
        frozenset(known["only_with_words"]),
    )


def verb_of(known: Words) -> re.Pattern[str]:
    """The verbs of saying of a language."""
    return _patterns(known.language).verb


def sayings(said: str, span: Span, found: Sequence[Mention], known: Words) -> list[Saying]:
    """All of a sentence (of the skeleton), in order."""
    patterns = _patterns(known.language)
    told = [
        *_passive(said, span, found, patterns),
        *_by_verbs(said, span, found, patterns, known),
        *_by_inversion(said, span, found, patterns),
        *_according(said, span, found, patterns),
    ]
    speaking = {each for saying in told for each in saying.subject}
    told += [
        each for each in _by_unknown_verb(said, span, found, patterns) if each.subject[-1] not in speaking
    ]
    kept = list[Saying]()
    for each in sorted(told, key=lambda one: (one.verb[0], -one.verb[1])):
        if not kept or each.verb[0] >= kept[-1].verb[1]:
            kept.append(each)
    return kept


def _passive(said: str, span: Span, found: Sequence[Mention], patterns: _Patterns) -> Iterator[Saying]:
    """“It was stated by NAME that”; “this was stated by NAME” tells of nothing by itself."""
    for passive in patterns.passive.finditer(said, *span):
        if subject := _run_after(said, passive.end(), span, found, patterns):
            over = _over(passive.span(), subject)
            that = bool(patterns.that.match(said, over[1], min(span[1], over[1] + 90)))
            told = not re.match(r"(?:this|that|ceci|cela)\b", said[span[0] : span[0] + 5], re.IGNORECASE)
            yield Saying(passive.span(), subject, over, passive[0], that, speech=that or told)


def _by_verbs(
    said: str, span: Span, found: Sequence[Mention], patterns: _Patterns, known: Words
) -> Iterator[Saying]:
    for verb in patterns.verb.finditer(said, *span):
        form = " ".join(verb[0].split())
        if known.language == "fr":
            form = re.sub(r"^(?:a|avait) (?:.* )?(?=\S+$)", "a ", form)
        participle = form in patterns.participles
        subject, inverted = ((), False) if participle else _subject(said, verb.span(), span, found, patterns)
        before = said[max(span[0], verb.start() - 40) : verb.start()]
        if not subject and not (_ADDED if participle else patterns.elliptic).search(before):
            continue
        if len(subject) == 1 and subject[0].kind is Kind.DOCUMENT:
            subject = _author(said, subject[0], span, found, patterns) or subject
        rest = said[verb.end() : min(span[1], verb.end() + 90)]
        ends = (_STOP if form in patterns.weak else _LAST).match(rest)
        set_apart = inverted or (bool(ends) and _comma_before(said, subject, span))
        that = bool(patterns.that.match(rest))
        speech = that or set_apart or participle or bool(_COLON.match(rest)) or form not in patterns.weak
        yield Saying(verb.span(), subject, _over(verb.span(), subject), form, that, speech, inverted=inverted)


def _subject(
    said: str, verb: Span, span: Span, found: Sequence[Mention], patterns: _Patterns
) -> tuple[tuple[Mention, ...], bool]:
    """The subject before a verb, or after it (``True``) where the words came first."""
    if subject := _run_before(said, verb[0], span, found, patterns):
        return subject, False
    if not _may_invert(said, verb[0], span):
        return (), False
    quoted = HIDDEN in said[max(0, verb[0] - 3) : verb[0]]
    subject = _inverted(said, verb[1], span, found, patterns, quoted=quoted)
    return subject, bool(subject)


def _inverted(
    said: str, at: int, span: Span, found: Sequence[Mention], patterns: _Patterns, *, quoted: bool
) -> tuple[Mention, ...]:
    """The subject after its verb, at once or behind when and where: “a déclaré dans un rapport NAME”."""
    if subject := _run_after(said, at, span, found, patterns):
        first = subject[0]
        if first.kind is not Kind.DOCUMENT or not patterns.during.match(said, at, first.span[0] + 1):
            return subject
    for when in (patterns.during.match(said, at, span[1]),):
        if when is None:
            break
        for each in found[_last_before(found, at) + 1 :][:4]:
            if (
                each.kind in (Kind.NAME, Kind.ROLE, Kind.BODY)
                and each.span[0] - at <= 70
                and "," not in said[at : each.span[0]]
            ):
                return _run_after(said, each.span[0], span, found, patterns)
    if quoted and (described := patterns.described.match(said, at, span[1])):
        return (Mention(Kind.ROLE, described.span(1), described[1]),)
    return ()


def _by_unknown_verb(
    said: str, span: Span, found: Sequence[Mention], patterns: _Patterns
) -> Iterator[Saying]:
    """After a quote any verb tells of speech where a person or a body follows it: “…”, tempête NAME."""
    for verb in patterns.unknown.finditer(said, *span):
        subject = _run_after(said, verb.end() - 1, span, found, patterns)
        if subject and subject[0].kind in (Kind.NAME, Kind.ROLE, Kind.BODY):
            yield Saying(verb.span(1), subject, _over(verb.span(1), subject), "", inverted=True)


def _author(
    said: str, document: Mention, span: Span, found: Sequence[Mention], patterns: _Patterns
) -> tuple[Mention, ...]:
    """Who made a document that speaks: “reads the statement by NAME”."""
    by = re.compile(r" (?:issued |signed |published |made )?(?:by|of|from|par|du|de la) ").match(
        said, document.span[1], span[1]
    )
    return _run_after(said, by.end(), span, found, patterns) if by else ()


def _comma_before(said: str, subject: Sequence[Mention], span: Span) -> bool:
    """“However, NAME added, …”, “…, NAME said.”: the saying is set between commas."""
    if not subject:
        return False
    before = said[span[0] : subject[0].span[0]].rstrip()
    return re.search(r",(?: the| le| la| l')?\Z", before, re.IGNORECASE) is not None


def _by_inversion(said: str, span: Span, found: Sequence[Mention], patterns: _Patterns) -> Iterator[Saying]:
    """French: “a-t-elle ajouté”, “explique-t-il”."""
    if patterns.inverted is None:
        return
    for verb in patterns.inverted.finditer(said, *span):
        place = verb.span(1) if verb[1] else verb.span(2)
        pronoun = Mention(Kind.PRONOUN, place, said[slice(*place)])
        yield Saying(verb.span(), (pronoun,), verb.span(), "", speech=True, inverted=True)


def _according(said: str, span: Span, found: Sequence[Mention], patterns: _Patterns) -> Iterator[Saying]:
    if said.startswith("Pour ", span[0]):  # French: “Pour NAME, …”
        start = span[0] + 4
        subject = _run_after(said, start, span, found, patterns)
        if subject and subject[0].kind is Kind.NAME and said.startswith(",", subject[-1].span[1]):
            yield Saying(
                (span[0], start),
                subject,
                _over((span[0], start), subject),
                "pour",
                speech=True,
                according=True,
            )
    for lead in patterns.according.finditer(said, *span):
        subject = _run_after(said, lead.end(), span, found, patterns)
        if not subject and (oblique := patterns.oblique.match(said, lead.end(), span[1])):
            subject = (Mention(Kind.PRONOUN, oblique.span(1), oblique[1]),)
        if subject:
            yield Saying(
                lead.span(),
                subject,
                _over(lead.span(), subject),
                lead[0].lower(),
                speech=True,
                according=True,
            )


def _may_invert(said: str, at: int, span: Span) -> bool:
    """After a quote or a comma: “…, said NAME”."""
    before = said[max(span[0], at - 4) : at].rstrip(" ")
    return not before or before[-1] in f",{HIDDEN}\"'”»–—-!?…"


def _over(verb: Span, subject: Sequence[Mention]) -> Span:
    if not subject:
        return verb
    return min(verb[0], subject[0].span[0]), max(verb[1], subject[-1].span[1])


# The run of mentions that is a subject ------------------------------------------------------------


def _run_before(
    said: str, at: int, span: Span, found: Sequence[Mention], patterns: _Patterns
) -> tuple[Mention, ...]:
    """The mentions right before a verb, with those that stand with them: “the President of …, NAME,”."""
    run = list[Mention]()
    window = max(span[0], at - _FARTHEST)
    if clause := _CLAUSE.search(said, window, at):  # “NAME, who told of NAME, said”
        at = clause.start()
    for index in range(_last_before(found, at), -1, -1):
        each = found[index]
        if each.span[0] < span[0]:
            break
        right = run[0].span[0] if run else at
        gap = said[each.span[1] : right]
        if len(gap) > _FARTHEST or HIDDEN in gap:
            break
        if not run:
            if not patterns.before.fullmatch(
                re.sub(_RELATIVE, ",", gap, count=1).replace("(", " ")
            ) and not _bracketed(gap, patterns):
                break
        elif not _joined(said, each, run[0], gap, patterns):
            break
        run.insert(0, each)
    return tuple(_trimmed(said, run))


def run_from(
    said: str, index: int, span: Span, found: Sequence[Mention], known: Words
) -> tuple[Mention, ...]:
    """The mentions that stand together from one on."""
    return _run_after(said, found[index].span[0], span, found, _patterns(known.language))


def _bracketed(gap: str, patterns: _Patterns) -> bool:
    return bool(patterns.before.fullmatch(re.sub(r"\([^()]{1,60}\)", " ", gap)))


def _run_after(
    said: str, at: int, span: Span, found: Sequence[Mention], patterns: _Patterns
) -> tuple[Mention, ...]:
    run, left = list[Mention](), at
    for index in range(_last_before(found, at) + 1, len(found)):
        each = found[index]
        if each.span[1] > span[1] or each.span[0] < at:
            break
        gap = said[left : each.span[0]]
        if len(gap) > 80 or HIDDEN in gap:
            break
        if not run:
            if not patterns.glue.fullmatch(gap) or "," in gap:
                break
        elif not _joined(said, run[-1], each, gap, patterns):
            break
        run.append(each)
        left = each.span[1]
    return tuple(_trimmed(said, run))


def _last_before(found: Sequence[Mention], at: int) -> int:
    low, high = 0, len(found)
    while low < high:
        middle = (low + high) // 2
        if found[middle].span[1] <= at:
            low = middle + 1
        else:
            high = middle
    return low - 1


_APART = {Kind.DOCUMENT, Kind.PRONOUN}


def _joined(said: str, left: Mention, right: Mention, gap: str, patterns: _Patterns) -> bool:
    """Whether two mentions belong to one subject: “the Committee's | President”, “NAME, | an MP”."""
    if left.kind in _APART or right.kind in _APART or len(gap) > 60:
        return False
    plain = re.sub(r"\([^()]{1,40}\)", " ", gap)
    if not patterns.glue.fullmatch(plain):
        return False
    if "," not in gap:
        return True
    kinds = {left.kind, right.kind}
    if left.kind is right.kind is Kind.NAME:
        return is_place(said, left)  # “the Minister of Orland, NAME”, not “NAME, NAME”
    if left.kind is Kind.NAME and (
        is_place(said, left) or (right.kind is Kind.ORGANISATION and " " not in left.said)
    ):
        return False
    if kinds <= {Kind.ORGANISATION, Kind.BODY}:
        return True
    if right.kind in (
        Kind.PARTY,
        Kind.ADJECTIVE,
    ):  # “…, Velmark Foreign Minister NAME”, not “…, Velmark denies”
        return re.match(rf" [{UPPER}]", said[right.span[1] : right.span[1] + 2]) is not None
    return bool(kinds & {Kind.NAME, Kind.ROLE})


def _trimmed(said: str, run: list[Mention]) -> list[Mention]:
    """Without what a place or a document that only leads in has added."""
    while len(run) > 1 and run[0].kind is Kind.NAME and is_place(said, run[0]):
        run = run[1:]
    return run
