"""By when somebody is asked to act: a duration or a date, from the text alone.

A date is as precise as it is written. “By the end of June” without its year has none, nor has “before June
2031”, whose last day is in another month.
"""

import re

from habeas.documents.written_dates import read_date

_COUNT = {
    **dict.fromkeys(("one", "a", "un", "une"), 1),
    **dict.fromkeys(("two", "deux"), 2),
    **dict.fromkeys(("three", "trois"), 3),
    **dict.fromkeys(("four", "quatre"), 4),
    **dict.fromkeys(("five", "cinq"), 5),
    **dict.fromkeys(("six",), 6),
    **dict.fromkeys(("seven", "sept"), 7),
    **dict.fromkeys(("eight", "huit"), 8),
    **dict.fromkeys(("nine", "neuf"), 9),
    **dict.fromkeys(("ten", "dix"), 10),
    **dict.fromkeys(("twelve", "douze"), 12),
    **dict.fromkeys(("fifteen", "quinze"), 15),
    **dict.fromkeys(("eighteen", "dix-huit"), 18),
}
_UNIT = {"d": "D", "j": "D", "w": "W", "s": "W", "m": "M", "y": "Y", "a": "Y"}
_NUMBER = "|".join(sorted(_COUNT, key=len, reverse=True)) + r"|\d{1,3}"
_WITHIN = re.compile(
    r"\b(?:within|in no more than|not later than|no later than)"
    r"(?: (?:a|the) (?:period|time-limit|deadline|maximum)(?: period)? of| a maximum of)?(?: the next)? "
    rf"(?P<count>{_NUMBER})[\s-]+(?:\(\d+\) )?"
    r"(?:calendar |working )?(?P<unit>day|week|month|year)s?\b|"
    r"\b(?:dans (?:un|le) délai (?:maximum )?(?:de |d[’'])|dans les |d[’']ici (?:à )?|dans )"
    rf"(?P<nombre>{_NUMBER}) "
    r"(?P<unite>jour|semaine|mois|an)s?\b",
    re.IGNORECASE,
)
_TO_TELL = re.compile(
    r"\b(?:confirm|inform|provid|receiv|report|account|submit|repl|respon|take|taken|steps|measures|action|"
    r"fourni|communiqu|confirmer|informé|recevoir|obtenir|mesures|compte)\w*",
    re.IGNORECASE,
)
_SINCE = re.compile(r" of (?:arriv|admi|appreh|being|their|his|her|the (?:arr|appr|adm|start|out|person))")
_UNTIL = re.compile(
    r"\b(?:(?P<last>by|until|(?:no|not) later than|at the latest (?:by|on)|d[’']ici(?: à| au)?|au plus tard|"
    r"jusqu[’'](?:à|au|en)|pour le)|(?P<before>before|prior to|avant))"
    r"(?: the deadline of| le| en| à| au| on)?"
    r"(?P<whole> (?:the |la )?(?:end|fin)(?: of| de| du)?(?: the month of| mois de| the year| l[’']année)?)? "
    r"(?P<date>(?P<day>\d{1,2}(?:st|nd|rd|th|er)? )?[^\W\d]{3,12}\.? (?P<after>\d{1,2}, )?(?:19|20)\d\d|"
    r"(?P<figures>\d{1,2}\.\d{1,2}\.(?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d)|(?:19|20)\d\d)\b(?![-/]\d)",
    re.IGNORECASE,
)
_WAS_TO_BE = re.compile(
    r"\b(?:was|were|had|should have|devai(?:t|ent)|avai(?:t|ent)|étai(?:t|ent))\b[^.;,]{0,60}$", re.IGNORECASE
)


def within(text: str) -> str | None:
    """How long somebody has to act or to tell, as an ISO 8601 duration; from the text only.

    “Within 24 hours of arrival” is what is to be, not by when: days on are taken, and only near what is to be
    told or done.
    """
    for found in _WITHIN.finditer(text):
        said = (found["count"] or found["nombre"]).lower()
        unit = _UNIT[(found["unit"] or found["unite"])[0].lower()]
        near = text[max(0, found.start() - 80) : found.end() + 80]
        after = text[found.end() : found.end() + 24]
        if _TO_TELL.search(near) and not _SINCE.match(after):
            return f"P{_COUNT.get(said) or int(said)}{unit}"
    return None


def until(text: str) -> str | None:
    """The date by which somebody has to act or to tell, as EDTF: a day, a month or a year."""
    for found in _UNTIL.finditer(text):
        is_day = found["day"] or found["after"] or found["figures"]
        if (found["before"] and not (is_day or found["whole"])) or _WAS_TO_BE.search(text[: found.start()]):
            continue
        if date := read_date(found["date"]).edtf:
            return date
    return None
