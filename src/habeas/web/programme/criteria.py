"""Which criteria for choosing a place hold on a day, each for itself: no sum, no rank, no score.

A set of criteria is chosen by people. Of each criterion it is said whether the place meets it,
whether it does not, or that it is not known: a visit dated “2019” was made five to six years before
March 2025, and nobody can say whether that is six.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from habeas.clock import Age, Edtf, age_of
from habeas.law import cite

cite("ECPT#7(1)", enforces="Criteria for periodic visits leave room for any other visit that is required.")
cite("ECPT#17(3)", enforces="A place that the ICRC effectively and regularly visits is shown as such.")


class Criterion(StrEnum):
    """What places are chosen by."""

    YEARS = "years"
    NO_VISIT = "no visit"
    KIND = "kind"
    SIZE = "size"
    ASKS = "asks"
    MAIL = "mail"


class Verdict(StrEnum):
    """What is known of one criterion."""

    MET = "met"
    NOT_MET = "not met"
    NOT_KNOWN = "not known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """Thresholds; ``None`` (or nothing) where a criterion is not used."""

    years: int | None = None
    no_visit: bool = False
    kinds: frozenset[str] = frozenset()
    size: int | None = None
    asks: int | None = None
    mail: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the store knows of a place: ``visits`` that were made, each with its date as far as known."""

    kind: str
    size: int | None = None
    visits: tuple[Edtf | None, ...] = ()
    asks: int = 0
    mail: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """One criterion of the set, and what is known of it."""

    criterion: Criterion
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Since:
    """For how long a place has not been visited: ``most`` is ``None`` where no beginning is known."""

    least: Age
    most: Age | None


def since_last(visits: Iterable[Edtf | None], as_of: date) -> Since | None:
    """Return the time since the last visit as a range that holds the true one; ``None`` without a visit.

    A visit of which no day is known may have been made on any.
    """
    ages = [
        (Age(0, 0, 0), None) if one is None else ((found := age_of(one, as_of)).least, found.greatest)
        for one in visits
    ]
    if not ages:
        return None
    most = [age for _, age in ages if age is not None]
    return Since(min(age for age, _ in ages), min(most, default=None))


def not_visited_for(years: int, visits: Iterable[Edtf | None], as_of: date) -> Verdict:
    """Whether the last visit is at least so many years ago; without any, that is not known."""
    since = since_last(visits, as_of)
    if since is None:
        return Verdict.NOT_KNOWN
    if since.least.years >= years:
        return Verdict.MET
    if since.most is not None and since.most.years < years:
        return Verdict.NOT_MET
    return Verdict.NOT_KNOWN


def held(criteria: Criteria, known: Known, as_of: date) -> tuple[Held, ...]:
    """Return what is known of each criterion that the set uses, in the order of :class:`Criterion`."""
    found: list[tuple[Criterion, Verdict]] = []
    if criteria.years is not None:
        found.append((Criterion.YEARS, not_visited_for(criteria.years, known.visits, as_of)))
    if criteria.no_visit:
        found.append((Criterion.NO_VISIT, _said(not known.visits)))
    if criteria.kinds:
        unknown = known.kind == "unknown"
        kind = Verdict.NOT_KNOWN if unknown else _said(known.kind in criteria.kinds)
        found.append((Criterion.KIND, kind))
    if criteria.size is not None:
        size = Verdict.NOT_KNOWN if known.size is None else _said(known.size >= criteria.size)
        found.append((Criterion.SIZE, size))
    if criteria.asks is not None:
        found.append((Criterion.ASKS, _said(known.asks >= criteria.asks)))
    if criteria.mail is not None:
        found.append((Criterion.MAIL, _said(known.mail >= criteria.mail)))
    return tuple(Held(criterion, verdict) for criterion, verdict in found)


def _said(holds: bool) -> Verdict:  # noqa: FBT001 (a verdict of one answer)
    return Verdict.MET if holds else Verdict.NOT_MET


class Coverage(StrEnum):
    """How a place is shown on the map and named in the list."""

    NOT_TO_BE_VISITED = "not to be visited"
    NO_VISIT = "no visit known"
    LONG_AGO = "long ago"
    PERHAPS = "perhaps long ago"
    LATELY = "lately"


def coverage(visits: tuple[Edtf | None, ...], as_of: date, *, years: int, protected: bool) -> Coverage:
    """Which of them holds, with ``years`` as the limit between lately and long ago."""
    if protected:
        return Coverage.NOT_TO_BE_VISITED
    if not visits:
        return Coverage.NO_VISIT
    match not_visited_for(years, visits, as_of):
        case Verdict.MET:
            return Coverage.LONG_AGO
        case Verdict.NOT_MET:
            return Coverage.LATELY
    return Coverage.PERHAPS
