"""What a rule can ask of a register: kinds of entry, their fields and values, spans, attributes of a record.

Whatever a register cannot have is refused where the rule says it: it would be asked in vain, and silently.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from habeas.custody import kinds
from habeas.custody.kinds import OWN, Field, Type, is_kind, spans
from habeas.errors import Phrase
from habeas.language import N_
from habeas.safeguards.excuse import Delay, Waiver
from habeas.safeguards.guard import ATTRIBUTES as GUARDED
from habeas.safeguards.guard import AnyOf, Attribute, Earlier, Guard, Held
from habeas.safeguards.ingest.fields import FIELDS, Storage, asked_of
from habeas.safeguards.pattern import Pattern
from habeas.safeguards.strict import Table, listed, means_nothing
from habeas.safeguards.templates.attribute import Asks, Test
from habeas.safeguards.templates.order import Denial
from habeas.safeguards.templates.starts import ARRIVED, T0

STARTS = frozenset({T0, ARRIVED})
ATTRIBUTES: Mapping[str, Field] = MappingProxyType(
    {name: kinds()["record_opened"].fields[name] for name in (*GUARDED, "jurisdiction")}
)
"""The attributes of a record that every engine holds, and what each can be."""


def _stored(*how: Storage) -> frozenset[str]:
    return frozenset(name for name, held in FIELDS.items() if held in how)


ONE, LIST, NAMED = _stored(Storage.BOOL, Storage.ONE), _stored(Storage.LIST), _stored(Storage.ONE)
"""The fields that have one value, those that list several, and those that can name somebody."""
_PARTS = ("kind", "field", "is")
"""What is said of the entries of a kind that have one of some values."""
_TESTED = {Asks.IS: ONE, Asks.HAS: LIST, Asks.AT_MOST: LIST, Asks.SAID: frozenset(FIELDS)}


def guards(said: Table) -> Iterator[Guard]:
    """Whom a rule concerns."""
    for key in said.said:
        if key == "any":
            parts = [tuple(guards(part)) for part in said.tables(key)]
            if not parts or not all(parts):
                said.note(key, Phrase("{key} needs tables with a condition in each", key=key))
            yield AnyOf(tuple(guard for part in parts for guard in part))
        elif key == "earlier":
            yield Earlier(one_pattern(said, key))
        elif key == "held":
            if said.get(key, bool) is not True:
                said.note(key, Phrase("{key} is true, or it is left out", key=key))
            yield Held()
        else:
            values = _several(said.get(key, object))
            if key in ATTRIBUTES:
                _hold_values(said, key, [ATTRIBUTES[key]], values)
            else:
                near = listed(key, (*ATTRIBUTES, "held", "earlier", "any"))
                said.note(key, Phrase("a record has no attribute “{key}”{near}", key=key, near=near))
            yield Attribute(key, values)


def patterns(said: Table, key: str, *, need: bool = True) -> tuple[Pattern, ...]:
    """The entries that a rule names: a kind, or a table of kind, field and values; or a list of these."""
    given = said.need(key, object) if need else said.get(key, object, [])
    if need and given == []:
        said.note(key, Phrase("{key} names no kind of entry", key=key))
    return tuple(_pattern(said, key, one) for one in _several(given))


def one_pattern(said: Table, key: str) -> Pattern:
    """The same of one alone."""
    found = patterns(said, key)
    if len(found) != 1:
        raise said.wrong(key, Phrase("{key} names one kind of entry", key=key))
    return found[0]


def _pattern(said: Table, key: str, one: object) -> Pattern:
    if isinstance(one, str):
        _hold_kind(said, key, one)
        return Pattern(one)
    if not isinstance(one, dict) or not isinstance(one.get("kind"), str):
        kind_, field, value = _PARTS
        no = N_("{key} names a kind of entry, or tables of {kind}, {field} and {value}")
        raise said.wrong(key, Phrase(no, key=key, kind=kind_, field=field, value=value))
    for name in one.keys() - {*_PARTS}:
        said.note(key, means_nothing(name, _PARTS))
    kind, field = str(one["kind"]), str(one.get("field", ""))
    _hold_kind(said, key, kind)
    if (field == "") is not ("is" not in one):
        said.note(key, Phrase("{kind}: {one} and {other} go together", kind=kind, one="field", other="is"))
    values = _several(one.get("is", []))
    if field:
        own = fields_of(said, key, field, [kind], ONE)
        _hold_values(said, key, own, values)
    return Pattern(kind, field, values)


def _several(given: object) -> tuple[Any, ...]:
    return tuple(given) if isinstance(given, list) else (given,)


def _hold_values(said: Table, key: str, fields: Iterable[Field], values: Collection[object]) -> None:
    """Note each value that none of the fields can have."""
    for field in fields:
        if not values:
            said.note(key, Phrase("{field} is given no value", field=field.name))
        for value in values:
            if why := _no_value(field, value):
                shown = str(value).lower() if isinstance(value, bool) else value
                said.note(
                    key, Phrase("{field} is never “{value}”: {why}", field=field.name, value=shown, why=why)
                )


def _no_value(field: Field, value: object) -> Phrase | None:
    """Why a field never has a value; ``None`` where it can."""
    if field.type is Type.BOOL:
        known, why = isinstance(value, bool), Phrase("it is true or false, without quotation marks")
    elif field.of:
        known, why = value in field.of, Phrase("it is one of {known}", known=tuple(field.of))
    else:
        known, why = isinstance(value, str) and bool(value.strip()), Phrase("it is a text")
    return None if known else why


def fields_of(said: Table, key: str, name: str, kinds_: Collection[str], may: Collection[str]) -> list[Field]:
    """What a field is in each of some kinds; noted where one has none of that name that can be asked so."""
    found = []
    for kind in kinds_:
        own = sorted(each for each in may if kind in asked_of(each))
        if name in own:
            found.append(asked_of(name)[kind])
        elif is_kind(kind):
            can = (
                Phrase("those of it that can: {fields}", fields=tuple(own))
                if own
                else Phrase("it has none that can")
            )
            no = Phrase(
                "{kind} has no field “{name}” that can be asked so; {can}", kind=kind, name=name, can=can
            )
            said.note(key, no)
    return found


def _hold_kind(said: Table, key: str, name: str) -> None:
    if not is_kind(name):
        said.note(
            key,
            Phrase(
                "there is no kind of entry “{name}”{near}; a kind of your own begins with {own}",
                name=name,
                near=listed(name, kinds()),
                own=OWN,
            ),
        )


def kind(said: Table, key: str, *, may: Collection[str] = (), why: str = "") -> str:
    """The name of a kind, of those that it ``may`` be where some are named; empty where there is none.

    ``why`` is the template of what is said of another.
    """
    name = said.word(key)
    if name and may and name not in may:
        said.note(key, Phrase(why, name=name, near=listed(name, sorted(may))))
    elif name:
        _hold_kind(said, key, name)
    return name


def several_kinds(said: Table, key: str) -> tuple[str, ...]:
    """The names of kinds, or of none."""
    found = tuple(map(str, said.need(key, list)))
    for each in found:
        _hold_kind(said, key, each)
    return found


def span(said: Table, key: str, *, need: bool = True) -> str:
    """The name of a span; empty where there is none."""
    name = said.need(key, str) if need else said.word(key)
    if name and name not in spans():
        near = listed(name, sorted(spans()))
        said.note(key, Phrase("there is no span “{name}”{near}", name=name, near=near))
    return str(name)


def start(said: Table, usual: str = "") -> str:
    """From when a time runs."""
    name = said.word("start", usual) if usual else str(said.need("start", str))
    if name not in STARTS:
        _hold_kind(said, "start", name)
    return name


def waiver(said: Table) -> Waiver | None:
    """What waives, against what asks."""
    waived, requested = kind(said, "waived_by"), kind(said, "requested_by")
    if requested and not waived:
        said.note(
            "requested_by",
            Phrase(
                "{key} is what {other} takes back: it needs {other}", key="requested_by", other="waived_by"
            ),
        )
    return Waiver(waived, requested) if waived else None


def delay(said: Table, key: str = "delayed_by") -> Delay | None:
    """What puts off, until an instant that it says itself."""
    why = N_("“{name}” puts nothing off, for it has no until{near}")
    name = kind(said, key, may=asked_of("until"), why=why)
    return Delay(name) if name else None


def denial(said: Table, kinds_: Collection[str]) -> Denial | None:
    """What of an entry says that somebody was not there."""
    own = said.table("denied_by")
    if not own.said:
        return None
    found = Denial(own.need("field", str), own.need("lacks", str))
    _hold_values(own, "lacks", fields_of(own, "field", found.field, kinds_, LIST), [found.lacks])
    return found


def field_tests(said: Table, key: str, asked: Iterable[Pattern], *, need: bool = False) -> tuple[Test, ...]:
    """What the entries that a rule names have to say."""
    found = []
    for one in said.tables(key):
        field = one.need("field", str)
        asks = [each for each in Asks if each in one.said]
        if len(asks) != 1:
            raise one.wrong(
                "field", Phrase("{field} is tested by one of {known}", field=field, known=tuple(Asks))
            )
        own = fields_of(one, "field", field, dict.fromkeys(each.kind for each in asked), _TESTED[asks[0]])
        given = one.get(asks[0], object)
        values = _several(given)
        plain = {Asks.SAID: True, Asks.AT_MOST: "limit"}.get(asks[0])
        if plain is None:
            _hold_values(one, asks[0], own, values)
        elif given is not plain and given != plain:
            only = Phrase("{key} is {value}, and nothing else", key=asks[0].value, value=str(plain).lower())
            one.note(asks[0], only)
        found.append(Test(field, asks[0], values if plain is None else ()))
    if need and not found:
        raise said.wrong(key, Phrase("{key} asks nothing", key=key))
    return tuple(found)
