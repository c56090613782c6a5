"""Ages as lists and desks show them: with the date that they are counted from."""

from datetime import date

from habeas.clock import Edtf, Precision
from habeas.language import Words


def age_words(when: Edtf | date | None, as_of: date, words: Words) -> str:
    """Say an age with its date: “4 months (since 12 March 2024)”.

    A date known in part gives a range that holds the true age; no date gives “unknown”, a day to
    come “not yet”, this day “today”.
    """
    if when is None:
        return words.say("unknown")
    if isinstance(when, date):
        when = Edtf.of(when)
    if when.earliest and when.earliest > as_of:
        return words.say("not yet ({date})", date=words.date(when))
    if when.precision is Precision.DAY and when.earliest == as_of:
        return words.say("today")
    return words.say("{age} (since {date})", age=words.age(when, as_of), date=words.date(when))
