"""Interviews: questions and answers by their labels or dashes; an answer is speech without marks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from habeas.documents.press.passages import Passages, Span
from habeas.documents.press.words import UPPER, Words, any_of

_LABEL = re.compile(rf"(?P<who>[{UPPER}][\w.'’ -]{{0,40}}?) ?: +(?=\S)")
_DASH = re.compile(r"[–—-] +(?=\S)")
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Answer:
    """A paragraph of an answer; ``label`` is the name before it, where one stands."""

    span: Span
    paragraph: int
    label: str | None


@dataclass(frozen=True, slots=True)
class Interview:
    """The answers, the paragraphs of questions, and the paragraph of the first of them."""

    answers: tuple[Answer, ...]
    questions: frozenset[int]
    first: int


def interview(passages: Passages, known: Words) -> Interview | None:
    """The interview that a text is, if it is one."""
    asks = re.compile(any_of([*known["question_labels"]]) + r"\Z", re.IGNORECASE)
    labels = [_LABEL.match(passages.plain, *span) for span in passages.paragraphs]
    asked = {at for at, label in enumerate(labels) if label and asks.match(label["who"])}
    dashed = {at for at, span in enumerate(passages.paragraphs) if _DASH.match(passages.plain, *span)}
    asked = asked or _asking(passages, labels)
    if len(asked) >= _FEWEST:
        return _labelled(passages, labels, asked, known)
    answered = {at for at in dashed if at and at - 1 not in dashed}
    if len(answered) >= _FEWEST:
        return _dashed(passages, answered)
    return None


def _asking(passages: Passages, labels: Sequence[re.Match[str] | None]) -> set[int]:
    """The paragraphs of whoever asks, where one of the names is followed by questions."""
    by_name = dict[str, list[int]]()
    for at, label in enumerate(labels):
        if label:
            by_name.setdefault(label["who"], []).append(at)
    for places in by_name.values():
        asks = sum(passages.plain[slice(*passages.paragraphs[at])].endswith("?") for at in places)
        if len(by_name) > 1 and len(places) >= _FEWEST and asks * 3 >= len(places) * 2:
            return set(places)
    return set()


def _labelled(
    passages: Passages, labels: Sequence[re.Match[str] | None], asked: set[int], known: Words
) -> Interview:
    ours = re.compile(r"(?<![\w'])" + any_of(known["we"]) + r"(?!\w)", re.IGNORECASE)
    answers, current = list[Answer](), None
    for at, span in enumerate(passages.paragraphs):
        label = labels[at]
        if at in asked:
            current = None
        elif label and (any(each < at for each in asked)):
            current = label["who"]
            answers.append(Answer((label.end(), span[1]), at, current))
        elif current:
            named = current.split()[-1] in passages.plain[slice(*span)]
            if named or not ours.search(passages.plain, *span):
                current = None
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
    questions = frozenset(at - 1 for at in answered)
    return Interview(tuple(answers), questions, min(questions))
