"""Rules as files: one TOML file for each, read strictly; an error names the file and the line."""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import timedelta
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from habeas.custody import kinds
from habeas.custody.kinds import OWN, is_kind, spans
from habeas.errors import RefusedError, Where
from habeas.law import Provision, UnknownReferenceError, limit_series, provision
from habeas.safeguards.excuse import Delay, Urgency, Waiver
from habeas.safeguards.guard import AnyOf as AnyGuard
from habeas.safeguards.guard import Attribute as Known
from habeas.safeguards.guard import Earlier, Guard, Held
from habeas.safeguards.ingest.fields import FIELDS, Storage, asked_of
from habeas.safeguards.limits import LimitOf
from habeas.safeguards.pattern import Pattern
from habeas.safeguards.rule import TAKES, Rule, Scope
from habeas.safeguards.strict import Table, read_table
from habeas.safeguards.templates.attribute import Apart, Asks, Attribute, Test
from habeas.safeguards.templates.blocks import AtLeast, Total
from habeas.safeguards.templates.cadence import Cadence
from habeas.safeguards.templates.clock import Clock
from habeas.safeguards.templates.combined import AllOf, AnyOf, Excused, Template
from habeas.safeguards.templates.continuous import Continuous
from habeas.safeguards.templates.cover import Cover, Exclude
from habeas.safeguards.templates.lengths import MaxDuration, MaxGap, MinGap
from habeas.safeguards.templates.order import Before, Denial, NothingAfterEnd
from habeas.safeguards.templates.presence import AtMost, Exists
from habeas.safeguards.templates.sequence import ClosedPairs, InOrder, Numbered, Written
from habeas.safeguards.templates.starts import ARRIVED, T0
from habeas.safeguards.templates.within import Within

