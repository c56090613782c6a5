"""What an earlier audit found, kept beside a register: the next asks what can have changed.

Kept are the occasions of each rule. An audit by the same rules and limits, at that instant or a later one,
takes them over of each record of which the answer can only be the same. All others are judged anew, with
every record of the same person:

* of which an entry, the row, an outage of the station (``ingest.touched``) or the other records changed;
* which were open, for time runs on, or of which the beginning is not known, for limits go by its day;
* with an entry that by then was not written or had not happened;
* with an occasion of a duty that outlives custody, for its time runs on too.
"""

import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from habeas import __version__
from habeas.safeguards.audit import Asked
from habeas.safeguards.by_duckdb import ByDuckDB
from habeas.safeguards.ingest.cache import JUDGED, META, OF_RECORDS, touched
from habeas.safeguards.ingest.engine import QUICK, engine_version, text
from habeas.safeguards.kernels.counting import InArrays
from habeas.safeguards.kernels.engine import Kernels
from habeas.safeguards.rule import Rule, Scope
from habeas.safeguards.sql.codes import micros
from habeas.safeguards.sql.compile import Over, compile_rule
from habeas.safeguards.sql.engine import ENTRIES, OCCASIONS
from habeas.safeguards.sql.occasions import Occasions
from habeas.safeguards.sql.stages import MAIN, event, stay, stretch

SCHEMA = "habeas/audit-judged/2"
_OF_CACHE = (META, "record.parquet", "outage.parquet")
_STANDS = "stands.parquet"
_MATES = """
SELECT r.record_id, hash(m.own) AS mates FROM record AS r LEFT JOIN (
  SELECT person, list(record_id ORDER BY record_id) AS own FROM record GROUP BY person
) AS m ON m.person = r.person
"""
"""With whom each record is of one person."""


def question(asked: Asked) -> str:
    """What an audit asks, but for the instant, as one digest: the SQL of it says all."""
    said = [SCHEMA, __version__, engine_version(), event(0), stay("event", 0), stretch("event", "stay", 0)]
    for rule in asked.rules:
        if rule.name not in asked.without_limit:
            said += [f"{rule.name} {rule.scope} {rule.as_entered}"]
            said += [compile_rule(rule, Over(MAIN), 0, asked.site, every_set=asked.every_set)]
    said += [repr(sorted(asked.site.minutes.items()))]
    return sha256("\n".join(said).encode()).hexdigest()


def outlives(template: Any) -> bool:
    """Whether a duty of a template runs on once custody is over."""
    parts = (*getattr(template, "parts", ()), *filter(None, (getattr(template, "inner", None),)))
    return bool(getattr(template, "outlives", False)) or any(map(outlives, parts))


@dataclass(frozen=True, slots=True)
class Kept:
    """What the parts of an audit know of what is kept."""

    made: Path
    """A folder for what they find: one for each rule, in it a file for each part."""
    older: Path | None
    """What was kept, where it answers the same question."""
    touched: Sequence[int]
    """The records that changed since."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """What an audit keeps in a cache."""

    asked: Asked
    cache: Path

    @contextmanager
    def keeping(self) -> Iterator[Kept]:
        """Keep what is found within, once every rule was asked."""
        with tempfile.TemporaryDirectory(prefix=".judged-", dir=self.cache) as folder:
            made = Path(folder) / JUDGED
            made.mkdir()
            for name in (*(_file(rule) for rule in self.asked.rules), _STANDS):
                (made / name).mkdir()
            older = self._kept if self.answers_the_same() else None
            yield Kept(made, older, touched(older, self.cache) if older else ())
            for each in _OF_CACHE:
                shutil.copy(self.cache / each, made)
            said = {"schema": SCHEMA, "question": question(self.asked), "as_of": micros(self.asked.as_of)}
            (made / "judged.json").write_text(json.dumps(said) + "\n", "utf-8")
            if self._kept.exists():
                self._kept.rename(Path(folder) / "older")
            made.rename(self._kept)

    @property
    def _kept(self) -> Path:
        return self.cache / JUDGED

    def answers_the_same(self) -> bool:
        """Whether what was kept answers the same question, at that instant or an earlier one."""
        try:
            said = json.loads((self._kept / "judged.json").read_text("utf-8"))
        except (OSError, ValueError):
            return False
        same = said.get("question") == question(self.asked)
        return bool(same and said["as_of"] <= micros(self.asked.as_of))


@dataclass
class KeepingDuck(Kernels):
    """An audit in DuckDB, or a part of one, that takes over what was kept, and keeps what it finds."""

    kept: Kept = field(kw_only=True)
    part: int = 0
    few: Kernels | None = field(default=None, init=False)
    """Where something was kept: the engine of those records that are judged anew."""

    def prepare(self) -> None:
        """Make the stages; those that rules alone ask of nothing but the records that are judged anew."""
        self.stand()
        self.db.execute("CREATE OR REPLACE TEMP TABLE running (rid INTEGER)")
        self.make("base", "SELECT rid, MIN(e) AS e FROM entry GROUP BY rid")
        if self.kept.older is None:
            self.derive()
        else:
            self.forget()
            self._find_anew(self.kept.older)
            self.few = self._narrowed()
            self.few.prepare()

    def _narrowed(self) -> Kernels:
        """An engine over the same register, which has nothing but the records that are judged anew."""
        beside = self.db.cursor()  # its temporary tables are its own, and go before those of the register
        for name in sorted(OF_RECORDS - {"entry_by_kind"}):  # which kernels do not read
            beside.execute(f"""
