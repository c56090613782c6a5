"""The findings of DuckDB over a register in the form that an audit caches (safeguards.md 4)."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from habeas.safeguards.audit import OCCASION, Asked, Row, Told, instant, seconds
from habeas.safeguards.rule import Rule
from habeas.safeguards.sql import tally
from habeas.safeguards.sql.codes import REASONS, VERDICTS, micros
from habeas.safeguards.sql.duck import Duck
from habeas.safeguards.sql.stages import in_set
from habeas.safeguards.templates.within import Within
from habeas.safeguards.verdict import Reason, Verdict

if TYPE_CHECKING:
    import duckdb

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_VERDICT = {at: each for each, at in VERDICTS.items()}
_REASON = {at: each for each, at in REASONS.items()}
_INSTANTS = frozenset({"since", "until", "due_at"})
_LENGTHS = frozenset({"observed_s", "limit_s"})


class ByDuckDB:
    """One audit: the stages are made once, then each rule is asked."""

    engine = "duckdb"

    def __init__(
        self,
        asked: Asked,
        db: "duckdb.DuckDBPyConnection",
        *,
        each_verdict: bool = False,
        by_place: bool = False,
    ) -> None:
        """``by_place``: the table ``tally`` is made too, of which the figures of a report are made."""
        self.asked, self.db, self.each_verdict, self.by_place = asked, db, each_verdict, by_place
        self.records = self._one("SELECT COUNT(*) FROM record")
        self.events = self._one("SELECT COUNT(*) FROM entry")
        [[last]] = self.rows(f"SELECT MAX(wr) FROM entry WHERE wr <= {micros(asked.as_of)}")
        self.last_written = None if last is None else _at(last)
        self._duck = Duck(db, asked.as_of, asked.site, every_set=asked.every_set)

    def told(self) -> Iterator[Told]:
        """What came of each rule."""
        self._duck.prepare()
        self.db.execute(
            """
CREATE OR REPLACE TEMP TABLE told (
  rule SMALLINT, rid INTEGER, verdict TINYINT, reason TINYINT, since BIGINT, until BIGINT, due BIGINT,
  observed BIGINT, n BIGINT, allowed BIGINT, e_1 BIGINT, e_2 BIGINT, e_3 BIGINT, excused BIGINT,
  too_late BIGINT, first TINYINT
)"""
        )
        self.db.execute("CREATE OR REPLACE TEMP TABLE verdict (rule SMALLINT, rid INTEGER, verdict TINYINT)")
        if self.by_place:
            self.db.execute(f"CREATE OR REPLACE TEMP TABLE placed AS {tally.placed(self.rows(tally.days()))}")
            columns = ", ".join(f"{name} {of}" for name, of in tally.TALLY.items())
            self.db.execute(f"CREATE OR REPLACE TEMP TABLE tally ({columns})")
        for at, rule in enumerate(self.asked.rules):
            if rule.name not in self.asked.without_limit:
                yield self._told(at, rule)

    def _told(self, at: int, rule: Rule) -> Told:
        table = self._duck.occasions(rule)
        records, reasons = self._records(table, rule)
        self._keep(at, table, rule)
        counted = self.rows(f"SELECT mark % 10, SUM(times) FROM {table} GROUP BY 1")
        timed = isinstance(rule.template, Within)
        return Told(
            rule=rule,
            records=records,
            reasons=reasons,
            occasions={_VERDICT[verdict]: int(count) for verdict, count in counted},
            median=self._rank(table, 0.5) if timed else None,
            p90=self._rank(table, 0.9) if timed else None,
        )

    def _concerned(self, rule: Rule) -> str:
        return "TRUE" if self.asked.every_set else in_set(rule.set)

    def _records(self, table: str, rule: Rule) -> tuple[Mapping[Verdict, int], Mapping[Reason, int]]:
        """How many records have which verdict, and why it does not apply; those without an occasion too."""
        records, reasons = Counter[Verdict](), Counter[Reason]()
        why = "CASE WHEN verdict = 4 THEN mark // 10 END"
        for verdict, reason, count in self.rows(
            f"SELECT verdict, {why}, COUNT(*) FROM ({_gravest(table)}) GROUP BY 1, 2"
        ):
            records[_VERDICT[verdict]] += count
            if reason is not None:
                reasons[_REASON[reason]] += count
        concerned = self._one(f"SELECT COUNT(*) FROM stay WHERE {self._concerned(rule)}")
        if without := concerned - records.total():
            records[Verdict.NOT_APPLICABLE] += without
            reasons[Reason.NO_REQUEST if asks_for_a_request(rule) else Reason.NONE] += without
        return records, reasons

    def _keep(self, at: int, table: str, rule: Rule) -> None:
        """Keep the occasions that are told, and a verdict for each record where that was asked for."""
        self.db.execute(
            f"""
INSERT INTO told
SELECT {at}, rid, mark % 10, CASE WHEN mark >= 10 THEN mark // 10 END, since, until, due, observed, n,
  allowed, ev1, ev2, ev3, excused, too_late, as_first_written
