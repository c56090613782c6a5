"""The signals that Habeas ships: what each counts and out of what, and what it can and cannot mean."""

from collections.abc import Mapping
from types import MappingProxyType

from habeas.language import N_
from habeas.safeguards import thresholds
from habeas.safeguards.signals.signal import End, Measure, Signal

_KEEPING = (
    Signal(
        name="times.rounded",
        counts=N_("they have a round time"),
        of=N_("entries that a person timed"),
        may=N_(
            "Times were estimated, or written down long after. Of times to the minute one in five falls on "
            "five minutes by chance."
        ),
        may_not=N_("It does not show that an entry is untrue: who reads a clock on the wall rounds too."),
        thresholds=(thresholds.ROUNDED,),
        by_officer=True,
    ),
    Signal(
        name="times.identical",
        counts=N_("the same was done at the same instant in several records of the place"),
        of=N_("timed entries of what is done for one person at a time"),
        may=N_("Entries of several people were filled in together, with one time for all."),
        may_not=N_(
            "A group that was brought in together was told its rights together. Rounds, meals and nights are "
            "not counted, since they are the same for all."
        ),
        thresholds=(thresholds.IDENTICAL,),
        by_officer=True,
    ),
    Signal(
        name="entries.bundled",
        counts=N_("so many of one record stand in one minute"),
        of=N_("timed entries about rights, notice, lawyer, doctor and consulate"),
        may=N_("A form was ticked through, and the questions were perhaps not asked."),
        may_not=N_("Where a form asks for one time for all of it, every record looks so."),
        thresholds=(thresholds.BUNDLED,),
        by_officer=True,
    ),
    Signal(
        name="entries.written-up",
        counts=N_("several of one record were written in one minute, about what happened far apart"),
        of=N_("timed entries but those taken over from paper"),
        may=N_("The record was written up at once and not kept as things happened."),
        may_not=N_("After a fault of the network a machine sends in one minute what it kept."),
        thresholds=(thresholds.WRITTEN_UP, thresholds.WRITTEN_UP_SPREAD),
        by_officer=True,
        ref="IOPC-2021#two-times",
    ),
    Signal(
        name="officer.two-places",
        counts=N_("the one before, at another establishment, was only minutes earlier"),
        of=N_("timed entries of an officer that follow another of the same officer"),
        may=N_("Somebody wrote under the pseudonym of another, or a time or a place is wrong."),
        may_not=N_(
            "Establishments can be in one building, and an officer can be with a transport. Officers with a "
            "pseudonym of each place are not seen at all."
        ),
        thresholds=(thresholds.TWO_PLACES,),
        by_officer=True,
    ),
    Signal(
        name="entries.not-by-police",
        counts=N_("a lawyer, a doctor, a device or the person wrote them"),
        of=N_("entries that say where they came from"),
        may=N_("The fewer there are, the more the register is the word of the police alone."),
        may_not=N_("It does not show that what the police wrote is wrong."),
        look=End.LOW,
    ),
)
_HELD = (
    Signal(
        name="cell.out-with-investigator",
        counts=N_("nothing was entered before the return that says what for"),
        of=N_("times that somebody was taken out of a cell by who led an interview of the register"),
        may=N_("Somebody was perhaps questioned without a record of it."),
        may_not=N_(
            "Where interviews, examinations and consultations are badly entered, they are missing here too. "
            "It does not show what was done."
        ),
        by_officer=True,
        ref="CPT-GR28#65",
    ),
    Signal(
        name="cell.out-before-first-interview",
        counts=N_("nothing was entered before the return that says what for"),
        of=N_("times that such a person did so before the first interview of the record, or without any"),
        may=N_("The time before the first formal interview is when ill-treatment is most to be feared."),
        may_not=N_("It does not show what was done, nor that anybody was questioned."),
        by_officer=True,
        ref="CPT-GR28#65",
    ),
    Signal(
        name="time.unaccounted",
        counts=N_("it lies in no place and no activity that is entered"),
        of=N_("time from apprehension to the end of the stay"),
        may=N_("Nobody can say from this register where the person was."),
        may_not=N_(
            "Waiting and being taken in have no entry of their own. What has no entered end is not counted "
            "as known."
        ),
        measure=Measure.SECONDS,
        ref="CPT-GR2#40",
    ),
    Signal(
        name="release.held-again",
        counts=N_("the same person was held again soon"),
        of=N_("releases of people whose records can be joined, but those just before the audit"),
        may=N_("A time limit was perhaps begun anew."),
        may_not=N_(
            "People are also released and arrested again for another matter. People without a pseudonym that "
            "joins their records are not seen."
        ),
        measure=Measure.RECORDS,
        thresholds=(thresholds.AGAIN,),
    ),
    Signal(
        name="basis.became-criminal",
        counts=N_("the basis became criminal, in the record or in the next one soon after"),
        of=N_("records that began on an administrative basis"),
        may=N_("Somebody was perhaps held as a suspect without the rights of one."),
        may_not=N_("Facts that come to light later change a basis too."),
        measure=Measure.RECORDS,
        thresholds=(thresholds.AGAIN,),
    ),
    Signal(
        name="prison.back-to-police",
        counts=N_("the next record of the person is with the police"),
        of=N_("transfers to a prison of people whose records can be joined"),
        may=N_("Somebody was perhaps taken back for questioning from where the police do not hold them."),
        may_not=N_("It can be another matter, long after. No entry says what for."),
        measure=Measure.RECORDS,
        ref="CPT-GR23#73",
    ),
)


def _waived(name: str, counts: str, of: str, ref: str) -> Signal:
    return Signal(
        name=name,
        counts=counts,
        of=of,
        may=N_("Where nearly everybody waives, people are perhaps not asked, or are talked out of it."),
        may_not=N_("A waiver can be free. It says nothing about those whose answer was not entered."),
        measure=Measure.RECORDS,
        by_officer=True,
        ref=ref,
    )


def _asked_for(name: str, counts: str, ref: str) -> Signal:
    return Signal(
        name=name,
        counts=counts,
        of=N_("records of people who were held"),
        may=N_("Where nobody ever asks, people are perhaps not told that they can."),
        may_not=N_("Requests that were made and not entered are missing here."),
        measure=Measure.RECORDS,
        look=End.LOW,
        ref=ref,
    )


_ASKING = (
    _waived(
        "lawyer.waived",
        N_("the last answer is a waiver"),
        N_("records of people held or invited, with a request for a lawyer or a waiver"),
        "CPT-GR12#41",
    ),
    _waived(
        "doctor.waived",
        N_("the last answer is a waiver"),
        N_("records of people held or invited, with a request for a doctor or a waiver"),
        "CPT-GR12#42",
    ),
    _waived(
        "notification.waived",
        N_("the last answer is a waiver"),
        N_("records of people held or invited, with a request to tell somebody or a waiver"),
        "CPT-GR12#40",
    ),
    _asked_for("lawyer.asked-for", N_("a lawyer was asked for"), "CPT-GR12#41"),
    _asked_for("doctor.asked-for", N_("a doctor was asked for"), "CPT-GR12#42"),
)


def shipped() -> Mapping[str, Signal]:
    """Every signal by its name, in the order in which they are told."""
    return _SHIPPED


_SHIPPED: Mapping[str, Signal] = MappingProxyType({each.name: each for each in (*_KEEPING, *_HELD, *_ASKING)})
