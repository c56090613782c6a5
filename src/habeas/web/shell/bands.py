"""The band above a page that holds anything confidential."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from habeas import papers
from habeas.language import N_, Words


@dataclass(frozen=True, slots=True)
class Band:
    """``word`` is the class, ``provision`` the rule that closes it (may be empty), ``who`` may see it."""

    word: str | Promise
    provision: str | Promise
    who: str | Promise


def confidential(who: str | Promise, provision: str | Promise = "") -> Band:
    """Return the band of a confidential page; ``provision`` for the Committee is “Article 11 ECPT”."""
    return Band(_("Confidential"), provision, who)


def paper_band(words: Words, who: str = N_("the body and its secretariat")) -> papers.Band:
    """The same on each sheet of a confidential paper, in the language of the paper; ``who`` may see it."""
    return papers.Band(
        word=words.say("Confidential"), who_may_see=words.say(who), provision=words.say("Article 11 ECPT")
    )


def invented_line(words: Words, *, invented: bool) -> str | None:
    """What each sheet of a paper says whose data are invented."""
    return words.say("Invented data: no real person, place or event") if invented else None
