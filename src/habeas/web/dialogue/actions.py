"""The doors for writing letters and talks, and their steps."""

from collections.abc import Mapping
from typing import Any

from habeas.language import N_
from habeas.law import cite
from habeas.web.dialogue.models import Letter, LetterAct, Talks, TalksAct
from habeas.web.journal.actions import Actor
from habeas.web.journal.kinds import register
from habeas.web.sources import actions as sources

LETTER_ADDED = register("letter.added", N_("added the letter"))
LETTER_CHANGED = register("letter.changed", N_("changed what is known of the letter"))
LETTER_STEP = register("letter.step", N_("recorded a step of the letter"))
TALKS_ADDED = register("talks.added", N_("added the talks"))
TALKS_CHANGED = register("talks.changed", N_("changed what is known of the talks"))
TALKS_STEP = register("talks.step", N_("recorded a step of the talks"))

cite(
    "ECPT#3", enforces="Letters and talks are kept with what became of them: answered or not, and since when."
)


def add_letter(actor: Actor | None, letter: Letter, /, *, sent: str = "", due: str = "") -> None:
    """Store a new letter; ``sent`` and ``due`` (EDTF) become its first steps where they are given."""
    sources.add(actor, LETTER_ADDED, letter, party=letter.party.public_id)
    for kind, date in (("sent", sent), ("due", due)):
        if date:
            add_letter_act(actor, LetterAct(letter=letter, kind=kind, date=date, klass=letter.klass))


def change_letter(actor: Actor, letter: Letter, before: Mapping[str, Any], /, *, reason: str) -> None:
    """Store a changed letter."""
    sources.change(actor, LETTER_CHANGED, letter, before, party=letter.party.public_id, reason=reason)


def add_letter_act(actor: Actor | None, act: LetterAct) -> None:
    """Record a step, from which follows whether it was answered."""
    sources.add_act(actor, LETTER_STEP, act, act.letter, party=act.letter.party.public_id)


def withdraw_letter_act(actor: Actor, act: LetterAct, *, reason: str) -> None:
    """Withdraw a step recorded in error."""
    sources.withdraw_act(actor, act, act.letter, party=act.letter.party.public_id, reason=reason)


def add_talks(actor: Actor | None, talks: Talks, /) -> None:
    """Store new talks."""
    sources.add(actor, TALKS_ADDED, talks, party=talks.party.public_id)


def change_talks(actor: Actor, talks: Talks, before: Mapping[str, Any], /, *, reason: str) -> None:
    """Store changed talks."""
    sources.change(actor, TALKS_CHANGED, talks, before, party=talks.party.public_id, reason=reason)


def add_talks_act(actor: Actor | None, act: TalksAct) -> None:
    """Record a step of talks."""
    sources.add_act(actor, TALKS_STEP, act, act.talks, party=act.talks.party.public_id)


def withdraw_talks_act(actor: Actor, act: TalksAct, *, reason: str) -> None:
    """Withdraw a step recorded in error."""
    sources.withdraw_act(actor, act, act.talks, party=act.talks.party.public_id, reason=reason)
