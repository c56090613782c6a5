"""The findings over a register that was brought in: in parts where it is large, by what was found before."""

import shutil
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

from habeas.safeguards.audit import Asked, Tell, Told, untold
from habeas.safeguards.by_duckdb import ByDuckDB
from habeas.safeguards.ingest import open_cache
from habeas.safeguards.ingest.engine import text
from habeas.safeguards.keeping import Keeping, Kept, keep
from habeas.safeguards.parts import ENTRIES, Judging, Pool, judged, parts_of
from habeas.safeguards.summing import ranked, ranks, summed


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
        self.cache, self.pool, self.keeps = cache, pool, keep
        self.parts = parts_of(self.db, entries)

    def told(self, tell: Tell = untold) -> Iterator[Told]:
        """What came of each rule."""
        with Keeping(self.asked, self.cache).keeping() if self.keeps else nullcontext() as kept:
            if len(self.parts) > 1:
                yield from self._in_parts(kept, tell)
                return
            if kept is not None:
                keep(self, kept)
            yield from super().told(tell)

    def _in_parts(self, kept: Kept | None, tell: Tell) -> Iterator[Told]:
        out = Path(tempfile.mkdtemp(prefix=".parts-", dir=self.cache))
        # It goes with this object, whose tables are views of what lies there.
        weakref.finalize(self, shutil.rmtree, out, ignore_errors=True)
        judge = Judging(self.asked, self.cache, out, self.each_verdict, self.by_place, kept)
        parts = list(judged(judge, self.parts, self.pool, tell))
        for name in judge.tables:
            files = text(str(out / name / "*.parquet"))
            self.db.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS FROM read_parquet({files})")
        self.sql.events()
        lengths = ranks(self.rows(ranked("SELECT rule, observed AS length, n FROM length")))
        for at, rule in enumerate(self.asked.rules):
            if rule.name not in self.asked.without_limit:
                yield summed(rule, [part[rule.name] for part in parts], lengths.get(at))
