"""The findings of an engine of SQL, which has a register in the tables that rules are asked over."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from itertools import islice
from typing import Any

from habeas.custody.exchange.tables import instant_of
from habeas.safeguards.audit import LENGTHS, Asked, Row, Tell, Told, untold, whole
from habeas.safeguards.ingest.engine import connect, put_rows
from habeas.safeguards.ingest.faults import PLACE
from habeas.safeguards.rule import Rule
from habeas.safeguards.signals import Signals, by_tables, leave_sums
from habeas.safeguards.sql import tally
from habeas.safeguards.sql.codes import REASONS, VERDICTS, micros
from habeas.safeguards.sql.engine import Engine
from habeas.safeguards.sql.occasions import LENGTH, TOLD, VERDICT, Occasions
from habeas.safeguards.sql.stages import in_set, there
from habeas.safeguards.templates.within import Within
from habeas.safeguards.verdict import Reason, Verdict
from habeas.safeguards.worded import IDS, ORDER, SAID, worded

_VERDICT = {at: each for each, at in VERDICTS.items()}
_REASON = {at: each for each, at in REASONS.items()}
_BATCH = 50_000
"""So many occasions are put into words at once."""


class ByEngine:
    """One audit: the stages are made once, then each rule is asked."""

    def __init__(
        self,
        asked: Asked,
        sql: Engine,
        *,
        each_verdict: bool = False,
        by_place: bool = False,
        each_length: bool = False,
    ) -> None:
        """``by_place``: ``tally`` and ``length`` are made too, of which the figures of a report are made.

        ``each_length``: the latter in any case, of which the ranks of a register in parts are made.
        """
        self.asked, self.sql, self.each_verdict, self.by_place = asked, sql, each_verdict, by_place
        self.each_length = each_length or by_place
        self.engine = sql.name
        self._concerned_by: dict[str, int] = {}

    @cached_property
    def records(self) -> int:
        """How many records were there at the instant of the audit."""
        return self._one(f"SELECT COUNT(*) FROM record AS r WHERE {there(micros(self.asked.as_of))}")

    @property
    def events(self) -> int:
        """How many entries had been written by then."""
        return self._written[0]

    @property
    def last_written(self) -> datetime | None:
        """When the last of them was."""
        return self._written[1]

    @cached_property
    def _written(self) -> tuple[int, datetime | None]:
        now = micros(self.asked.as_of)
        [[events, last]] = self.rows(f"SELECT COUNT(*), MAX(wr) FROM entry WHERE wr <= {now}")
        return events, None if last is None else instant_of(last)

    def told(self, tell: Tell = untold) -> Iterator[Told]:
        """What came of each rule."""
        self.sql.prepare()
        self._empty("told", TOLD)
        self._empty("verdict", VERDICT)
        if self.by_place:
            self._place()
            self._empty("tally", tally.TALLY)
        if self.each_length:
            self._empty("length", LENGTH)
        for at, rule in enumerate(self.asked.rules):
            tell(at / len(self.asked.rules))
            if rule.name not in self.asked.without_limit:
                yield self._told(at, rule)
        self.sql.done()

    def _told(self, at: int, rule: Rule) -> Told:
        found = self.sql.asked(rule)
        self._keep(at, found, rule)
        ranks = self._ranks(found) if isinstance(rule.template, Within) else (None, None)
        return self._counted(rule, found.by_record(), found.by_verdict(), ranks)

    def _counted(
        self,
        rule: Rule,
        by_record: Iterable[Sequence[Any]],
        by_verdict: Iterable[Sequence[Any]],
        ranks: Sequence[timedelta | None],
    ) -> Told:
        """What came of a rule, of what was counted as ``sql.occasions.Occasions`` has it."""
        records, reasons = self._records(by_record, rule)
        median, p90 = ranks
        return Told(
            rule=rule,
            records=records,
            reasons=reasons,
            occasions={_VERDICT[verdict]: int(count) for verdict, count in by_verdict},
            median=median,
            p90=p90,
        )

    def _place(self) -> None:
        """Make where and in which month each stay began."""
        self.sql.make("placed", tally.placed((zone, day) for zone, day in self.rows(tally.days())))

    def _concerned(self, rule: Rule) -> str:
        return "TRUE" if self.asked.every_set else in_set(rule.set)

    def _records(
        self, by_record: Iterable[Sequence[Any]], rule: Rule
    ) -> tuple[Mapping[Verdict, int], Mapping[Reason, int]]:
        """How many records have which verdict, and why it does not apply; those without an occasion too."""
        records, reasons = Counter[Verdict](), Counter[Reason]()
        for verdict, reason, count in by_record:
            records[_VERDICT[verdict]] += count
            if reason is not None:
                reasons[_REASON[reason]] += count
        if without := self._many_concerned(self._concerned(rule)) - records.total():
            records[Verdict.NOT_APPLICABLE] += without
            reasons[Reason.NO_REQUEST if rule.called_for_by else Reason.NONE] += without
        return records, reasons

    def _many_concerned(self, condition: str) -> int:
        """How many records a set of rules concerns; rules of one set ask it one after the other."""
        if condition not in self._concerned_by:
            self._concerned_by[condition] = self._one(f"SELECT COUNT(*) FROM stay WHERE {condition}")
        return self._concerned_by[condition]

    def _keep(self, at: int, found: Occasions, rule: Rule) -> None:
        """Keep the occasions that are told, and whatever else was asked for."""
        found.tell(at)
        if self.by_place:
            found.count_places(at)
        if self.each_length and isinstance(rule.template, Within):
            found.measure(at, by_place=self.by_place)
        if self.each_verdict:
            found.judge(at, self._concerned(rule))

    def _ranks(self, found: Occasions) -> Sequence[timedelta | None]:
        return [None if each is None else timedelta(microseconds=each) for each in found.ranks()]

    def occasions(self) -> Iterator[Row]:
        """Every occasion that is told, once ``told`` is at its end."""
        for batch in self.occasion_batches(_BATCH):
            for row in batch.to_pylist():
                for name in LENGTHS:
                    row[name] = None if row[name] is None else whole(row[name])
                yield row

    def occasion_batches(self, most: int) -> Iterator[Any]:
        """The same as batches of Arrow of at most so many rows each; lengths are floating."""
        rows, db = self.sql.stream(f"SELECT t.* FROM ({self._said()}) AS t {ORDER}"), connect()
        while part := list(islice(rows, most)):
            put_rows(db, "said", SAID, part)
            yield from worded(db, self.asked, "said").to_arrow_reader(most)

    def _said(self) -> str:
        """The query of every occasion in numbers, as ``SAID`` has it."""
        ids, joins = ", ".join(f"i_{each}.event_id AS {each}" for each in IDS), self.name_entries()
        return f"""
