"""What an ask says of itself: of whom, by when, whether again, and which earlier report it goes back to."""

import re

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
_AGAIN = re.compile(
    r"\breiterat|\bonce (?:again|more)\b|\bagain (?:recommend|call|urge|request)|"
    r"\brecalls? (?:its|the|this)\b.*\brecommend|"
    r"\bas already recommended\b|\brepeats? its\b|\blong[- ]standing recommendation|\brenews? its|"
    r"\bréitère|\bune (?:nouvelle fois|fois (?:encore|de plus))\b|\bà nouveau\b|\brappelle (?:sa|ses|la) |"
    r"\bde longue date\b",
    re.IGNORECASE,
)
_LONG_STANDING = re.compile(
    r"\blong[- ]standing (?:recommendation|call|request)|\brecommandations? de longue date\b", re.I
)
_BODY = r"(?:authorities|Government|State [Pp]arty|Party|Parliament|Ombudsman|[Pp]arliament|[Gg]overnment)"
_ASKED = (
    r"\b(?:that|on|upon|by|of|from|to|urges?|invites?|encourages?|requests?|asks?|trusts|urged|invited|encouraged|"
    r"requested|asked)(?: once more| once again| again| also|, once again,)?"
)
_ACTS = (
    r"(?:to|take|ensure|put|draw|adopt|review|carry|provide|issue|make|introduce|should|must|be|remind|develop|"
    r"establish|give|continue|increase|investigate|strengthen|amend)"
)
_ADDRESSEE = (
    re.compile(
        rf"{_ASKED} (?P<who>the (?:(?!(?:the|and|that|to|of|on)\b)[\w’'-]+ ){{0,4}}?{_BODY}"
        r"(?: of [A-Z]\w+)?)\b"
    ),
    re.compile(
        rf"{_ASKED} (?P<who>the [A-Z][\w’'-]+(?: (?:[A-Z][\w’'-]+|of|the|for|and|service|administration))*)"
        rf"(?= {_ACTS}\b)"
    ),
    re.compile(rf"{_ASKED} (?P<who>[A-Z][\w’'-]+(?: (?:and|of|the|[A-Z][\w’'-]+))*)(?= {_ACTS}\b)"),
    re.compile(rf"\b(?P<who>[Tt]he (?:[\w’'-]+ ){{0,4}}?{_BODY}) (?:should|must|is|are)\b"),
    re.compile(
        r"\b(?:aux|que les|les|des) (?P<who>autorités(?: (?!de\b|du\b|à\b|d[’'])[\w’'-]+)?)|"
        r"\b(?:au|que le|le|du) (?P<whom>[Gg]ouvernement(?: [\w’'-]+)?)|"
        r"\b(?:que l[’']|l[’']|à l[’'])(?P<state>État partie)"
    ),
)
_NOBODY = re.compile(r"(?:The|It|This|These|Such|All|Article|Committee|CPT|SPT|Subcommittee|European)\b")


def within(text: str) -> str | None:
    """How long somebody has to act or to tell, as an ISO 8601 duration; from the text only.

    “Within 24 hours of arrival” is what is to be, not by when: days on are taken, and only near what is to be
    told or done.
    """
    for found in _WITHIN.finditer(text):
        said = (found["count"] or found["nombre"]).lower()
        unit = _UNIT[(found["unit"] or found["unite"])[0].lower()]
        unit = "M" if (found["unite"] or "").lower().startswith("mois") else unit
        near = text[max(0, found.start() - 80) : found.end() + 80]
        after = text[found.end() : found.end() + 24]
        if _TO_TELL.search(near) and not _SINCE.match(after):
            return f"P{_COUNT.get(said) or int(said)}{unit}"
    return None


def addressee(text: str) -> str | None:
    """Who is asked, as it stands; ``None`` where nobody is named."""
    for form in _ADDRESSEE:
        for found in form.finditer(text):
            who: str = next(filter(None, found.groups()))
            who = who[:1].lower() + who[1:] if who.startswith("The ") else who
            if not _NOBODY.match(who.removeprefix("the ")):
                return who
    return None


def is_again(text: str) -> bool:
    """Whether it says that it was asked before."""
    return bool(_AGAIN.search(text))


def is_long_standing(text: str) -> bool:
    """Whether it calls itself long-standing."""
    return bool(_LONG_STANDING.search(text))
