"""What a rule rests on: law that Habeas holds, or a provision that whoever wrote the rule brings.

The latter is shown as cited by that person and checked by nobody here; it can never be shown as verified.
"""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from habeas.errors import Phrase, RefusedError
from habeas.law import (
    Provision,
    Reference,
    Status,
    UnknownReferenceError,
    instruments,
    limit_series,
    provision,
)
from habeas.safeguards.limits import UNITS, Limit, LimitOf
from habeas.safeguards.strict import MOST, Table, listed

CLASSES: Mapping[str, Status] = MappingProxyType(
    {"binding": Status.BINDING, "standard": Status.SOFT, "own": Status.PRACTICE}
)
"""How far a provision binds, as a rule says it: law, a standard that binds nobody, or the author's own."""
LENGTHS = (*UNITS, "times")
"""In what a rule gives the number of a provision that it brings."""


def brought(said: Table) -> Mapping[str, Provision]:
    """The provisions that a rule brings, by their references."""
    found: dict[str, Provision] = {}
    for one in said.tables("provision"):
        ref, class_ = one.filled("ref"), one.filled("class")
        _hold_reference(one, ref, found)
        if class_ not in CLASSES:
            near = listed(class_, tuple(CLASSES))
            one.note("class", Phrase("there is no class “{name}”{near}", name=class_, near=near))
        found[ref] = Provision(
            ref=ref,
            title=one.filled("words"),
            text=one.word("words"),
            pinpoint=f"{one.filled('instrument')}, {one.filled('pinpoint')}",
            status=CLASSES.get(class_, Status.PRACTICE),
            jurisdiction=one.filled("jurisdiction"),
            verified=False,
            pinpoint_verified=False,
            held=False,
            address=one.word("address") or None,
        )
    return found


def _hold_reference(said: Table, ref: str, found: Mapping[str, Provision]) -> None:
    try:
        key = Reference.parse(ref).instrument
    except RefusedError as fault:
        raise said.wrong("ref", _why(fault)) from None
    if key in {each.key for each in instruments()}:
        said.note(
            "ref",
            Phrase(
                "Habeas holds {key} itself: cite what “{call}” lists, or name yours otherwise",
                key=key,
                call=f"habeas law {key}",
            ),
        )
    if ref in found:
        said.note("ref", Phrase("{ref} is there twice", ref=ref))


def _why(fault: RefusedError) -> Phrase:
    return Phrase.of([fault.message, ". ", fault.advice or ""])


def cited(said: Table, key: str, ref: object, own: Mapping[str, Provision]) -> Provision:
    """The provision that a rule cites: one that it brings, or one that Habeas holds."""
    if ref in own:
        return own[str(ref)]
    try:
        return provision(str(ref))
    except UnknownReferenceError as fault:
        own_law = Phrase("And one of your own law stands in the rule as {table}", table="[[provision]]")
        raise said.wrong(key, Phrase.of([_why(fault), " ", own_law])) from None


def limit(said: Table, name: str, own: Mapping[str, Provision]) -> LimitOf:
    """A limit: of law that Habeas holds, of the site, or the number of a provision that the rule brings."""
    given = said.table(name)
    law, site, ref = given.word("law"), given.word("site"), given.word("provision")
    if [law, site, ref].count("") != 2:
        raise said.wrong(
            name,
            Phrase(
                "{name} is a limit of the law, of the site, or of a provision of the rule: "
                "{law}, {site} or {own}",
                name=name,
                law="{ law = … }",
                site="{ site = … }",
                own="{ provision = …, hours = … }",
            ),
        )
    if law:
        try:
            limit_series(law)
        except RefusedError as fault:
            raise said.wrong(name, _why(fault)) from None
    return LimitOf(law=law, site=site, own=_number(given, ref, own) if ref else None)


def _number(said: Table, ref: str, own: Mapping[str, Provision]) -> Limit:
    """The number of a provision that the rule brings."""
    units = [each for each in LENGTHS if each in said.said]
    if ref not in own:
        near = listed(ref, tuple(own))
        said.note("provision", Phrase("the rule brings no provision “{ref}”{near}", ref=ref, near=near))
    if len(units) != 1:
        said.note("provision", Phrase("its number is in one of {units}", units=LENGTHS))
        return Limit(by=ref)
    unit = units[0]
    length = UNITS.get(unit)
    value = said.whole(unit, 1 if length else 0, most=_most(length or _MINUTE))
    hours = "window_hours"
    window = UNITS["hours"] * said.whole(hours, 1, most=_most(UNITS["hours"])) if hours in said.said else None
    if length:
        return Limit(by=ref, length=value * length, window=window)
    return Limit(by=ref, count=value, window=window)


def _most(unit: timedelta) -> int:
    """So many of a unit a limit may have."""
    return MOST * _MINUTE // unit


_MINUTE = UNITS["minutes"]
