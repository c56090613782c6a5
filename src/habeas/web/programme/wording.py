"""How criteria, ages and coverage are said."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from habeas.clock import Edtf
from habeas.dossier.entries import PLACE_KIND_NAMES
from habeas.language import Words
from habeas.pictures.glyphs import Shape, Tone
from habeas.web.programme.criteria import Coverage, Criteria, Criterion, since_last
from habeas.web.shell.marks import own_words

_COVERAGE_NAMES = {
    Coverage.NO_VISIT: gettext_lazy("no visit known"),
    Coverage.NOT_TO_BE_VISITED: gettext_lazy("not to be visited (Article 17(3))"),
}
COVERAGE_SIGNS = {
    Coverage.LATELY: (Shape.CIRCLE, Tone.ACCENT),
    Coverage.PERHAPS: (Shape.SQUARE, Tone.DUE),
    Coverage.LONG_AGO: (Shape.TRIANGLE, Tone.LATE),
    Coverage.NO_VISIT: (Shape.DIAMOND, Tone.OTHER),
    Coverage.NOT_TO_BE_VISITED: (Shape.BAR, Tone.NEUTRAL),
}
COVERAGE_TONES = {
    Coverage.LATELY: "done",
    Coverage.PERHAPS: "due",
    Coverage.LONG_AGO: "late",
    Coverage.NO_VISIT: "due",
    Coverage.NOT_TO_BE_VISITED: "neutral",
}


def coverage_name(one: Coverage, years: int) -> str:
    """Say it with the years that are the limit."""
    match one:
        case Coverage.LATELY:
            return ngettext("visited within {n} year", "visited within {n} years", years).format(n=years)
        case Coverage.LONG_AGO:
            return ngettext(
                "not visited for {n} year or more", "not visited for {n} years or more", years
            ).format(n=years)
        case Coverage.PERHAPS:
            return ngettext(
                "perhaps not visited for {n} year", "perhaps not visited for {n} years", years
            ).format(n=years)
    return str(_COVERAGE_NAMES[one])


def criterion_words(criterion: Criterion, criteria: Criteria) -> str:
    """Say one criterion of a set with its threshold."""
    match criterion:
        case Criterion.YEARS:
            return coverage_name(Coverage.LONG_AGO, criteria.years or 0)
        case Criterion.NO_VISIT:
            return _("no visit known")
        case Criterion.KIND:
            return own_words().listed(
                _(name) for kind, name in PLACE_KIND_NAMES.items() if kind in criteria.kinds
            )
        case Criterion.SIZE:
            return _("{n} places or more").format(n=criteria.size)
        case Criterion.ASKS:
            return ngettext("{n} open ask or more", "{n} open asks or more", criteria.asks or 0).format(
                n=criteria.asks
            )
        case Criterion.MAIL:
            return ngettext(
                "{n} entry of the mail book or more",
                "{n} entries of the mail book or more",
                criteria.mail or 0,
            ).format(n=criteria.mail)


def all_criteria_words(criteria: Criteria) -> list[str]:
    """Say each criterion that a set uses."""
    used = {
        Criterion.YEARS: criteria.years is not None,
        Criterion.NO_VISIT: criteria.no_visit,
        Criterion.KIND: bool(criteria.kinds),
        Criterion.SIZE: criteria.size is not None,
        Criterion.ASKS: criteria.asks is not None,
        Criterion.MAIL: criteria.mail is not None,
    }
    return [criterion_words(one, criteria) for one, holds in used.items() if holds]


def last_of(visits: list[Edtf | None] | tuple[Edtf | None, ...]) -> Edtf | None:
    """The date of the last visit that has one."""
    dated = [one for one in visits if one is not None]
    return max(dated, key=lambda one: (one.latest or date.max, one.earliest or date.min), default=None)


def since_words(visits: tuple[Edtf | None, ...], as_of: date, words: Words) -> str:
    """Say for how long there was no visit, as a range where dates are known in part."""
    if since_last(visits, as_of) is None:
        return _("no visit known")
    last = last_of(visits)
    if last is None:
        return _("visited, when is not known")
    return words.age(last, as_of)
