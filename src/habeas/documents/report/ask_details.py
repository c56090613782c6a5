"""What an ask says of itself: of whom it is asked, and whether again."""

import re

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
_RESPONSE = re.compile(
    r"\b(?:provide|submit|send|forward|transmit|furnish|receive)\b[^.;]{0,120}?(?<!\bin )(?<!\bwith )"
    r"\b(?:an?|its|their|the)(?: \w+){0,2} (?:response|reply) (?:containing|giving|setting out|providing|"
    r"including|to (?:this|the present|the|its) (?:\w+ )?report)\b|"
    r"\b(?:fournir|faire parvenir|transmettre|communiquer|adresser|soumettre|recevoir)\b[^.;]{0,120}?"
    r"(?<!\bdans )(?<!\bavec )\b(?:une|sa|leur|la) réponse(?: \w+)? (?:contenant|comportant|exposant|"
    r"comprenant|rendant compte|au (?:présent )?rapport|à ce rapport)\b",
    re.IGNORECASE,
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


def is_for_the_response(text: str) -> bool:
    """Whether the response itself is asked for, as at the head of a report: not what is to stand in it."""
    return _RESPONSE.search(" ".join(text.split())) is not None


def is_long_standing(text: str) -> bool:
    """Whether it calls itself long-standing."""
    return bool(_LONG_STANDING.search(text))
