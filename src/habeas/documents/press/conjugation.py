"""The forms in which verbs of saying stand beside “he”, “she”, “they”: English and French."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Forms:
    """What one says and said, what several say; “saying”."""

    one: tuple[str, ...]
    several: tuple[str, ...]
    doing: str


Irregular = Mapping[str, Sequence[str]]


def conjugated(language: str, verb: str, irregular: Irregular) -> Forms:
    """The forms of a verb, which may have words after it: “point out”, “faire état de”."""
    return (_french if language == "fr" else _english)(verb, irregular)


def _english(verb: str, irregular: Irregular) -> Forms:
    """What is irregular is given by its past, and by “-ing” where that doubles a letter: “snapping”."""
    head, rest = _parted(verb)
    given = irregular.get(head, ())
    ends_in_e = head.endswith("e") and not head.endswith("ee")
    after_consonant = bool(re.search(r"[^aeiou]y\Z", head))
    stem = head[:-1] if after_consonant or ends_in_e else head
    now = (
        f"{stem}ies"
        if after_consonant
        else f"{head}es"
        if re.search(r"(?:s|sh|ch|x|z|o)\Z", head)
        else f"{head}s"
    )
    past = f"{stem}ied" if after_consonant else f"{head}d" if head.endswith("ee") else f"{stem}ed"
    doing = f"{stem}ing" if ends_in_e else f"{head}ing"
    past = given[0] if given else past
    doing = given[1] if len(given) > 1 else doing
    return Forms((f"{now}{rest}", f"{past}{rest}"), (f"{head}{rest}",), f"{doing}{rest}")


def _french(verb: str, irregular: Irregular) -> Forms:
    """What is irregular is given by “dit”, “disent”, “disait” and “dit” after “a”; others end in -er, -ir."""
    own = re.match(r"se |s'", verb)
    head, rest = _parted(verb[own.end() :] if own else verb)
    if head in irregular:
        now, several, past, done = irregular[head]
    elif head.endswith("er"):
        now, several, past, done = _in_er(head[:-2])
    else:
        stem = head[:-2]
        now, several, past, done = f"{stem}it", f"{stem}issent", f"{stem}issait", f"{stem}i"
    doing = f"{past.removesuffix('ait')}ant"
    mine = own[0] if own else ""
    own_past = "s'est " if own else "a "
    mute = mine and ("s'" if re.match(r"[aeiouyhéèêàâîô]", head) else "se ")
    return Forms(
        (
            f"{mute}{now}{rest}",
            f"{mute}{past}{rest}",
            f"{own_past}{done}{rest}",
            *((f"{own_past}{done}e{rest}",) if own else ()),
        ),
        (f"{mute}{several}{rest}", f"{mute}{past.removesuffix('ait')}aient{rest}"),
        f"{mute}{doing}{rest}",
    )


def _in_er(stem: str) -> tuple[str, str, str, str]:
    """Of verbs in -er: “rappelle”, “répète”, “dénonçait”, “exigeait”."""
    mute = re.sub(r"(?<=[^aeiou])e(?=[^aeiou]\Z)|é(?=(?:[^aeiouéè]|[gq]u|ch|gn|gr)\Z)", "è", stem)
    mute = f"{stem}{stem[-1]}" if re.search(r"(?:app|rapp|interp)el\Z|jet\Z", stem) else mute
    mute = re.sub(r"(?<=[auo])y\Z", "i", mute)
    soft = re.sub(r"c\Z", "ç", re.sub(r"g\Z", "ge", stem))
    return f"{mute}e", f"{mute}ent", f"{soft}ait", f"{stem}é"


def _parted(verb: str) -> tuple[str, str]:
    head, space, rest = verb.partition(" ")
    return head, f"{space}{rest}"