SELECT t.rule, r.place, t.e_1 AS e, r.record_id, r.jurisdiction AS law, y.t0, t.verdict, t.reason, t.since,
  t.until, t.due, t.observed, t.n, t.allowed, t.first, {ids}
FROM told AS t JOIN record AS r ON r.rid = t.rid JOIN stay AS y ON y.rid = t.rid {joins}"""

    def name_entries(self) -> str:
        """Join to an occasion ``t`` the ids of the entries that it names, each as ``i_`` and its column.

        They are looked for once: those of all occasions are few beside those of a register.
        """
        named = " UNION ALL ".join(
            f"SELECT t.{each} FROM told AS t WHERE t.{each} IS NOT NULL" for each in IDS
        )
        self.sql.make("named_entry", f"SELECT i.e, i.event_id FROM event_id AS i WHERE i.e IN ({named})")
        return " ".join(f"LEFT JOIN named_entry AS i_{each} ON i_{each}.e = t.{each}" for each in IDS)

    def verdicts(self) -> Iterator[Row]:
        """One verdict for each record and rule, where that was asked for."""
        for record_id, rule, verdict in self.sql.stream(
            "SELECT r.record_id, v.rule, v.verdict FROM verdict AS v JOIN record AS r ON r.rid = v.rid "
            "ORDER BY v.rule, r.place"
        ):
            name = self.asked.rules[rule].name
            yield {"record_id": record_id, "rule": name, "verdict": _VERDICT[verdict].value}

    def wrong(self, most: int | None = None) -> Iterator[Row]:
        """What is wrong with the register, and where: of each kind the first places, or all."""
        which = "" if most is None else f"WHERE nth <= {most:d}"
        for row in self.sql.stream(
            f"""
SELECT {", ".join(PLACE)} FROM (
  SELECT f.*, ROW_NUMBER() OVER (
    PARTITION BY code
    ORDER BY file NULLS LAST, line NULLS LAST, record_id NULLS LAST, event_id NULLS LAST, what
  ) AS nth FROM fault AS f
) AS f {which} ORDER BY code, nth
"""
        ):
            yield dict(zip(PLACE, row, strict=True))

    def signals(self) -> Signals:
        """Its signals, once ``told`` has made the stages."""
        return self._signals

    @cached_property
    def _signals(self) -> Signals:
        self._leave_signals()
        return by_tables(self.sql, self.asked.as_of, self.asked.site)

    def _leave_signals(self) -> None:
        """Make what signals are told of."""
        leave_sums(self.sql, self.asked.as_of, self.asked.site)

    def _one(self, text: str) -> int:
        [[found]] = self.rows(text)
        return int(found)

    def rows(self, text: str) -> Sequence[tuple[Any, ...]]:
        """What a query over the tables of the audit finds."""
        return self.sql.fetch(text)

    def _empty(self, name: str, columns: Mapping[str, str]) -> None:
        nothing = ", ".join(f"CAST(NULL AS {of}) AS {column}" for column, of in columns.items())
        self.sql.make(name, f"SELECT {nothing} WHERE FALSE")
