"""The findings over a register that was brought in: in parts where it is large, by what was found before."""

import shutil
import tempfile
import weakref
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import nullcontext
from pathlib import Path

from habeas.safeguards.audit import Asked, Tell, Told, untold
from habeas.safeguards.by_duckdb import ByDuckDB
from habeas.safeguards.ingest import open_cache
from habeas.safeguards.ingest.engine import text
from habeas.safeguards.keeping import Keeping, KeepingDuck, Kept
from habeas.safeguards.parts import ENTRIES, Judging, judged, parts_of
from habeas.safeguards.summing import ranked, ranks, summed


class ByCache(ByDuckDB):
    """One audit over a cache (``ingest.cache``)."""

    def __init__(
        self,
        asked: Asked,
        cache: Path,
        *,
        each_verdict: bool = False,
        by_place: bool = False,
        keep: bool = False,
        pool: Executor | None = None,
        entries: int = ENTRIES,
    ) -> None:
        """``keep``: what an earlier audit found is taken over, and what this one finds is kept in the cache.

        ``pool``: processes in which the parts of a register are judged, of about so many ``entries`` each.
        """
        super().__init__(asked, open_cache(cache), each_verdict=each_verdict, by_place=by_place)
        self.cache, self.pool, self.keep = cache, pool, keep
        self.parts = parts_of(self.db, entries)

    def told(self, tell: Tell = untold) -> Iterator[Told]:
        """What came of each rule."""
        keeping = Keeping(self.asked, self.cache) if self.keep else None
        with keeping.keeping() if keeping else nullcontext() as kept:
            if len(self.parts) > 1:
                yield from self._in_parts(kept, tell)
            else:
                yield from self._whole(kept, tell)

    def _whole(self, kept: Kept | None, tell: Tell) -> Iterator[Told]:
        if kept is None:
            yield from super().told(tell)
            return
        how = (self.db, self.asked.as_of, self.asked.site, self.asked.every_set)
        self.sql = keeping = KeepingDuck(*how, kept=kept)
        yield from super().told(tell)
        keeping.keep_how_they_stand()

    def _in_parts(self, kept: Kept | None, tell: Tell) -> Iterator[Told]:
        out = Path(tempfile.mkdtemp(prefix=".parts-", dir=self.cache))
        weakref.finalize(
            self, shutil.rmtree, out, ignore_errors=True
        )  # its tables are views of what lies there
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
