"""Whether what stands in a paper fits together: its language, its headings, its sources."""

import re
from collections.abc import Iterable, Sequence

from habeas.errors import RefusedError
from habeas.language import LANGUAGES, ON_PAPER
from habeas.papers.letters import written

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""A language tag, as ``en`` or ``en-GB``."""


def refuse_language(language: str) -> None:
    """Refuse a language that no paper is in (``paper-language-unknown``)."""
    known = {*LANGUAGES, *ON_PAPER}
    if not LANGUAGE.fullmatch(language) or language.partition("-")[0] not in known:
        raise RefusedError(
            "paper-language-unknown",
            f"A paper cannot be written in the language “{written(language)}”.",
            advice=f"Choose one of {', '.join((*LANGUAGES, *sorted(ON_PAPER)))}.",
        )


def check_outline(headings: Iterable[tuple[int, str]]) -> None:
    """Hold headings, each with its level, to skipping none."""
    before = 0
    for level, text in headings:
        if level > before + 1:
            raise ValueError(f"the heading {text!r} skips a level")
        before = level


def check_sources(marks: Iterable[int], numbers: Sequence[int]) -> None:
    """Hold the numbers of sources to being each one's own, and each mark to a source that is there."""
    if len(set(numbers)) != len(numbers):
        raise ValueError("two sources have the same number")
    for mark in marks:
        if mark not in numbers:
            raise ValueError(f"there is no source {mark}")
