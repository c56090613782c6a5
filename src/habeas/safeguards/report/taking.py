"""What a report takes from the tables of an audit beside the figures: occasions, and records to be drawn."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from habeas.safeguards.audit import Row
from habeas.safeguards.by_duckdb import ByDuckDB
from habeas.safeguards.figures import Figures, Pulled
from habeas.safeguards.ingest import FIRST, Ingested
from habeas.safeguards.report.records import (
    SAID,
    Found,
    Record,
    found_of,
    make_tables,
    read_records,
)
from habeas.safeguards.rule import Rule
from habeas.safeguards.sql.codes import BREACHED, NOT_RECORDED, VERDICTS
from habeas.safeguards.sql.query import literal

NOT_KEPT_LISTED, NOT_RECORDED_LISTED = 10, 5
"""So many occasions of a rule are listed, the gravest first."""
NOT_KEPT_ON_SHEETS, NOT_RECORDED_ON_SHEETS = 5, 2
"""So many of them on sheets."""
_VERDICT = {code: verdict for verdict, code in VERDICTS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Everything that a report says beside the figures; empty where it is to be public."""

    occasions: Mapping[str, tuple[Found, ...]]
    """The gravest of each rule."""
    records: tuple[Record, ...]
    """Those to pull, those in which somebody died, then those of each listed occasion that was not kept."""
    rules: Mapping[str, Rule]
    """Those that were asked, by their names."""
    wrong: tuple[Row, ...] = ()
    """The first places of each kind of what is wrong with the register, by the names of ``PLACE``."""


def taken(found: ByDuckDB, read: Ingested, figures: Figures) -> Taken:
    """Take what is listed and drawn."""
    occasions = _occasions(found)
    named = [one.record_id for one in figures.pulled] + [one.record_id for one in figures.deaths]
    missed = [one.record_id for own in occasions.values() for one in own if one.known]
    drawn = list(dict.fromkeys([*named, *missed]))
    return replace(taken_records(found, read, drawn), occasions=occasions, wrong=tuple(found.wrong(FIRST)))


def taken_records(found: ByDuckDB, read: Ingested, record_ids: Sequence[str]) -> Taken:
    """Take some records alone, of those that are there."""
    rules = {one.name: one for one in found.asked.rules}
    make_tables(found, read, f"r.record_id IN ({', '.join(map(literal, record_ids)) or 'NULL'})")
    records = read_records(found.rows, record_ids, rules, found.asked.as_of)
    return Taken(occasions={}, records=records, rules=rules)


def shortened(whole: Taken, figures: Figures) -> Taken:
    """What of it stands on sheets: fewer occasions, and drawn only what is to be pulled and who died."""
    named = {one.record_id for one in figures.pulled} | {one.record_id for one in figures.deaths}
    return replace(
        whole,
        occasions={
            rule: (
                *_known(own, known=True)[:NOT_KEPT_ON_SHEETS],
                *_known(own, known=False)[:NOT_RECORDED_ON_SHEETS],
            )
            for rule, own in whole.occasions.items()
        },
        records=tuple(one for one in whole.records if one.record_id in named),
    )


def _known(found: Sequence[Found], *, known: bool) -> list[Found]:
    return [one for one in found if one.known is known]


def pulled_of(figures: Figures, record: Record) -> Pulled | None:
    """Why a record is to be pulled; ``None`` where it is not."""
    return next((one for one in figures.pulled if one.record_id == record.record_id), None)


def _occasions(found: ByDuckDB) -> Mapping[str, tuple[Found, ...]]:
    """Of each rule the occasions furthest from what it allows, those not kept first."""
    by_rule = defaultdict[str, list[Found]](list)
    rows = found.rows(f"""
SELECT {", ".join(SAID)}
FROM (
  SELECT o.*, r.record_id, r.zone, r.jurisdiction, ROW_NUMBER() OVER (
    PARTITION BY o.rule, o.verdict
    ORDER BY ABS(o.observed - COALESCE(o.allowed, 0)) DESC NULLS LAST, r.place, o.since NULLS LAST, o.e_1
  ) AS nth
  FROM told AS o JOIN record AS r ON r.rid = o.rid WHERE o.verdict IN ({BREACHED}, {NOT_RECORDED})
) AS t
WHERE t.nth <= CASE WHEN t.verdict = {BREACHED} THEN {NOT_KEPT_LISTED} ELSE {NOT_RECORDED_LISTED} END
ORDER BY t.rule, t.verdict, t.nth""")
    for row in rows:
        said = dict(zip(SAID, row, strict=True))
        said["verdict"] = _VERDICT[said["verdict"]]
        rule = found.asked.rules[said["rule"]]
        by_rule[rule.name].append(found_of(said, rule, found.asked.as_of))
    return {rule: tuple(own) for rule, own in by_rule.items()}
