"""The occasions of an engine and of the plain evaluator, in one form, so that they can be held equal."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from tests.safeguards.loaded import Loaded

from habeas.custody import Event, Record
from habeas.safeguards import Reason, Rule, Scope, Site, Verdict, sets_of
from habeas.safeguards.register import stays, whole_custodies
from habeas.safeguards.sql.codes import REASONS, VERDICTS, micros
from habeas.safeguards.sql.engine import Engine

Said = tuple[Any, ...]


class Found(dict[tuple[str, str, str], list[Said]]):
    """What is said of each occasion: of a rule, of a record, which."""


NAMES = (
    *("verdict", "reason", "since", "until", "due", "observed", "count", "evidence", "excused", "too_late"),
    "as_first_written",
)
Events = Mapping[str, Sequence[Event]]
_VERDICTS = {at: each for each, at in VERDICTS.items()}
_REASONS = {at: each for each, at in REASONS.items()}
_TOGETHER = frozenset({"register.written-after", "register.written-promptly"})
"""Rules whose occasions that were met an engine tells together."""


def plain(
    records: Iterable[Record], events: Events, as_of: datetime, site: Site, asked: Iterable[Rule]
) -> Found:
    """What the plain evaluator says."""
    known = list(stays(records, events, as_of))
    whole = list(whole_custodies(known))
    found = Found()
    for rule in asked:
        units = [(one.record, one.case) for one in known]
        if rule.scope is Scope.CUSTODY:
            units = [(one.first.record, one.case) for one in whole]
        for record, case in units:
            if rule.set not in sets_of(record.jurisdiction):
                continue
            for one in rule.judge(case, site):
                if one.reason in (Reason.NONE, Reason.NO_REQUEST):
                    continue
                if rule.name in _TOGETHER and one.verdict is Verdict.MET:
                    found.setdefault((rule.name, record.record_id, "met"), []).append(())
                    continue
                found.setdefault((rule.name, record.record_id, one.key), []).append(
                    (
                        one.verdict,
                        one.reason,
                        *(
                            None if each is None else micros(each)
                            for each in (one.since, one.until, one.due_at)
                        ),
                        None if one.observed is None else micros(one.observed),
                        one.count,
                        tuple(each.event_id for each in one.evidence),
                        one.excused_by and one.excused_by.event_id,
                        one.excuse_too_late and one.excuse_too_late.event_id,
                        one.as_first_written,
                    )
                )
    return found


def by_engine(loaded: Loaded, engine: Engine, asked: Iterable[Rule]) -> Found:
    """What an engine says that has the tables of a register."""
    engine.prepare()
    ids, found = loaded.event_ids, Found()
    for rule in asked:
        for row in engine.rows(rule):
            record_id = loaded.record_ids[row["rid"]]
            if rule.name in _TOGETHER and row["mark"] == VERDICTS[Verdict.MET]:
                found[rule.name, record_id, "met"] = [()] * row["times"]
                continue
            first = row["as_first_written"]
            found.setdefault((rule.name, record_id, _key(row["key"], rule, ids)), []).append(
                (
                    _VERDICTS[row["mark"] % 10],
                    _REASONS.get(row["mark"] // 10),
                    *(row[name] for name in ("since", "until", "due", "observed", "n")),
                    tuple(ids[row[name]] for name in ("ev1", "ev2", "ev3") if row[name] is not None),
                    None if row["excused"] is None else ids[row["excused"]],
                    None if row["too_late"] is None else ids[row["too_late"]],
                    None if first is None else _VERDICTS[first],
                )
            )
    return found


_OF_THE_RECORD = frozenset(
    {"Exists", "AtMost", "NothingAfterEnd", "Numbered", "InOrder", "ClosedPairs", "AllOf", "AnyOf", "Clock"}
)
_NUMBERED = frozenset({"AtLeast", "Total", "Continuous", "Cadence"})


def _key(key: int, rule: Rule, ids: Sequence[str]) -> str:
    template = type(rule.template).__name__
    if template in _OF_THE_RECORD or (template == "Within" and not getattr(rule.template, "triggers", ())):
        return ""
    if template in _NUMBERED:
        return f"{key}" if key else ""
    return ids[key]


def differences(one: Found, other: Found) -> list[tuple[Any, ...]]:
    """Where two say something else: rule, record and occasion, and what."""
    found: list[tuple[Any, ...]] = []
    for key in sorted(one.keys() | other.keys()):
        left, right = sorted(one.get(key, []), key=str), sorted(other.get(key, []), key=str)
        if left != right:
            what = [
                (name, a, b)
                for mine, yours in zip(left, right, strict=False)
                for name, a, b in zip(NAMES, mine, yours, strict=False)
                if a != b
            ]
            found.append((*key, what or (left, right)))
    return found
