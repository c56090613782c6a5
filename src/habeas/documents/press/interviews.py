"""Interviews: questions and answers by their labels or dashes; an answer is speech without marks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from habeas.documents.press.passages import Passages, Span
from habeas.documents.press.phrases import verb_of
from habeas.documents.press.words import UPPER, Words, any_of, one_of

_LABEL = re.compile(rf"(?P<who>[{UPPER}][\w.'’ -]{{0,40}}?) ?: +(?=\S)")
_INITIAL = re.compile(r"(?P<who>[QAR])\. +(?=\S)")
_INITIALS = re.compile(rf"[{UPPER}]{{2,6}}")
_MOST_SMALL = 3
"""Small words in a label: “Head of the delegation”."""
_BEHIND = r"(?: \d{1,2})?(?: \([^()\n]{1,60}\))? ?[.:] +(?=\S)"
"""After “Question”: its number, or who asks it."""
_DASH = re.compile(r"[–—-] +(?=\S)")
_FEWEST = 2
_FEWEST_UNMARKED = 3
_LONGEST_QUESTION = 300
_WORDS = re.compile(r"\w+")
_QUOTED = re.compile(r"[“”«»\"]")
_FEWEST_ASKED, _MOST_ASKED = 1 / 3, 2 / 3
"""The share of the paragraphs of whoever asks that end as questions do: who begins, and who does not."""
_SHORT = 160
_ENDED = re.compile(r"[.!?] ")
"""Where a sentence ends, and another follows."""
_TURNS = 3
"""Of each of two who speak in turn, of whom the first then asks, if with a single question."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A paragraph of an answer; ``label`` is the name before it, where one stands."""

    span: Span
    paragraph: int
    label: str | None


@dataclass(frozen=True, slots=True)
class _Label:
    """Who speaks in a paragraph, and where the words begin."""

    who: str
    end: int


@dataclass(frozen=True, slots=True)
class Interview:
    """The answers, the paragraphs of questions, and the paragraph of the first of them."""

    answers: tuple[Answer, ...]
    questions: frozenset[int]
    first: int


def interview(passages: Passages, known: Words) -> Interview | None:
    """The interview that a text is, if it is one."""
    labels = _labels(passages, known)
    asks = {*known["question_labels"]}
    asked = {at for at, label in enumerate(labels) if label and label.who.lower() in asks}
    dashed = {at for at, span in enumerate(passages.paragraphs) if _DASH.match(passages.plain, *span)}
    asked = asked or _asking(passages, labels)
    if len(asked) >= _FEWEST and any(label and at not in asked for at, label in enumerate(labels)):
        return _labelled(passages, labels, asked, known)
    if len(turns := _turns(passages, dashed)) >= _FEWEST:
        return _dashed(passages, turns)
    answered = {at for at in dashed if at and at - 1 not in dashed}
    if len(answered) >= _FEWEST:
        return _dashed(passages, dashed - {0})
    return _unmarked(passages, known, sorted(asked))


def _labels(passages: Passages, known: Words) -> list[_Label | None]:
    """Who speaks in each paragraph, where a name or a label stands before it; initials are of a name."""
    said = re.compile(
        rf"(?P<who>{any_of([*known['question_labels'], *known['answer_labels']])}){_BEHIND}", re.IGNORECASE
    )
    found, full = list[_Label | None](), dict[str, str]()
    for span in passages.paragraphs:
        one = said.match(passages.plain, *span) or _LABEL.match(passages.plain, *span)
        one = one or _INITIAL.match(passages.plain, *span)
        if one and sum(word[0].islower() for word in one["who"].split()) > _MOST_SMALL:
            one = None  # a sentence with a colon
        if one and one["who"] not in full:
            full[one["who"]] = _in_full(one["who"], passages.plain[: span[0]])
        found.append(_Label(full[one["who"]], one.end()) if one else None)
    return found


def _in_full(who: str, before: str) -> str:
    """The name that initials are of: “RCÓD” for “Ruairí Castellanos-Ó Dálaigh”."""
    if not _INITIALS.fullmatch(who):
        return who.title() if who.isupper() else who
    spelt = r"[ -]".join(rf"{letter}[\w']*" for letter in who)
    named = re.search(rf"\b{spelt}\b", before, re.IGNORECASE)
    return named[0].title() if named else who


def _turns(passages: Passages, dashed: set[int]) -> set[int]:
    """The answers where a dash stands before each question as well."""
    asks = {at for at in dashed if passages.plain[slice(*passages.paragraphs[at])].endswith("?")}
    return {at for at in dashed - asks if at - 1 in asks}


