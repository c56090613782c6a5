"""What is due: set by a letter for a matter, extended by another, and met or not. One meaning for all of it.

The Convention sets no number of months (domain reference, 1): a deadline has the letter that set it,
and an extension keeps the day that it replaced.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from habeas.clock import Edtf
from habeas.language import N_
from habeas.law import cite
from habeas.procedure.machine import Act, Need

PRACTICE = "CPT-practice#transmittal"

cite(
    "CPT-practice#transmittal",
    enforces="A day by which something is due is recorded with the letter that set it, or not at all.",
)


class Standing(StrEnum):
    """How a deadline stands on a day."""

    RUNNING = "running"
    LATE = "late"
    MET = "met"
    MET_LATE = "met late"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One thing that is due.

    ``concerns`` is the matter (paragraphs of a report; empty: all of it), ``set_by`` the letter that set
    it (empty: the one that the deadline belongs to), ``dates`` the days as set and as extended, in that
    order, at least one. ``met_on`` may be a day long past where it is not known when it was met.
    """

    concerns: str
    set_by: str
    dates: tuple[Edtf, ...]
    met_on: Edtf | None = None

    @property
    def due(self) -> Edtf:
        """The day that counts: the last one that a letter set."""
        return self.dates[-1]

    @property
    def before(self) -> Edtf | None:
        """The day that the last extension replaced."""
        return self.dates[-2] if len(self.dates) > 1 else None

    def standing(self, as_of: date) -> Standing:
        """How it stands on ``as_of``: late from the day after the last day that its date allows."""
        met = self.met_on
        if met is not None and (met.earliest or date.min) <= as_of:
            late = self.due.latest is not None and (met.earliest or date.min) > self.due.latest
            return Standing.MET_LATE if late else Standing.MET
        return Standing.LATE if self.due.latest is not None and self.due.latest < as_of else Standing.RUNNING


@dataclass(frozen=True, slots=True, kw_only=True)
class DueSet(Act):
    """A letter set a day for an answer, or moved it: the first sets, each further one extends."""

    due: date
    letter: str
    """The letter as it is filed."""
    concerns: str = ""
    """What is to be answered, in the words of its procedure; empty: all of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered(Act):
    """What was due came. An answer to all of it meets what was due for a part as well."""

    letter: str = ""
    concerns: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One thing told about deadlines: a day that was ``set`` for a matter, or one on which it was ``met``."""

    concerns: str
    set: Edtf | None = None
    met: Edtf | None = None
    by: str = ""
    """The letter that sets."""


def fold(told: Iterable[Told]) -> tuple[Deadline, ...]:
    """Every deadline that was set, in the order of setting; none is dropped, met or not.

    A second day for the same matter extends the first. What is met without a matter (``""``) meets all that
    was set before it.
    """
    found: dict[str, Deadline] = {}
    for one in told:
        known = found.get(one.concerns)
        if one.set is not None:
            new = Deadline(concerns=one.concerns, set_by=one.by, dates=(one.set,))
            found[one.concerns] = replace(known, dates=(*known.dates, one.set)) if known else new
        elif one.met is not None:
            for concerns, open_ in found.items():
                if open_.met_on is None and one.concerns in ("", concerns):
                    found[concerns] = replace(open_, met_on=one.met)
    return tuple(found.values())


def deadlines(acts: Iterable[Act], met_by: Callable[[Act], str | None] | None = None) -> tuple[Deadline, ...]:
    """The deadlines of a history. ``met_by`` gives what an act answers (``""``: all), ``None`` for nothing.

    Without it, that is an :class:`Answered`.
    """
    met_by = met_by or (lambda act: act.concerns if isinstance(act, Answered) else None)
    return fold(_told(acts, met_by))


def _told(acts: Iterable[Act], met_by: Callable[[Act], str | None]) -> Iterator[Told]:
    for act in acts:
        if isinstance(act, DueSet):
            yield Told(act.concerns, set=Edtf.of(act.due), by=act.letter)
        elif (concerns := met_by(act)) is not None:
            yield Told(concerns, met=Edtf.of(act.on))


def _letter_named(_before: tuple[Act, ...], act: Act) -> bool:
    return isinstance(act, DueSet) and bool(act.letter.strip())


def _in_the_future(_before: tuple[Act, ...], act: Act) -> bool:
    return isinstance(act, DueSet) and act.due > act.on


def _moves_on(before: tuple[Act, ...], act: Act) -> bool:
    """A second day for the same matter is later than the first: an extension only gives time."""
    set_before = [one.due for one in before if isinstance(one, DueSet) and one.concerns == _matter(act)]
    return isinstance(act, DueSet) and (not set_before or act.due > set_before[-1])


def _matter(act: Act) -> str:
    return act.concerns if isinstance(act, DueSet) else ""


SETTING = (
    Need(
        _letter_named,
        "letter-missing",
        N_("Only a letter sets a day for an answer: name the letter."),
        clause=PRACTICE,
        advice=N_("The Convention sets no number of months."),
    ),
    Need(
        _in_the_future,
        "due-before-letter",
        N_("The day by which it is due is not after the day of the letter."),
        clause=PRACTICE,
    ),
    Need(
        _moves_on,
        "extension-shortens",
        N_("An extension gives more time: its day is after the one that was set."),
        clause=PRACTICE,
    ),
)
"""What is needed wherever a letter sets a day."""
