"""Words told as somebody's without a verb of saying: “her answer: “…””, ““…” was the verdict of NAME”."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from habeas.documents.press.mentions import SPEAKERS, Kind, Mention
from habeas.documents.press.passages import HIDDEN, Span
from habeas.documents.press.words import Words, any_of, words


@dataclass(frozen=True)
class _Frames:
    possessed: re.Pattern[str]
    own: re.Pattern[str]
    of_whom: re.Pattern[str]
    how: re.Pattern[str]
    after_quote: re.Pattern[str]
    before_quote: re.Pattern[str]
    view_before: re.Pattern[str]
    view: re.Pattern[str]


@cache
def _frames(language: str) -> _Frames:
    known = words(language)
    noun = rf"(?:[\w'-]+ ){{0,2}}?{any_of(known['utterances'])}(?![\w-])"
    return _Frames(
        re.compile(rf"(?:'s|(?<=s)') {noun}"),
        re.compile(rf"(?<![\w-])({any_of(known['possessive'])}) (?:own )?{noun}", re.IGNORECASE),
        re.compile(rf"(?<![\w-])({any_of(known['utterances'])}) (?:{known['from_whom']})(?: |(?<='))"),
        re.compile(rf"(?<={HIDDEN}),? (?:{known['is_how']}) "),
        re.compile(rf"{HIDDEN}(?:,? (?:{known['is']}) [^,;:.{HIDDEN}]{{0,20}})?\Z"),
        re.compile(
            rf"(?:[^.;:{HIDDEN}]{{0,60}} ?: ?|[^,.;:{HIDDEN}]{{0,40}}\b(?:{known['is']}) (?:that )?){HIDDEN}"
        ),
        re.compile(rf"(?<![\w-])(?:{known['in_view']}) (?:the |a )?\Z", re.IGNORECASE),
        re.compile(rf"{any_of(known['views'])}\Z"),
    )


@dataclass(frozen=True, slots=True)
class Uttered:
    """A noun of utterance, whose it is, and how far both reach together."""

    noun: Span
    subject: tuple[Mention, ...]
    whole: Span


Run = Callable[[int], tuple[Mention, ...]]
"""The mentions that stand together from a place on."""


def framed(
    said: str, span: Span, found: Sequence[Mention], known: Words, run_after: Run
) -> Iterator[tuple[Uttered, bool]]:
    """What tells of an utterance, and whether it does so without a quote: “in her view”."""
    frames = _frames(known.language)
    for one in _uttered(said, span, found, frames, run_after):
        before = max(span[0], one.whole[0] - 40), one.whole[0]
        if view := frames.view_before.search(said, *before):
            apart = view.start() == span[0] or said[view.start() - 2 : view.start()] in (", ", "; ", ": ")
            quoted = HIDDEN in said[one.whole[1] : one.whole[1] + 20]
            if frames.view.search(said, *one.noun) and (apart or quoted):
                yield one, True
        elif frames.after_quote.search(said, *before) or frames.before_quote.match(
            said, one.whole[1], span[1]
        ):
            yield one, False


def _uttered(
    said: str, span: Span, found: Sequence[Mention], frames: _Frames, run_after: Run
) -> Iterator[Uttered]:
    for each in found:
        if each.kind in SPEAKERS and (noun := frames.possessed.match(said, each.span[1], span[1])):
            subject = tuple(one for one in run_after(each.span[0]) if one.span[1] <= noun.start())
            yield Uttered(noun.span(), subject or (each,), (each.span[0], noun.end()))
    for own in frames.own.finditer(said, *span):
        yield Uttered(own.span(), (Mention(Kind.PRONOUN, own.span(1), own[1].lower()),), own.span())
    for noun in (*frames.of_whom.finditer(said, *span), *frames.how.finditer(said, *span)):
        if subject := run_after(noun.end()):
            yield Uttered(noun.span(noun.re.groups), subject, (noun.start(), subject[-1].span[1]))
