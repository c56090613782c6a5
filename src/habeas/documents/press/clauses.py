"""The subject of a verb by the build of its clause: over what is set between commas, and by any noun."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from habeas.documents.press.mentions import Kind, Mention
from habeas.documents.press.passages import HIDDEN, Span
from habeas.documents.press.phrases import Phrases
from habeas.documents.press.words import UPPER, any_of, words

_MOST_APART = 4
"""What may be set between commas, one after another, between a subject and its verb."""
_LONGEST = 160
_MOST_BETWEEN = 100
"""Characters of “also”, “on Monday”, “hired by” before a verb."""
_MOST_NOUNS, _MOST_BESIDE = 5, 9
"""Words of a noun phrase, and of what stands beside it: “the head | of the gang”."""
_MOST_BEFORE = 3
_BOUNDARY = re.compile(rf"[;:{HIDDEN}()]")
_WORD = re.compile(r"[\w-]+'(?!s\b)(?=\w)|[\w-]+(?:'s?)?")
_NAMES = re.compile(rf"[{UPPER}][\w-]+'s\Z")


@dataclass(frozen=True)
class _Build:
    """How clauses and noun phrases of a language are built."""

    modifier: re.Pattern[str]
    done_by: re.Pattern[str]
    apposed: re.Pattern[str]
    joint: re.Pattern[str]
    human: re.Pattern[str]
    articles: frozenset[str]
    ours: frozenset[str]
    prepositions: frozenset[str]
    of: frozenset[str]
    function: frozenset[str]
    no_speakers: frozenset[str]
    head_first: bool


@cache
def _build(language: str) -> _Build:
    known = words(language)
    prepositions = any_of(known["prepositions"])
    return _Build(
        re.compile(
            rf" ?(?:(?:and |et )?(?:{known['relative']})|{prepositions}|{known['done']}|or|ou"
            r"|(?:aged )?\d\d(?: ans)?)(?![\w-])",
            re.IGNORECASE,
        ),
        re.compile(rf",? (?:{known['done']}) (?:{known['by']}) (?:{any_of(known['articles'])} ?)?\Z"),
        re.compile(rf" {any_of(known['articles'])}(?: |(?<='))[^{UPPER}]+"),
        re.compile(rf"(?:^|(?<=[ ,]))(?:{any_of(known['joints'])})(?: |(?<='))", re.IGNORECASE),
        re.compile(known["human"]),
        frozenset(known["articles"]),
        frozenset(known["ours"]),
        frozenset(known["prepositions"]),
        frozenset(known["of"]),
        frozenset({*known["no_verbs"], *known["no_nouns"], *known["that"], *known["joints"]})
        - {*known["articles"], *known["prepositions"]},
        frozenset(known["no_speakers"]),
        known["head_first"],
    )


def before_modifiers(said: str, at: int, start: int, patterns: Phrases) -> int:
    """Where what is set between commas before a verb begins: “NAME|, 29, who was released in May, said”."""
    build = _build(patterns.language)
    begin = main_clause(said, (start, at), patterns.language)
    for _ in range(_MOST_APART):
        end = _end_of_phrase(said, at, start, patterns)
        comma = said.rfind(",", start, end)
        apart = "," in said[end : at + 1] and comma >= 0 and not _BOUNDARY.search(said, comma, end)
        apposed = comma > begin and build.apposed.fullmatch(said, comma + 1, end)
        if not apart or not (apposed or build.modifier.match(said, comma + 1)):
            return at
        at = comma
    return at


def main_clause(said: str, span: Span, language: str) -> int:
    """Where the main clause of a sentence begins: “Asked by reporters on Monday, | the governor smiled”."""
    build, at = _build(language), span[0]
    for _ in range(_MOST_APART):
        comma = said.find(", ", at, min(span[1], at + _LONGEST))
        if comma < 0 or _BOUNDARY.search(said, at, comma) or not build.modifier.match(said, at):
            return at
        at = comma + 2
    return at


def heads(said: str, begin: int, at: int, language: str) -> bool:
    """Whether what stands between is only told of a noun: “the internal | memo”."""
    build = _build(language)
    before = [*_WORD.finditer(said, begin, at)]
    told = any(_is(each, build.function | build.prepositions) for each in before)
    return len(before) <= _MOST_BEFORE and not told and "," not in said[begin:at]


def person_at(said: str, span: Span, language: str) -> Mention | None:
    """Somebody without a name that a clause begins with: “a woman waits”."""
    build = _build(language)
    tokens = [*_WORD.finditer(said, span[0], min(span[1], span[0] + _LONGEST))][: _MOST_NOUNS + 1]
    if not tokens or not _is(tokens[0], build.articles):
        return None
    for each in tokens[1:]:
        if _is(each, build.function | build.prepositions):
            return None
        if build.human.search(each[0].lower()) and not _is(each, build.no_speakers):
            return Mention(Kind.ROLE, each.span(), each[0])
    return None


def done_by(said: str, who: Mention, verb: int, start: int, patterns: Phrases) -> int | None:
    """Where a participle begins that somebody only did: “an expert | hired by the family said”."""
    found = _build(patterns.language).done_by.search(
        said, max(start, who.span[0] - _MOST_BETWEEN), who.span[0]
    )
    return found.start() if found and "," not in said[found.start() + 1 : verb] else None


def _end_of_phrase(said: str, at: int, start: int, patterns: Phrases) -> int:
    """Where what stands before a verb ends, without “also”, “on Monday” and commas."""
    adverbs = patterns.before.search(said, max(start, at - _MOST_BETWEEN), at)
    end = adverbs.start() if adverbs else at
    last = [*_WORD.finditer(said, max(start, end - _MOST_BETWEEN), end)][-1:]
    alone = (
        last and not said[last[0].end() : end].strip() and _is(last[0], _build(patterns.language).articles)
    )
    return at if alone else end  # “le département”, “the family” are no adverbs


def any_noun(said: str, at: int, start: int, patterns: Phrases) -> Mention | None:
    """The noun phrase that is the subject of a verb, whatever its noun: “the prison”, “its author”."""
    build = _build(patterns.language)
    begin = max(start, at - _LONGEST)
    for boundary in _BOUNDARY.finditer(said, begin, at):
        begin = boundary.end()
    end = _end_of_phrase(said, at, begin, patterns)
    comma = said.rfind(", ", begin, end)
    begin = comma + 2 if comma >= 0 else begin
    for joint in build.joint.finditer(said, begin, end):
        begin = joint.end()
    tokens = [*_WORD.finditer(said, begin, end)]
    found = _phrase(said, tokens, build) or _last_phrase(said, tokens, build)
    beside = found.said.split()[1 if build.head_first else 0 :] if found else ()
    return None if patterns.verbs.forms & {*beside} else found  # “the service described reports”


def noun_after(said: str, at: int, end: int, language: str) -> Mention | None:
    """The noun phrase right behind a verb: ““…”, says the hospital”."""
    build = _build(language)
    stop = _BOUNDARY.search(said, at, end)
    tokens = [*_WORD.finditer(said, at, min(end, at + _LONGEST, stop.start() if stop else end))]
    if not tokens or not _is(tokens[0], build.articles - build.ours) or said[at : tokens[0].start()].strip():
        return None
    last = next((i for i, each in enumerate(tokens[1:], 1) if _ends(said, tokens, i, build)), len(tokens))
    return _mention(said, tokens[:last], build)


def _ends(said: str, tokens: Sequence[re.Match[str]], at: int, build: _Build) -> bool:
    """Whether a phrase has ended before that word."""
    between = said[tokens[at - 1].end() : tokens[at].start()]
    return bool(between.strip()) or _is(tokens[at], build.function | build.prepositions)


def _phrase(said: str, tokens: Sequence[re.Match[str]], build: _Build) -> Mention | None:
    """The phrase that a clause begins with, where all before its verb belongs to it."""
    if not tokens or not (_is(tokens[0], build.articles) or _NAMES.match(tokens[0][0])):
        return None
    core = _core(tokens, 1, build)
    beside = tokens[core:]
    if core < 2 or core > _MOST_NOUNS + 1 or len(beside) > _MOST_BESIDE:
        return None
    if any(_is(each, build.function) for each in (*tokens[1:core], *beside)):
        return None
    return _mention(said, tokens[: _with_whose(tokens, core, build)], build)


def _core(tokens: Sequence[re.Match[str]], at: int, build: _Build) -> int:
    """Where the words that stand together end."""
    return next((i for i in range(at, len(tokens)) if _is(tokens[i], build.prepositions)), len(tokens))


def _with_whose(tokens: Sequence[re.Match[str]], core: int, build: _Build) -> int:
    """Where they end with what they are of: “the Department | of the Interior”."""
    end = core
    while end < len(tokens) and end - core < _MOST_BESIDE and _is(tokens[end], build.of):
        after = end + 1
        while after < len(tokens) and _is(tokens[after], build.articles):
            after += 1
        if after == len(tokens):
            break
        end = _core(tokens, after, build)
    return end


def _last_phrase(said: str, tokens: Sequence[re.Match[str]], build: _Build) -> Mention | None:
    """The phrase right before its verb: “at the hearing | the prison said”."""
    for at in range(len(tokens) - 2, max(-1, len(tokens) - 2 - _MOST_NOUNS), -1):
        if _is(tokens[at + 1], build.function | build.prepositions):
            return None
        if _is(tokens[at], build.articles):
            led = at and _is(tokens[at - 1], build.prepositions)
            return None if led else _mention(said, tokens[at:], build)
    return None


def _mention(said: str, tokens: Sequence[re.Match[str]], build: _Build) -> Mention | None:
    first = 1 if _is(tokens[0], build.articles) else 0
    while first < len(tokens) and _is(tokens[first], build.articles):
        first += 1
    nouns = tokens[first:]
    if not nouns:
        return None
    core = nouns[: _core(nouns, 1, build)]
    head = core[0] if build.head_first else core[-1]
    if head[0].lower() in build.no_speakers or head[0].isdigit():
        return None
    titled = build.head_first and head[0][0].isupper()  # “le Défenseur des citoyens”
    kind = Kind.ROLE if build.human.search(head[0].lower()) and not titled else Kind.NOUN
    nouns = core if kind is Kind.ROLE else nouns
    span = nouns[0].start(), nouns[-1].end()
    return Mention(kind, span, said[slice(*span)])


def _is(word: re.Match[str], of: frozenset[str]) -> bool:
    return word[0].lower() in of or word[0].lower().rstrip("'") in of
