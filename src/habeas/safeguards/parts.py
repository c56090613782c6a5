"""A register judged in parts of whole persons: what is held at once does not grow with it.

No rule looks beyond a person, so that a part is judged as a whole register is, by the same engine over the
rows of some records alone. Parts can be judged in several processes; what each of them found lies on the disk
until all are.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, wait
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from habeas.safeguards.audit import Asked, Tell, untold
from habeas.safeguards.by_duckdb import ByDuckDB
from habeas.safeguards.ingest import open_cache
from habeas.safeguards.ingest.engine import QUICK, text
from habeas.safeguards.signals import leave, leave_sums
from habeas.safeguards.summing import Counts, counts

ENTRIES = 2_000_000
"""How many entries a part has, about: enough that asking takes longer than planning, few enough to hold."""
MEMORY = "300MB"
"""What an engine takes for a part before it goes to the disk."""
WHOLE = 800_000_000
"""Bytes that a process takes for a part, with the columns of kernels."""
Pool = Callable[[int], AbstractContextManager[Executor]]
"""Begins as many processes as help, each of which takes so many bytes, and ends them (``apart``)."""
STANDING = ("chain", "stay", "stretch", "away")
"""What stands, of which signals and figures are made, too."""
_LOOKED = 0.5
"""Seconds between two looks at whether it is to stop."""


def parts_of(db: Any, entries: int = ENTRIES, those: str = "record") -> list[range]:
    """The numbers of the records of each part; all records of a person, which lie together, are in one.

    ``those`` is the table of the records to be judged, whose parts have as many entries as each other.
    """
    [[records, events]] = db.execute(
        f"SELECT COALESCE(MAX(rid) + 1, 0), COALESCE(SUM(entries), 0) FROM {those}"
    ).fetchall()
    many = max(1, round(events / entries))
    begins = db.execute(f"""
SELECT MIN(rid) FROM (
  SELECT rid, person, LAG(person) OVER ordered AS before, SUM(entries) OVER ordered - entries AS upto
  FROM {those} WINDOW ordered AS (ORDER BY rid)
) WHERE upto * {many} >= {max(events, 1)} AND (person IS DISTINCT FROM before OR person IS NULL)
GROUP BY upto * {many} // {max(events, 1)} ORDER BY 1
""").fetchall()
    since = [0, *(first for (first,) in begins)]
    return [range(*each) for each in zip(since, [*since[1:], records], strict=True)]


@dataclass(frozen=True)
class Judging:
    """What is done with each part, in whichever process."""

    asked: Asked
    cache: Path
    out: Path
    """A folder for what was found: one for each table, in it a file for each part."""
    each_verdict: bool = False
    by_place: bool = False
    each_counted: bool = False
    """All that is counted is left, instead of the other tables that are made of it."""
    only: Path | None = None
    """A table of the records that are judged, where the others are not."""

    @property
    def tables(self) -> Sequence[str]:
        """The tables that it leaves."""
        if self.each_counted:
            return "stay", "first_stay", "stretch", "told", "counted", "signalled", "outing"
        asked = {"verdict": self.each_verdict, "tally": self.by_place}
        return (
            *STANDING,
            "told",
            "length",
            "summed",
            "acted",
            "outing",
            *(name for name, is_asked in asked.items() if is_asked),
        )

    def __call__(self, number: int, part: range, tell: Tell = untold) -> dict[str, Counts]:
        """Judge a part: what is counted of each rule."""
        db = open_cache(self.cache, MEMORY, part, self.only)
        try:
            db.execute("SET threads = 1")
            found = ByDuckDB(
                self.asked,
                db,
                each_verdict=self.each_verdict,
                by_place=self.by_place,
                each_length=not self.each_counted,
                each_counted=self.each_counted,
            )
            told = {one.rule.name: counts(one) for one in found.told(tell)}
            tell_signals = leave if self.each_counted else leave_sums
            tell_signals(found.sql, self.asked.as_of, self.asked.site)
            for name in self.tables:
                file = text(str(self.out / name / f"{number:06}.parquet"))
                db.execute(f"COPY (FROM {name}) TO {file} ({QUICK})")
        finally:
            db.close()
        return told


def judged(judge: Judging, parts: Sequence[range], pool: Pool, tell: Tell) -> Iterator[dict[str, Counts]]:
    """What is counted of each part, as many at once as the pool does."""
    for name in judge.tables:
        (judge.out / name).mkdir()
    if len(parts) == 1:
        yield judge(0, parts[0], tell)
        return
    with pool(WHOLE) as processes:
        going = {processes.submit(judge, at, part) for at, part in enumerate(parts)}
        while going:
            tell(1 - len(going) / len(parts))
            done, going = wait(going, _LOOKED, FIRST_COMPLETED)
            for each in done:
                yield each.result()
