"""What is due: set by a letter for a matter, extended by another, and met or not. One meaning for all of it.

The Convention sets no number of months (domain reference, 1): a deadline has the letter that set it,
and an extension keeps the day that it replaced.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
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


STANDING_NAMES = {
    Standing.RUNNING: N_("running"),
    Standing.LATE: N_("the time is over, nothing came"),
    Standing.MET: N_("met"),
    Standing.MET_LATE: N_("met after its time"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One thing that is due.

    ``concerns`` is the matter (paragraphs of a report; empty: all of it), ``set_by`` the letter or
    document that set it, ``dates`` the days as set and as extended, in that order, at least one.
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


def deadlines(acts: Iterable[Act], answers: Callable[[Act], bool] | None = None) -> tuple[Deadline, ...]:
    """Every deadline that ``acts`` set, in the order of setting; none is dropped, met or not.

    ``answers`` says which acts meet one; without it, those that are :class:`Answered`. Its ``concerns``
    names which: an empty one meets all that was set before it.
    """
    meets = answers or (lambda act: isinstance(act, Answered))
    found: dict[str, Deadline] = {}
    for act in acts:
        if isinstance(act, DueSet):
            known = found.get(act.concerns)
            day = Edtf.of(act.due)
            dates = (*known.dates, day) if known else (day,)
            found[act.concerns] = Deadline(
                concerns=act.concerns,
                set_by=known.set_by if known else act.letter,
                dates=dates,
                met_on=known.met_on if known else None,
            )
        elif meets(act):
            about = str(getattr(act, "concerns", ""))
            for concerns, known in found.items():
                if known.met_on is None and about in ("", concerns):
                    found[concerns] = Deadline(
                        concerns=concerns, set_by=known.set_by, dates=known.dates, met_on=Edtf.of(act.on)
                    )
    return tuple(found.values())


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
