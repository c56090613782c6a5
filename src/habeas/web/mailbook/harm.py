"""Do no harm: what must be answered before anything received is shared with the authorities.

The questions are few, so that they are read. Some answers refuse the sharing; others ask for a
reason in writing. Truth is not asked for: who gave false information is protected too.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from habeas.errors import RefusedError
from habeas.language import N_


@dataclass(frozen=True, slots=True)
class Question:
    """``calm`` is the answer that needs no further word."""

    key: str
    text: str
    calm: bool


QUESTIONS = (
    Question("agreed", N_("Has who sent it agreed that this is raised with the authorities?"), calm=True),
    Question(
        "traceable",
        N_(
            "Could anybody tell from what is shared who sent it: by the facts, the place, the day, the "
            "wording, or because only few can know?"
        ),
        calm=False,
    ),
    Question(
        "spare", N_("Is everything left out that the authorities do not need in order to act?"), calm=True
    ),
    Question(
        "punished",
        N_("Might who sent it, or anybody else, be made to suffer for it, true or not?"),
        calm=False,
    ),
    Question(
        "watched", N_("Is it settled who checks back, and when, that nobody suffers for it?"), calm=True
    ),
)


def refuse_harm(answers: Mapping[str, bool], why: str) -> None:
    """Let the sharing pass, or refuse it.

    Raises ``RefusedError``: ``harm-unanswered``, ``harm-traceable``, ``harm-unwatched`` or
    ``harm-unreasoned``.
    """
    if any(question.key not in answers for question in QUESTIONS):
        raise RefusedError(
            "harm-unanswered", N_("Every question is answered before anything is linked to a letter.")
        )
    if answers["traceable"] and not answers["agreed"]:
        raise RefusedError(
            "harm-traceable",
            N_("Who sent it has not agreed, and could be told from what is shared."),
            advice=N_("Ask for agreement first, or share less: without the place, the day or the wording."),
        )
    if answers["punished"] and not answers["watched"]:
        raise RefusedError(
            "harm-unwatched",
            N_("Somebody might suffer for it, and nobody is to check back."),
            advice=N_("Settle who checks back, and when, before it is shared."),
        )
    restless = [question for question in QUESTIONS if answers[question.key] is not question.calm]
    if restless and not why.strip():
        raise RefusedError(
            "harm-unreasoned",
            N_("One of the answers speaks against sharing it: write why it is shared all the same."),
        )
