"""The figures as JSON and back (``habeas/audit-figures/1``), for who keeps them beside an audit."""

import dataclasses
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from enum import Enum
from typing import Any, get_args, get_origin, get_type_hints

from habeas.safeguards.audit import instant, ranks_told
from habeas.safeguards.figures.measures import measures_of
from habeas.safeguards.figures.values import Figures, RuleFigures
from habeas.safeguards.reading import rules
from habeas.safeguards.signals.signal import Measure

SCHEMA = "habeas/audit-figures/1"


def figures_json(figures: Figures) -> dict[str, Any]:
    """The figures as one JSON object."""
    return {"schema": SCHEMA, **_plain(figures)}


def figures_from(said: Mapping[str, Any]) -> Figures:
    """The figures that ``figures_json`` wrote; ``ValueError`` for anything else."""
    if said.get("schema") != SCHEMA:
        raise ValueError(f"no figures of an audit: {said.get('schema')!r}")
    signals = said.get("signals") or {}
    told = [_in_seconds(one) for one in signals.get("told", ())]
    own = [_with_measures(one) for one in said["rules"]]
    read: Figures = _value(Figures, {**said, "rules": own, "signals": {**signals, "told": told}})
    return replace(read, rules=tuple(_with_ranks_told(one) for one in read.rules))


def _with_ranks_told(one: RuleFigures) -> RuleFigures:
    """A rule without the longest length as nine tenths of few, which figures told until 30 November 2026."""
    return replace(one, p90_s=ranks_told(one.measured, one.median_s, one.p90_s)[1])


def _with_measures(rule: Mapping[str, Any]) -> Mapping[str, Any]:
    """A rule with what it measures, which figures did not say before 29 November 2026."""
    if "measures" in rule or rule["rule"] not in rules():
        return rule
    return {**rule, "measures": _plain(measures_of(rules()[rule["rule"]]))}


def _in_seconds(told: Mapping[str, Any]) -> Mapping[str, Any]:
    """A signal of time that was kept in microseconds, as all were before 29 November 2026, in seconds."""
    if told["signal"]["measure"] != "microseconds":
        return told
    figures = [
        {**figure, **{name: figure[name] // 1_000_000 for name in ("count", "of")}}
        for figure in told["figures"]
    ]
    return {**told, "signal": {**told["signal"], "measure": Measure.SECONDS.value}, "figures": figures}


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return instant(value) if isinstance(value, datetime) else value


def _value(of: Any, said: Any) -> Any:
    """A value of a type, as the fields of the dataclasses have them."""
    if said is None:
        return None
    if dataclasses.is_dataclass(of):
        hints = get_type_hints(of)
        said_of = {each.name: said[each.name] for each in dataclasses.fields(of) if each.name in said}
        return of(**{name: _value(hints[name], value) for name, value in said_of.items()})  # type: ignore[operator]
    origin, own = get_origin(of), get_args(of)
    if origin is tuple:
        return tuple(_value(own[0], each) for each in said)
    if origin is Mapping or (isinstance(origin, type) and issubclass(origin, Mapping)):
        return {key: _value(own[1], each) for key, each in said.items()}
    if type(None) in own:
        return _value(own[0], said)
    if of is datetime:
        return datetime.fromisoformat(said)
    return of(said) if isinstance(of, type) and issubclass(of, Enum) else said
