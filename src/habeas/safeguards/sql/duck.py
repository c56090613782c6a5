"""The rules over a register in DuckDB: stages once, then each rule, then what was corrected or written late.

It needs the extra ``audit``. The connection has the tables ``entry``, ``record`` and ``outage``
(safeguards.md 4); all others are made beside them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from habeas.safeguards.custody import JOINED_WITHIN
from habeas.safeguards.limits import Site
from habeas.safeguards.rule import LATE, Rule, Scope
from habeas.safeguards.site import JOINED
from habeas.safeguards.sql import stages
from habeas.safeguards.sql.chains import Link, chains
from habeas.safeguards.sql.codes import micros
from habeas.safeguards.sql.compile import Over, compile_rule
from habeas.safeguards.sql.query import COLUMNS
from habeas.safeguards.sql.stages import MAIN, Tables

if TYPE_CHECKING:
    import duckdb

ENTERED, FIRST, CUSTODY, MIXED, CUSTODY_FIRST = map(
    Tables.of, ("entered", "first", "custody", "mixed", "custody_first")
)
_ENTRIES = frozenset({"ev1", "ev2", "ev3", "excused", "too_late"})
_LONGEST = timedelta(days=36_500)


@dataclass
class Duck:
    """An audit in DuckDB at one instant."""

    db: "duckdb.DuckDBPyConnection"
    as_of: datetime
    site: Site
    every_set: bool = False

    @property
    def _now(self) -> int:
        return micros(self.as_of)

    @property
    def _late_after(self) -> int:
        return micros(self.site.limit(LATE) or _LONGEST)

    def prepare(self) -> None:
        """Make the stages."""
        self._chain()
        self._make("event", stages.event(self._now))
        self._make("stay", stages.stay("event", self._now))
        self._make("stretch", stages.stretch("event", "stay", self._now))
        joined = micros(self.site.limit(JOINED) or JOINED_WITHIN)
        self._make("member", stages.member("stay", joined))
        self._make("number", f"SELECT n FROM generate_series(1, {self._most_blocks()}) AS s(n)")
        self._custody(CUSTODY, MAIN)
        corrected = f"SELECT DISTINCT rid FROM entry WHERE fixes IS NOT NULL AND wr <= {self._now}"
        self._make("corrected", corrected)
        self._variant(ENTERED, "x.rid IN (SELECT rid FROM corrected)", "corrected")
        late = stages.late(self._late_after)
        self._make(
            "again",
            f"SELECT rid FROM corrected UNION SELECT DISTINCT x.rid FROM entry AS x "
            f"WHERE x.wr <= {self._now} AND x.fixes IS NULL AND {late}",
        )
        self._variant(FIRST, f"x.rid IN (SELECT rid FROM again) AND NOT COALESCE({late}, FALSE)", "again")
        self._mixed()

    def occasions(self, rule: Rule) -> str:
        """The table of the occasions of a rule, with ``as_first_written`` where that is another verdict."""
        runs = [over for over in self._over(rule)]
        self._make("found", " UNION ALL ".join(f"SELECT * FROM ({self._sql(rule, over)})" for over in runs))
        if rule.as_entered:
            return self._make(
                "occasion", "SELECT o.*, CAST(NULL AS INTEGER) AS as_first_written FROM found AS o"
            )
        firsts = " UNION ALL ".join(f"SELECT * FROM ({self._sql(rule, over)})" for over in self._first(rule))
        self._make("before", firsts)
        again = (
            "SELECT rid FROM again"
            if rule.scope is Scope.STAY
            else "SELECT m.cid AS rid FROM member AS m JOIN again AS a ON a.rid = m.rid"
        )
        return self._make(
            "occasion",
            f"""
SELECT o.*, CASE WHEN o.rid IN ({again}) AND o.mark % 10 <> COALESCE(b.mark % 10, 4)
  THEN COALESCE(b.mark % 10, 4) END AS as_first_written