def _asking(passages: Passages, labels: Sequence[_Label | None]) -> set[int]:
    """The paragraphs of whoever asks, where one of the names is followed by questions."""
    by_name = dict[str, list[int]]()
    for at, label in enumerate(labels):
        if label:
            by_name.setdefault(label.who, []).append(at)
    shares = {
        name: sum(passages.plain[slice(*passages.paragraphs[at])].endswith("?") for at in places)
        / len(places)
        for name, places in by_name.items()
    }
    if len(by_name) < 2:
        return set()
    in_turn = [label.who for label in labels if label]
    in_turn = in_turn if len(by_name) == 2 and all(one != two for one, two in pairwise(in_turn)) else []
    for at, (name, places) in enumerate(by_name.items()):
        # Who speaks first asks, though some of the questions only state what others say.
        begins = at == 0 and shares[name] == max(shares.values()) > 0
        fewest = (0 if len(in_turn) >= 2 * _TURNS else _FEWEST_ASKED) if begins else _MOST_ASKED
        if len(places) >= _FEWEST and shares[name] >= fewest:
            return set(places)
    return set()


def _labelled(
    passages: Passages, labels: Sequence[_Label | None], asked: set[int], known: Words
) -> Interview:
    ours = one_of(known, "we")
    after = re.compile(known["after_talk"], re.IGNORECASE)
    answers, current = list[Answer](), None
    for at, span in enumerate(passages.paragraphs):
        label = labels[at]
        if at in asked:
            current = None
        elif label and (any(each < at for each in asked)):
            current = label.who
            answers.append(Answer((label.end, span[1]), at, current))
        elif current:
            said = passages.plain[slice(*span)]
            surname = current.split()[-1].lower()
            named = current.lower() not in known["answer_labels"] and surname in _WORDS.findall(said.lower())
            more = at < max(asked) and not _QUOTED.search(said) and not said.startswith(("(", "["))
            if named or not (more or ours.search(said)) or after.search(said):
                current = None  # the writer's own words
            else:
                answers.append(Answer(span, at, current))
    return Interview(tuple(answers), frozenset(asked), min(asked))


def _dashed(passages: Passages, answered: set[int]) -> Interview:
    """An answer begins with a dash, the paragraph before it asks."""
    answers = []
    for at in sorted(answered):
        start, end = passages.paragraphs[at]
        dash = _DASH.match(passages.plain, start, end)
        answers.append(Answer((dash.end() if dash else start, end), at, None))
    questions = frozenset(at - 1 for at in answered) - answered
    return Interview(tuple(answers), questions, min(questions))


def _stated(paragraphs: Sequence[str], asked: Sequence[int], known: Words) -> list[int]:
    """Questions that only state what others say: short, and between two answers that are longer."""
    ours, yours = one_of(known, "we"), one_of(known, "you")
    apart = set(range(asked[0] + 2, asked[-1])) - {at + near for at in asked for near in (-1, 0, 1)}
    return [
        at
        for at in sorted(apart)
        if len(paragraphs[at]) < min(_SHORT, len(paragraphs[at - 1]), len(paragraphs[at + 1]))
        and not _ENDED.search(paragraphs[at])
        and not ours.search(paragraphs[at])
        and (yours.search(paragraphs[at]) or verb_of(known).search(paragraphs[at]))
    ]


def _unmarked(passages: Passages, known: Words, labelled: Sequence[int]) -> Interview | None:
    """Questions that are paragraphs of their own, between answers in which “I” or “we” speak."""
    paragraphs = [passages.plain[slice(*span)] for span in passages.paragraphs]
    asked = [*labelled] or [
        at
        for at, said in enumerate(paragraphs[:-1])
        if said.endswith("?") and len(said) <= _LONGEST_QUESTION and not _QUOTED.search(said)
    ]
    if len(asked) < (_FEWEST if labelled else _FEWEST_UNMARKED) or any(at + 1 in asked for at in asked):
        return None
    ours, yours = one_of(known, "we"), one_of(known, "you")
    asked = sorted([*asked, *_stated(paragraphs, asked, known)])
    answers = [
        at
        for at in range(asked[0], len(paragraphs))
        if at not in asked and (at < asked[-1] or at - 1 in asked)
    ]
    after = asked[-1] + 2
    while (
        after < len(paragraphs) and ours.search(paragraphs[after]) and not _QUOTED.search(paragraphs[after])
    ):
        answers.append(after)
        after += 1
    speaking = sum(bool(ours.search(paragraphs[at])) for at in answers)
    addressed = any(yours.search(paragraphs[at]) for at in asked)
    of_two = labelled or addressed or speaking * 2 >= len(answers)
    if not of_two or any(_QUOTED.match(paragraphs[at]) for at in answers):
        return None
    return Interview(
        tuple(Answer(passages.paragraphs[at], at, None) for at in answers), frozenset(asked), asked[0]
    )