_STARTS = frozenset({T0, ARRIVED})
_ATTRIBUTES = kinds()["record_opened"].fields
_WORDS = frozenset(
    {
        *("set", "scope", "title", "says", "source", "also", "live", "as_entered", "limits", "when"),
        *("excused", "all_of", "any_of"),
    }
)
"""What a rule says beside its template."""


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule that Habeas ships by its name, in the order of the files."""
    folder = files("habeas.safeguards") / "rules"
    found = [
        read_rule(path.read_text("utf-8"), file=path.name)
        for path in sorted(folder.iterdir(), key=lambda each: each.name)
        if path.name.endswith(".toml")
    ]
    return MappingProxyType({rule.name: rule for rule in found})


def read_rule(text: str, *, file: str) -> Rule:
    """Read a rule, named as its file. Raises ``RefusedError`` (``rule-unreadable``) with the line."""
    table = read_table(text, file, _refused)
    rule = _rule(table, file.rsplit("/", 1)[-1].removesuffix(".toml"))
    table.hold_read()
    return rule


def _refused(why: str, where: Where) -> RefusedError:
    return RefusedError("rule-unreadable", f"the rule cannot be read: {why}", where=where)


def _rule(said: Table, name: str) -> Rule:
    for key in said.said.keys() - _WORDS - TEMPLATES.keys():
        words = ", ".join(sorted(_WORDS | TEMPLATES.keys()))
        raise said.wrong(key, f"“{key}” means nothing here; it may be {words}")
    set_, scope = said.need("set", str), said.get("scope", str, "stay")
    if set_ not in TAKES:
        raise said.wrong("set", f"there is no set “{set_}”: it is one of {', '.join(TAKES)}")
    if scope not in tuple(Scope):
        raise said.wrong("scope", f"there is no scope “{scope}”: it is one of {', '.join(Scope)}")
    as_entered = said.get("as_entered", bool, False)
    given = said.table("limits")
    limits = {key: _limit(given, key) for key in given.said}
    template = _template(said, limits)
    if as_entered and scope != Scope.STAY:
        raise said.wrong("scope", "what is asked of entries as they were first written goes by stays")
    guards = tuple(_guards(said.table("when")))
    _hold_entries(said, guards, as_entered=as_entered)
    return Rule(
        name=name,
        set=set_,
        scope=Scope(scope),
        title=said.need("title", str),
        says=said.need("says", str),
        source=_provision(said, "source", said.need("source", str)),
        also=tuple(_provision(said, "also", one) for one in said.get("also", list, [])),
        limits=MappingProxyType(limits),
        guards=guards,
        template=template,
        live=said.get("live", bool, False),
        as_entered=as_entered,
    )


def _hold_entries(said: Table, guards: tuple[Guard, ...], *, as_entered: bool) -> None:
    """Refuse what cannot be asked of how a register was kept."""
    asks = _of_entries(said.said)
    if asks and not as_entered:
        raise said.wrong(
            asks,
            f"“{asks}” asks how a register was kept, of its entries as they were first written: "
            "it needs as_entered = true",
        )
    parts = [part for one in guards for part in (one.parts if isinstance(one, AnyGuard) else (one,))]
    if asks == "written" and any(isinstance(one, Earlier) for one in parts):
        raise said.wrong("when", "“written” is asked of all entries, whatever came earlier")


def _of_entries(said: Mapping[str, Any]) -> str:
    """The template that asks how entries were written, where a rule has one (safeguards.md 1)."""
    own = [name for name in ("written", "numbered", "in_order") if name in said]
    parts = (part for name in ("all_of", "any_of") for part in said.get(name, ()))
    return next(filter(None, [*own, *map(_of_entries, parts)]), "")


def _provision(said: Table, key: str, ref: object) -> Provision:
    try:
        return provision(str(ref))
    except UnknownReferenceError as fault:
        raise said.wrong(key, fault.message) from None


def _limit(said: Table, name: str) -> LimitOf:
    own = said.table(name)
    law, site = own.get("law", str, ""), own.get("site", str, "")
    if bool(law) is bool(site):
        raise said.wrong(
            name, f"{name} is a limit of the law or of the site: {{ law = … }} or {{ site = … }}"
        )
    if law:
        try:
            limit_series(law)
        except RefusedError as fault:
            raise said.wrong(name, fault.message) from None
    return LimitOf(law=law, site=site)


def _guards(said: Table) -> Iterator[Guard]:
    for key in said.said:
        if key == "any":
            yield AnyGuard(tuple(guard for part in said.tables("any") for guard in _guards(part)))
        elif key == "earlier":
            yield Earlier(_patterns(said, "earlier")[0])
        elif key == "held":
            if said.get("held", bool) is not True:
                raise said.wrong("held", "held is true, or it is left out")
            yield Held()
        elif key in _ATTRIBUTES:
            values = said.get(key, object)
            yield Known(key, tuple(values) if isinstance(values, list) else (values,))
        else:
            raise said.wrong(key, f"a record has no attribute “{key}”")


def _patterns(said: Table, key: str, *, need: bool = True) -> tuple[Pattern, ...]:
    given = said.need(key, object) if need else said.get(key, object, [])
    found = []
    for one in given if isinstance(given, list) else [given]:
        each: dict[str, Any] = {"kind": one} if isinstance(one, str) else dict(one)
        kind, field, values = str(each.get("kind")), str(each.get("field", "")), each.get("is", ())
        _hold_kind(said, key, kind)
        if field and (kind not in kinds() or field not in kinds()[kind].fields):
            raise said.wrong(key, f"{kind} has no field “{field}”")
        if field:
            _hold_field(said, key, field, {name for name in _ONE if kind in asked_of(name)})
        found.append(Pattern(kind, field, tuple(values) if isinstance(values, list) else (values,)))
    return tuple(found)


def _held(*how: Storage) -> frozenset[str]:
    return frozenset(name for name, held in FIELDS.items() if held in how)


_ONE, _LIST, _NAMED = _held(Storage.BOOL, Storage.ONE), _held(Storage.LIST), _held(Storage.ONE)
"""The fields that have one value, those that list several, and those that can name somebody."""
_TESTED = {Asks.IS: _ONE, Asks.HAS: _LIST, Asks.AT_MOST: _LIST, Asks.SAID: frozenset(FIELDS)}


def _hold_field(said: Table, key: str, field: str, may: Collection[str]) -> None:
    if field not in may:
        listed = ", ".join(sorted(may)) or "none"
        raise said.wrong(key, f"“{field}” is no field that can be asked so; those that can: {listed}")


def _field(said: Table, key: str, may: Collection[str]) -> str:
    field = str(said.need(key, str))
    _hold_field(said, key, field, may)
    return field


def _hold_kind(said: Table, key: str, name: str) -> None:
    if not is_kind(name):
        raise said.wrong(key, f"there is no kind of entry “{name}”; a kind of your own begins with {OWN}")


def _kind(said: Table, key: str) -> str:
    """The name of a kind; empty where there is none."""
    name = str(said.get(key, str, ""))
    if name:
        _hold_kind(said, key, name)
    return name


def _span(said: Table, key: str, *, need: bool = True) -> str:
    name = said.need(key, str) if need else said.get(key, str, "")
    if name and name not in spans():
        raise said.wrong(key, f"there is no span “{name}”: it is one of {', '.join(sorted(spans()))}")
    return str(name)


def _start(said: Table, default: str = "") -> str:
    name = said.get("start", str, default) if default else said.need("start", str)
    if name not in _STARTS:
        _hold_kind(said, "start", name)
    return str(name)


def _waiver(said: Table) -> Waiver | None:
    waived, requested = _kind(said, "waived_by"), _kind(said, "requested_by")
    return Waiver(waived, requested) if waived else None


def _delay(said: Table, key: str = "delayed_by") -> Delay | None:
    kind = _kind(said, key)
    return Delay(kind) if kind else None


def _denial(said: Table) -> Denial | None:
    own = said.table("denied_by")
    return Denial(_field(own, "field", _LIST), own.need("lacks", str)) if own.said else None


def _tests(said: Table, key: str) -> tuple[Test, ...]:
    found = []
    for one in said.tables(key):
        field = one.need("field", str)
        asks = [each for each in Asks if each in one.said]
        if len(asks) != 1:
            raise one.wrong("field", f"{field} is tested by one of {', '.join(Asks)}")
        _hold_field(one, "field", field, _TESTED[asks[0]])
        given = one.get(asks[0], object)
        values = tuple(given) if isinstance(given, list) else (given,)
        plain = asks[0] in (Asks.SAID, Asks.AT_MOST)
        found.append(Test(field, asks[0], () if plain else values))
    return tuple(found)


def _within(said: Table) -> Template:
    given = said.said.get("start")
    named = isinstance(given, str) and given in _STARTS
    return Within(
        start=_start(said) if named else str(given) if isinstance(given, str) else "",
        triggers=() if named else _patterns(said, "start"),
        answers=_patterns(said, "answers"),
        every=said.get("every", bool, False),
        early=said.get("early", bool, False),
        outlives=said.get("outlives", bool, False),
        already=_span(said, "already", need=False),
        waiver=_waiver(said),
        delay=_delay(said),
    )


def _before(said: Table) -> Template:
    return Before(
        earlier=_patterns(said, "earlier"),
        triggers=_patterns(said, "entries"),
        denied=_denial(said),
        waived=_patterns(said, "waived", need=False),
    )


def _cover(said: Table) -> Template:
    return Cover(
        span=_span(said, "span"),
        by=_span(said, "by"),
        less=_span(said, "less", need=False),
        tolerance=timedelta(seconds=said.need("tolerance_seconds", int)),
        denied=_denial(said),
    )


def _clock(said: Table) -> Template:
    unless = _patterns(said, "unless", need=False)
    return Clock(
        start=_start(said),
        ends=_patterns(said, "ends", need=False),
        suspended_by=_span(said, "suspended_by", need=False),
        unless=unless[0] if unless else None,
        extended_by=_kind(said, "extended_by"),
        caps=tuple(said.get("caps", dict, {}).items()),
    )


def _apart(said: Table) -> Template:
    return Apart(
        patterns=_patterns(said, "entries"),
        field=_field(said, "field", _NAMED),
        others=_patterns(said, "others"),
        others_field=_field(said, "others_field", _LIST),
    )


def _attribute(said: Table) -> Template:
    return Attribute(
        patterns=_patterns(said, "entries"),
        tests=_tests(said, "tests"),
        exceptions=_tests(said, "exceptions"),
    )


def _cadence(said: Table) -> Template:
    return Cadence(
        start=_start(said),
        patterns=_patterns(said, "entries"),
        limits=tuple(said.need("limits", list)),
        postponed=_delay(said, "postponed_by"),
    )


def _nothing_after_end(said: Table) -> Template:
    still = tuple(map(str, said.need("still", list)))
    for kind in still:
        _hold_kind(said, "still", kind)
    return NothingAfterEnd(still=still)


TEMPLATES: Mapping[str, Callable[[Table], Template]] = MappingProxyType(
    {
        "within": _within,
        "exists": lambda said: Exists(
            patterns=_patterns(said, "entries"), timed=said.get("timed", bool, False)
        ),
        "at_most": lambda said: AtMost(patterns=_patterns(said, "entries")),
        "at_least": lambda said: AtLeast(patterns=_patterns(said, "entries"), start=_start(said, ARRIVED)),
        "total": lambda said: Total(
            span=_span(said, "span"), start=_start(said, ARRIVED), skip=said.get("skip", int, 0)
        ),
        "before": _before,
        "nothing_after_end": _nothing_after_end,
        "cover": _cover,
        "exclude": lambda said: Exclude(span=_span(said, "span"), other=_span(said, "other")),
        "max_duration": lambda said: MaxDuration(
            span=_span(said, "span"), less=_span(said, "less", need=False)
        ),
        "min_gap": lambda said: MinGap(span=_span(said, "span")),
        "max_gap": lambda said: MaxGap(patterns=_patterns(said, "entries"), inside=_span(said, "inside")),
        "cadence": _cadence,
        "continuous": lambda said: Continuous(
            span=_span(said, "span"),
            start=_start(said, ARRIVED),
            sliding=said.get("sliding", bool, False),
        ),
        "clock": _clock,
        "attribute": _attribute,
        "apart": _apart,
        "written": lambda said: Written(),
        "numbered": lambda said: Numbered(),
        "in_order": lambda said: InOrder(),
        "closed_pairs": lambda said: ClosedPairs(),
    }
)
"""The closed set of templates by the name of their table."""


def _template(said: Table, limits: Mapping[str, LimitOf]) -> Template:
    found = [name for name in (*TEMPLATES, "all_of", "any_of") if name in said.said]
    if len(found) != 1:
        raise said.wrong(found[1] if found else "", f"a rule has one template of {', '.join(TEMPLATES)}")
    name = found[0]
    if name in ("all_of", "any_of"):
        parts = tuple(_template(part, limits) for part in said.tables(name))
        return AllOf(parts=parts) if name == "all_of" else AnyOf(parts=parts)
    template = TEMPLATES[name](said.table(name))
    if name == "written" and limits and "limit" not in limits:
        raise said.wrong(name, "what it has under [limits] is called limit")
    needs = template.limits if isinstance(template, Cadence) else _NEEDS.get(name, ())
    for each in needs:
        if each not in limits:
            raise said.wrong(name, f"it needs [limits] {each}")
    excused = said.table("excused")
    if not excused.said:
        return template
    return Excused(
        inner=template,
        after=_patterns(excused, "after", need=False),
        waiver=_waiver(excused),
        urgency=Urgency() if excused.get("urgency", bool, False) else None,
        delay=_delay(excused),
    )


_NEEDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    dict.fromkeys(
        (
            *("within", "at_most", "at_least", "total", "max_duration", "min_gap", "max_gap"),
            *("continuous", "clock", "in_order"),
        ),
        ("limit",),
    )
)