CREATE OR REPLACE TEMP TABLE {name} AS
SELECT x.* FROM main.{name} AS x WHERE x.rid IN (SELECT rid FROM anew)""")
        return Kernels(beside, self.as_of, self.site, self.every_set)

    def _find_anew(self, older: Path) -> None:
        """Make ``anew``, the records to be judged, and ``same``: what each other was when it was kept."""
        run, stands = self.db.execute, _every(older / _STANDS)
        run(
            "CREATE OR REPLACE TEMP TABLE hit AS SELECT rid FROM record "
            "WHERE rid IN (SELECT unnest(?::INTEGER[]))",
            [self.kept.touched],
        )
        run(f"""
INSERT INTO hit SELECT r.rid FROM record AS r LEFT JOIN {stands} AS s ON s.record_id = r.record_id
LEFT JOIN ({_MATES}) AS m ON m.record_id = r.record_id
WHERE NOT COALESCE(s.settled, FALSE) OR s.mates IS DISTINCT FROM m.mates""")
        run("""
CREATE OR REPLACE TABLE anew AS
SELECT rid FROM hit UNION
SELECT r.rid FROM record AS r
WHERE r.person IN (SELECT z.person FROM record AS z JOIN hit AS h ON h.rid = z.rid)""")
        run(f"""
CREATE OR REPLACE TEMP TABLE same AS
SELECT s.rid AS was, r.rid, s.base, b.e - s.base AS shift
FROM {stands} AS s JOIN record AS r ON r.record_id = s.record_id LEFT JOIN base AS b ON b.rid = r.rid
WHERE r.rid NOT IN (SELECT rid FROM anew)""")

    def asked(self, rule: Rule) -> Occasions:
        """The occasions of a rule: those judged now, and those that were kept."""
        if self.few is None or self.kept.older is None:
            found = self._in_arrays(rule)
        else:
            found = self._with_kept(rule, self.few, self.kept.older)
        table = self._as_table(found)
        columns = ", ".join(OCCASIONS)
        self.db.execute(f"COPY (SELECT {columns} FROM {table}) TO {self._file_of(_file(rule))} ({QUICK})")
        if outlives(rule.template):
            self.db.execute(f"INSERT INTO running SELECT DISTINCT rid FROM {table}")
        return found

    def _file_of(self, name: str) -> str:
        """The file of this part among those of a name, as SQL has it."""
        return text(str(self.kept.made / name / f"{self.part:06}.parquet"))

    def _with_kept(self, rule: Rule, few: Kernels, older: Path) -> InArrays:
        """Both; entries of the kept ones by the number that they have now."""
        few.db.execute(
            f"CREATE OR REPLACE TABLE handed AS SELECT {', '.join(OCCASIONS)} FROM {few.occasions(rule)}"
        )
        kept = _every(older / _file(rule))
        shifts = dict.fromkeys(ENTRIES, "s.shift")
        joins = ""
        if rule.scope is Scope.CUSTODY:  # what it rests on can lie in another stay
            shifts = {name: f"s_{name}.shift" for name in ENTRIES}
            joins = " ".join(
                f"ASOF LEFT JOIN (SELECT base, shift FROM same WHERE base IS NOT NULL) AS s_{name} "
                f"ON k.{name} >= s_{name}.base"
                for name in ENTRIES
            )
        now = {"rid": "s.rid", **{name: f"k.{name} + {shift}" for name, shift in shifts.items()}}
        listed = ", ".join(f"{now.get(name, f'k.{name}')} AS {name}" for name in OCCASIONS)
        return self._as_arrays(
            f"SELECT {', '.join(OCCASIONS)} FROM handed UNION ALL "
            f"SELECT {listed} FROM {kept} AS k JOIN same AS s ON s.was = k.rid {joins}"
        )

    def done(self) -> None:
        """Write beside what was found of which records it will hold."""
        super().done()
        self.db.execute(f"""
COPY (
  SELECT r.record_id, r.rid, b.e AS base, m.mates, NOT y.is_open AND y.t0 IS NOT NULL
    AND r.rid NOT IN (SELECT x.rid FROM entry AS x WHERE x.wr > {self._now} OR x.ts > {self._now})
    AND r.rid NOT IN (SELECT rid FROM running) AS settled
  FROM record AS r JOIN stay AS y ON y.rid = r.rid LEFT JOIN base AS b ON b.rid = r.rid
  JOIN ({_MATES}) AS m ON m.record_id = r.record_id ORDER BY r.rid
) TO {self._file_of(_STANDS)} (FORMAT parquet, COMPRESSION zstd)""")


def keep(found: ByDuckDB, kept: Kept, part: int = 0) -> None:
    """Let an audit, of a part of a register or all of it, take over what was kept and keep what it finds."""
    how = (found.db, found.asked.as_of, found.asked.site, found.asked.every_set)
    found.sql = KeepingDuck(*how, kept=kept, part=part)


def _every(folder: Path) -> str:
    """The files of all parts as SQL reads them."""
    return f"read_parquet({text(str(folder / '*.parquet'))})"


def _file(rule: Rule) -> str:
    return f"{rule.name}.parquet"
