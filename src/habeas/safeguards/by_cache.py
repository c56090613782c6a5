"""The findings over a register that was brought in: in parts where it is large, by what was found before."""

import shutil
import tempfile
import weakref
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from habeas.safeguards.audit import Asked, Tell, Told, untold
from habeas.safeguards.by_duckdb import ByDuckDB
from habeas.safeguards.ingest import open_cache
from habeas.safeguards.ingest.engine import of_folder
from habeas.safeguards.keeping import Keeping
from habeas.safeguards.parts import ENTRIES, Judging, Pool, judged, parts_of
from habeas.safeguards.signals import take_over
from habeas.safeguards.sql.codes import NOT_APPLICABLE
from habeas.safeguards.sql.occasions import VERDICT
from habeas.safeguards.summing import ranked, ranks, summed

_MARKED = """
SELECT rule, mark, SUM(times) AS n, COUNT(*) FILTER (WHERE decides) AS records
FROM counted GROUP BY rule, mark
"""
_BY_RECORD = f"""
SELECT rule, mark % 10, CASE WHEN mark % 10 = {NOT_APPLICABLE} THEN mark // 10 END, records
FROM marked WHERE records > 0
"""
_BY_VERDICT = "SELECT rule, mark % 10, SUM(n) FROM marked GROUP BY 1, 2"
_LENGTHS = "SELECT rule, observed AS length, 1 AS n FROM counted WHERE observed IS NOT NULL"
_TALLY = """
SELECT c.rule, p.station, p.month, p.jurisdiction, c.mark, c.excused, c.too_late, c.changed,
  CAST(SUM(c.times) AS BIGINT) AS n
FROM counted AS c JOIN placed AS p ON p.rid = c.rid GROUP BY ALL
"""
_LENGTH = """
SELECT c.rule, p.station, p.month, c.observed, COUNT(*) AS n
FROM counted AS c JOIN placed AS p ON p.rid = c.rid WHERE c.observed IS NOT NULL GROUP BY ALL
"""


class ByCache(ByDuckDB):
    """One audit over a cache (``ingest.cache``)."""

    def __init__(
        self,
        asked: Asked,
        cache: Path,
        pool: Pool,
        *,
        each_verdict: bool = False,
        by_place: bool = False,
        keep: bool = False,
        entries: int = ENTRIES,
    ) -> None:
        """``pool``: how processes are begun for the parts of a large register, of so many ``entries`` each.

        ``keep``: what an earlier audit found is taken over, and what this one finds is kept in the cache.
        """
        super().__init__(asked, open_cache(cache), each_verdict=each_verdict, by_place=by_place)
        self.cache, self.pool, self.keeps, self.entries = cache, pool, keep, entries
        self.parts: Sequence[range] = ()

    def told(self, tell: Tell = untold) -> Iterator[Told]:
        """What came of each rule."""
        if self.keeps:
            yield from self._with_kept(tell)
            return
        self.parts = parts_of(self.db, self.entries)
        if len(self.parts) > 1:
            yield from self._in_parts(tell)
        else:
            yield from super().told(tell)

    def _in_parts(self, tell: Tell) -> Iterator[Told]:
        out = Path(tempfile.mkdtemp(prefix=".parts-", dir=self.cache))
        # It goes with this object, whose tables are views of what lies there.
        weakref.finalize(self, shutil.rmtree, out, ignore_errors=True)
        judge = Judging(self.asked, self.cache, out, each_verdict=self.each_verdict, by_place=self.by_place)
        parts = list(judged(judge, self.parts, self.pool, tell))
        for name in judge.tables:
            self.db.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS FROM {of_folder(out / name)}")
        self.sql.outages()
        self.sql.events()
        lengths = ranks(self.rows(ranked("SELECT rule, observed AS length, n FROM length")))
        for at, rule in enumerate(self.asked.rules):
            if rule.name not in self.asked.without_limit:
                yield summed(rule, [part[rule.name] for part in parts], lengths.get(at))

    def _with_kept(self, tell: Tell) -> Iterator[Told]:
        with Keeping(self.asked, self.cache, self.db).layer() as layer:
            if layer.adds:
                self.parts = parts_of(self.db, self.entries, "anew")
                judge = Judging(self.asked, self.cache, layer.folder, each_counted=True, only=layer.only)
                for _part in judged(judge, self.parts, self.pool, tell):
                    pass
            layer.show()
        self.sql.relate()
        self.sql.events()
        if self.by_place:
            self._place()
            self.sql.make("tally", _TALLY)
            self.sql.make("length", _LENGTH)
        yield from self._of_counted()
        if self.each_verdict:
            self._judge_each()

    def _leave_signals(self) -> None:
        if self.keeps:
            take_over(self.sql, self.asked.as_of)
        elif len(self.parts) == 1:  # of several, each left its own
            super()._leave_signals()

    def _of_counted(self) -> Iterator[Told]:
        """What came of each rule, made of what each occasion adds to it."""
        self.sql.make("marked", _MARKED)
        by_record, by_verdict = self._by_rule(_BY_RECORD), self._by_rule(_BY_VERDICT)
        lengths = ranks(self.rows(ranked(_LENGTHS)))
        for at, rule in enumerate(self.asked.rules):
            if rule.name not in self.asked.without_limit:
                yield self._counted(rule, by_record[at], by_verdict[at], lengths.get(at, (None, None)))

    def _by_rule(self, query: str) -> defaultdict[int, list[Sequence[Any]]]:
        found = defaultdict[int, list[Sequence[Any]]](list)
        for rule, *row in self.rows(query):
            found[rule].append(row)
        return found

    def _judge_each(self) -> None:
        """Make the verdict of each record and rule."""
        self._empty("verdict", VERDICT)
        for at, rule in enumerate(self.asked.rules):
            if rule.name not in self.asked.without_limit:
                self.sql.add(
                    "verdict",
                    f"""
SELECT {at}, y.rid, COALESCE(c.mark % 10, {NOT_APPLICABLE}) FROM stay AS y
LEFT JOIN (SELECT rid, mark FROM counted WHERE rule = {at} AND decides) AS c ON c.rid = y.rid
WHERE {self._concerned(rule)}""",
                )