FROM {table}
WHERE mark < 3 OR excused IS NOT NULL OR too_late IS NOT NULL OR as_first_written IS NOT NULL
"""
        )
        if self.by_place:
            self.db.execute(f"INSERT INTO tally {tally.counted(at, table)}")
        if self.each_verdict:
            self.db.execute(
                f"INSERT INTO verdict SELECT {at}, y.rid, COALESCE(g.verdict, 4) FROM stay AS y "
                f"LEFT JOIN ({_gravest(table)}) AS g ON g.rid = y.rid WHERE {self._concerned(rule)}"
            )

    def _rank(self, table: str, share: float) -> timedelta | None:
        """The least length that at least a share of them does not exceed."""
        [[found]] = self.rows(
            f"SELECT quantile_disc(observed, {share}) FROM {table} "
            "WHERE observed IS NOT NULL AND mark % 10 IN (0, 3)"
        )
        return None if found is None else timedelta(microseconds=found)

    def occasions(self) -> Iterator[Row]:
        """Every occasion that is told, once ``told`` is at its end."""
        found = self.db.execute(self.occasions_as_sql())
        names = [each[0] for each in found.description]
        while rows := found.fetchmany(10_000):
            for row in rows:
                yield self._row(dict(zip(names, row, strict=True)))

    def occasions_as_sql(self) -> str:
        """The same as a query, for a table in a file; instants and lengths in microseconds."""
        ids = {
            name: f"(SELECT i.event_id FROM event_id AS i WHERE i.e = t.{name})"
            for name in ("excused", "too_late")
        }
        evidence = ", ".join(f"i{at}.event_id" for at in (1, 2, 3))
        joins = " ".join(f"LEFT JOIN event_id AS i{at} ON i{at}.e = t.e_{at}" for at in (1, 2, 3))
        return f"""
SELECT r.record_id, t.rule, t.verdict, t.reason, t.since, t.until, t.due AS due_at, t.observed AS observed_s,
  t.n AS count, t.allowed AS limit_s, list_filter([{evidence}], lambda x: x IS NOT NULL) AS evidence,
  {ids["excused"]} AS excused_by, {ids["too_late"]} AS excuse_too_late, t.first AS as_first_written,
  r.jurisdiction, y.t0
FROM told AS t JOIN record AS r ON r.rid = t.rid JOIN stay AS y ON y.rid = t.rid {joins}
ORDER BY t.rule, r.record_id, t.since NULLS LAST, t.e_1 NULLS LAST
"""

    def _row(self, said: dict[str, Any]) -> Row:
        rule = self.asked.rules[said["rule"]]
        t0 = said.pop("t0")
        day = (self.asked.as_of if t0 is None else _at(t0)).date()
        limits = rule.limits_on(day, self.asked.site) or {}
        jurisdiction = said.pop("jurisdiction")
        said |= {
            "rule": rule.name,
            "verdict": _VERDICT[said["verdict"]].value,
            "reason": None if said["reason"] is None else _REASON[said["reason"]].value,
            "as_first_written": None
            if said["as_first_written"] is None
            else _VERDICT[said["as_first_written"]].value,
            "limit_by": next((each.by for each in limits.values()), None),
            "source": rule.source_in(jurisdiction or "").ref,
        }
        for name in _INSTANTS:
            said[name] = None if said[name] is None else instant(_at(said[name]))
        for name in _LENGTHS:
            said[name] = None if said[name] is None else seconds(timedelta(microseconds=said[name]))
        return {name: said[name] for name in OCCASION}

    def verdicts(self) -> Iterator[Row]:
        """One verdict for each record and rule, where that was asked for."""
        found = self.db.execute(
            "SELECT r.record_id, v.rule, v.verdict FROM verdict AS v JOIN record AS r ON r.rid = v.rid "
            "ORDER BY v.rule, r.record_id"
        )
        while rows := found.fetchmany(10_000):
            for record_id, rule, verdict in rows:
                yield {
                    "record_id": record_id,
                    "rule": self.asked.rules[rule].name,
                    "verdict": _VERDICT[verdict].value,
                }

    def _one(self, text: str) -> int:
        [[found]] = self.rows(text)
        return int(found)

    def rows(self, text: str) -> Sequence[tuple[Any, ...]]:
        """What a query over the tables of the audit finds."""
        return self.db.execute(text).fetchall()


def _gravest(table: str) -> str:
    return f"SELECT rid, MIN(mark % 10) AS verdict, MIN(mark) AS mark FROM {table} GROUP BY rid"


def asks_for_a_request(rule: Rule) -> bool:
    """Whether a record without an occasion has none since nobody asked."""
    template = rule.template
    return bool(
        getattr(template, "triggers", ()) if isinstance(template, Within) else getattr(template, "after", ())
    )


def _at(micros: int) -> datetime:
    return _EPOCH + timedelta(microseconds=micros)
