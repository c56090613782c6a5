"""A quality aid for what a report asks: one addressee, one act, something a later visit can see.

It warns, and blocks nothing: whether a warning is right is for the author to say.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from habeas.language import N_

KINDS = ("recommendation", "comment", "request", "immediate_observation")


@dataclass(frozen=True, slots=True)
class Warned:
    """What may make an ask hard to answer or to verify: a sentence, and the words that it is about."""

    code: str
    says: str
    words: str = ""


@cache
def _lists() -> Mapping[str, Mapping[str, re.Pattern[str]]]:
    data = tomllib.loads((files("habeas.web.builder") / "quality.toml").read_text("utf-8"))
    return {
        language: {name: _any_of(phrases) for name, phrases in lists.items()}
        for language, lists in data.items()
        if isinstance(lists, dict)
    }


def _any_of(phrases: Sequence[str]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile("|".join(rf"(?<!\w){re.escape(phrase)}(?!\w)" for phrase in longest_first), re.I)


def languages() -> frozenset[str]:
    """The languages that the aid reads; of others it only looks at the addressee."""
    return frozenset(_lists())


def warnings(text: str, *, kind: str, addressee: str, language: str) -> tuple[Warned, ...]:
    """What may be wrong with one ask, in the order of what matters most."""
    return (*_addressee(addressee), *_wording(text, kind, _lists().get(language, {})))


def _addressee(addressee: str) -> Iterator[Warned]:
    names = [part for part in re.split(r"[;,/]|\band\b|\bet\b", addressee) if part.strip()]
    if not names:
        yield Warned("no-addressee", N_("It names no addressee: who is to do it?"))
    elif ";" in addressee or "/" in addressee:
        yield Warned(
            "several-addressees",
            N_("It has several addressees: each may wait for the other."),
            addressee.strip(),
        )


def _wording(text: str, kind: str, lists: Mapping[str, re.Pattern[str]]) -> Iterator[Warned]:
    if not lists:
        return
    # What introduces the ask is no part of what is asked: "considers that" in a comment is no vague verb.
    asked = _after_lead(text, lists)
    if found := lists["several"].search(asked):
        yield Warned(
            "several-acts",
            N_("It may ask for several things: one can be done and the other not."),
            found.group(),
        )
    if kind != "request":
        if found := lists["vague"].search(asked):
            yield Warned(
                "vague",
                N_("The verb is vague: it can be said to be done whatever was done."),
                found.group(),
            )
        if found := lists["untestable"].search(asked):
            yield Warned(
                "untestable",
                N_("How would a later visit see that it is done? Say how much, how often or by when."),
                found.group(),
            )
    yield from _kind(text, kind, lists)


def _after_lead(text: str, lists: Mapping[str, re.Pattern[str]]) -> str:
    found = [match.end() for name in KINDS if (match := lists[name].search(text))]
    return text[min(found) :] if found else text


def _kind(text: str, kind: str, lists: Mapping[str, re.Pattern[str]]) -> Iterator[Warned]:
    """Where the wording is that of another kind, and of this one there is none."""
    if kind not in KINDS or lists[kind].search(text):
        return
    if found := next((match for name in KINDS if (match := lists[name].search(text))), None):
        yield Warned("other-kind", N_("The wording is that of another kind of ask."), found.group())