FROM found AS o LEFT JOIN before AS b ON b.rid = o.rid AND b.key = o.key AND o.times = 1
""",
        )

    def _sql(self, rule: Rule, over: Over) -> str:
        text = compile_rule(rule, over, self._now, self.site, every_set=self.every_set)
        if over.tables not in (CUSTODY, CUSTODY_FIRST):
            return text
        columns = ", ".join(
            f"(SELECT z.origin FROM {over.tables.event} AS z WHERE z.e = o.{name}) AS {name}"
            if name in _ENTRIES
            else f"o.{name}"
            for name in COLUMNS
        )
        return f"SELECT {columns} FROM ({text}) AS o"

    def _over(self, rule: Rule) -> Iterator[Over]:
        if rule.as_entered:
            yield Over(MAIN, "NOT EXISTS (SELECT 1 FROM corrected AS c WHERE c.rid = y.rid)")
            yield Over(ENTERED)
        elif rule.scope is Scope.CUSTODY:
            yield Over(
                MAIN, "NOT EXISTS (SELECT 1 FROM member AS m WHERE m.rid = y.rid AND m.stays > 1)", "y.moved"
            )
            yield Over(CUSTODY, lost="y.moved")
        else:
            yield Over(MAIN)

    def _first(self, rule: Rule) -> Iterator[Over]:
        if rule.scope is Scope.CUSTODY:
            yield Over(
                FIRST, "NOT EXISTS (SELECT 1 FROM member AS m WHERE m.rid = y.rid AND m.stays > 1)", "y.moved"
            )
            yield Over(CUSTODY_FIRST, lost="y.moved")
        else:
            yield Over(FIRST)

    def _make(self, name: str, text: str) -> str:
        self.db.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {text}")
        return name

    def _chain(self) -> None:
        rows = self.db.execute(
            f"""
SELECT e, rid, seq, kind, ts, wr, fixes FROM entry
WHERE wr <= {self._now} AND (fixes IS NOT NULL OR e IN (SELECT fixes FROM entry WHERE fixes >= 0))
"""
        ).fetchall()
        found = list(chains(Link(*row) for row in rows))
        self.db.execute(
            "CREATE OR REPLACE TEMP TABLE chain (e BIGINT, stands BOOLEAN, first_e BIGINT, wr BIGINT)"
        )
        if found:
            self.db.executemany("INSERT INTO chain VALUES (?, ?, ?, ?)", found)

    def _most_blocks(self) -> int:
        """How many blocks of a day, or due times, the longest stay can have."""
        [[longest, entries]] = self.db.execute(
            """
SELECT COALESCE(MAX(over_at - LEAST(COALESCE(t0, over_at), COALESCE(arr, over_at))), 0),
  COALESCE((SELECT MAX(n) FROM (SELECT COUNT(*) AS n FROM event GROUP BY rid)), 0) FROM stay
"""
        ).fetchall()
        return int(longest) // micros(timedelta(hours=1)) + int(entries) + 3

    def _variant(self, tables: Tables, which: str, rids: str) -> None:
        self._make(tables.event, stages.entered(self._now, which))
        self._make(tables.stay, stages.stay(tables.event, self._now, f"r.rid IN (SELECT rid FROM {rids})"))
        self._make(tables.stretch, stages.stretch(tables.event, tables.stay, self._now, corrected=False))

    def _mixed(self) -> None:
        """The stays of custodies of which one has something corrected or late: those as first written."""
        others = (
            "SELECT m.rid FROM member AS m WHERE m.stays > 1 AND m.rid NOT IN (SELECT rid FROM again) "
            "AND m.cid IN (SELECT z.cid FROM member AS z JOIN again AS a ON a.rid = z.rid)"
        )
        for mixed, first, main in (
            (MIXED.event, FIRST.event, "event"),
            (MIXED.stay, FIRST.stay, "stay"),
            (MIXED.stretch, FIRST.stretch, "stretch"),
        ):
            self._make(
                mixed,
                f"SELECT * FROM {first} UNION ALL BY NAME SELECT * FROM {main} WHERE rid IN ({others})",
            )
        self._custody(CUSTODY_FIRST, MIXED)

    def _custody(self, made: Tables, of: Tables) -> None:
        self._make(made.event, stages.custody_event(of.event))
        self._make(made.stay, stages.custody_stay(of.stay, made.event))
        self._make(made.stretch, stages.custody_stretch(of.stretch, made.event))


def rows(duck: Duck, rule: Rule) -> Iterable[dict[str, Any]]:
    """Every occasion of a rule, by the names of its columns; entries by the numbers that they were read with."""
    table = duck.occasions(rule)
    names = (*COLUMNS, "as_first_written")
    found = duck.db.execute(f"SELECT {', '.join(names)} FROM {table}").fetchall()
    return (dict(zip(names, row, strict=True)) for row in found)
