"""The band above a page that holds anything confidential."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Band:
    """``word`` is the class, ``provision`` the rule that closes it (may be empty), ``who`` may see it."""

    word: str | Promise
    provision: str | Promise
    who: str | Promise


def confidential(who: str | Promise, provision: str | Promise = "") -> Band:
    """Return the band of a confidential page; ``provision`` for the Committee is “Article 11 ECPT”."""
    return Band(_("Confidential"), provision, who)
