"""What an earlier audit found, kept beside a register: the next asks what can have changed.

Kept are all occasions, as far as they are counted or told, and the stays and stretches that they were found
in. An audit by the same rules and limits, at that instant or a later one, takes them over of each record of
which the answer can only be the same. All others are judged anew, with every record of the same person:

* of which an entry, the row, an outage of the station (``ingest.touched``) or the other records changed;
* which were open, for time runs on, or of which the beginning is not known, for limits go by its day, be it
  only as they were first written;
* with an entry that by then was not written or had not happened, or made elsewhere for an outage of which not
  all was written;
* with an occasion of a duty that outlives custody and is pending, for its time runs on too.

At that very instant nothing has run on. What is found anew is a layer over the older ones, which stay as they
were written, as long as anything of them stands: ``stands`` of the newest says of each record in which it
lies, and under which number, for a register that grew is numbered anew. Where nothing is to be judged, there
is no layer more.
"""

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from habeas import __version__
from habeas.custody.events import EPOCH
from habeas.durable import put
from habeas.safeguards.audit import Asked
from habeas.safeguards.ingest.cache import JUDGED, META, lying, touched
from habeas.safeguards.ingest.engine import QUICK, engine_version, of_files, of_folder, text
from habeas.safeguards.signals import OUTING, SIGNALLED, told_by_records
from habeas.safeguards.sql.codes import PENDING, micros
from habeas.safeguards.sql.compile import Over, compile_rule
from habeas.safeguards.sql.occasions import COUNTED, TOLD
from habeas.safeguards.sql.stages import ATTRIBUTES, MAIN, STAY, STRETCH, event, stay, stretch
from habeas.safeguards.templates.within import Within

if TYPE_CHECKING:
    import duckdb

SCHEMA = "habeas/audit-judged/9"
LAYERS = 10
"""So many are read beside each other; then everything is judged anew, which leaves one."""
_NAMES = (META, "actor.parquet")
_STOOD = ("record.parquet", "outage_entry.parquet")
"""What is kept of the register itself: what has which number, and what it was, to see what changed."""
_SAID, _STANDS, _ANEW = "judged.json", "stands.parquet", "anew.parquet"
_NOW = """
SELECT r.rid, r.record_id, r.person, r.entries, hash(m.own) AS mates, r.base
FROM record AS r LEFT JOIN (
  SELECT person, list(record_id ORDER BY record_id) AS own FROM record GROUP BY person
) AS m ON m.person = r.person
"""
"""Each record with the number of its first entry, and with whom it is of one person."""


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of a layer: its columns, and which of them are the number of an entry, or of something else."""

    columns: Sequence[str]
    entries: Sequence[str] = ()
    others: Sequence[tuple[str, str]] = ()
    """Columns, and of what each has the number."""


_TABLES: Mapping[str, _Table] = {
    "stay": _Table(STAY, ("t0_e", "arr_e", "end_e")),
    "stretch": _Table(STRETCH, ("s_e", "t_e", "own_e", "key")),
    "told": _Table(tuple(TOLD), ("e_1", "e_2", "e_3", "excused", "too_late")),
    "counted": _Table(tuple(COUNTED)),
    "signalled": _Table(tuple(SIGNALLED), others=(("station", "station"), ("officer", "actor"))),
    "outing": _Table(OUTING, others=(("station", "station"),)),
}


def question(asked: Asked) -> str:
    """What an audit asks, but for the instant, as one digest: the SQL of it says all."""
    said = [SCHEMA, __version__, engine_version(), event(0), stay("event", 0), stretch("event", "stay", 0)]
    for at, rule in enumerate(asked.rules):  # what is kept calls a rule by its place
        if rule.name not in asked.without_limit:
            said += [f"{at} {rule.name} {rule.scope} {rule.as_entered}"]
            said += [compile_rule(rule, Over(MAIN), 0, asked.site, every_set=asked.every_set)]
    said += [repr(sorted(asked.site.minutes.items())), *told_by_records(EPOCH, asked.site)]
    return sha256("\n".join(said).encode()).hexdigest()


def outlives(template: Any) -> bool:
    """Whether a duty of a template runs on once custody is over."""
    parts = (*getattr(template, "parts", ()), *filter(None, (getattr(template, "inner", None),)))
    return bool(getattr(template, "outlives", False)) or any(map(outlives, parts))


@dataclass(frozen=True, slots=True)
class Layer:
    """What an audit finds anew, over the layers that it takes over."""

    folder: Path
    older: Sequence[Path]
    db: "duckdb.DuckDBPyConnection"
    adds: bool
    """Whether there is anything to be judged."""

    @property
    def only(self) -> Path | None:
        """A table of the records that are judged anew (``rid``), where others are taken over."""
        return self.folder / _ANEW if self.older else None

    def show(self) -> None:
        """Show its tables with those of the older layers, by the numbers that everything has now."""
        self._renumber()
        for name, table in _TABLES.items():
            every = [self._taken_over(at, name, table) for at in range(len(self.older))]
            if self.adds:
                every.append(f"SELECT {', '.join(table.columns)} FROM {self.found(name)}")
            self.db.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {' UNION ALL '.join(every)}")

    def _renumber(self) -> None:
        """Make which numbers stations and actors have now, and had when a layer was written."""
        self.db.execute(
            "CREATE OR REPLACE TEMP TABLE renumbered (layer INTEGER, of VARCHAR, was INTEGER, now INTEGER)"
        )
        for at, folder in enumerate(self.older):
            stations = json.loads((folder / META).read_text("utf-8"))["stations"]
            self.db.execute(
                f"""
INSERT INTO renumbered
SELECT {at}, 'station', o.number, s.number
FROM (SELECT unnest(range(len(?::VARCHAR[]))) AS number, unnest(?::VARCHAR[]) AS name) AS o
JOIN station AS s ON s.name = o.name UNION ALL
SELECT {at}, 'actor', o.number, a.number
FROM {of_files([folder / "actor.parquet"])} AS o JOIN actor AS a ON a.name = o.name""",
                [stations, stations],
            )

    def found(self, name: str) -> str:
        """A table of this layer alone as SQL reads it."""
        return of_folder(self.folder / name)

    def _taken_over(self, number: int, name: str, table: _Table) -> str:
        now = {"rid": "s.rid", **{each: f"x.{each} + s.shift" for each in table.entries}}
        joins = f"JOIN same AS s ON s.layer = {number} AND s.was = x.rid"
        # Stations, persons and who wrote are numbered anew, too.
        if name == "stay":
            now |= {each: f"r.{each}" for each in ATTRIBUTES}
            joins += " JOIN record AS r ON r.rid = s.rid"
        for each, of in table.others:
            now[each] = f"n_{of}.now"
            joins += (
                f" LEFT JOIN renumbered AS n_{of} ON n_{of}.layer = {number} AND n_{of}.of = '{of}' "
                f"AND n_{of}.was = x.{each}"
            )
        listed = ", ".join(f"{now.get(each, f'x.{each}')} AS {each}" for each in table.columns)
        return f"SELECT {listed} FROM {of_folder(self.older[number] / name)} AS x {joins}"


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was kept: the instant at which all that runs on was judged, and the layers."""

    as_of: int
    layers: Sequence[Path]


@dataclass(frozen=True, slots=True)
class Keeping:
    """What an audit keeps in a cache, to which the connection is open."""

    asked: Asked
    cache: Path
    db: "duckdb.DuckDBPyConnection"

    @contextmanager
    def layer(self) -> Iterator[Layer]:
        """A layer to be filled within, which is kept thereafter; ``anew`` has the records to be judged.

        Without anything to be taken over these are all.
        """
        kept = self.cache / JUDGED
        kept.mkdir(exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix="layer-", dir=kept))
        try:
            self.db.execute(f"CREATE OR REPLACE TEMP TABLE present AS {_NOW}")
            older = self._taken_over()
            if not older:
                self.db.execute("CREATE OR REPLACE TEMP TABLE anew AS FROM present")
            [[anew]] = self.db.execute("SELECT COUNT(*) FROM anew").fetchall()
            layer = Layer(folder, older, self.db, adds=bool(anew) or not older)
            self.db.execute(f"COPY (SELECT rid FROM anew) TO {text(str(folder / _ANEW))} ({QUICK})")
            yield layer
            if layer.adds:
                self._write_stands(layer)
                self._keep(layer)
            else:
                shutil.rmtree(folder)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    def answering(self) -> "_Kept | None":
        """What was kept, where it answers the same at that instant or an earlier one."""
        kept = self.cache / JUDGED
        try:
            said = json.loads((kept / _SAID).read_text("utf-8"))
        except (OSError, ValueError):
            return None
        match said:
            case {"question": asked, "as_of": int(as_of), "layers": dict(layers)}:
                whole = all(lying(kept / name) == files for name, files in layers.items())
                if whole and asked == question(self.asked) and as_of <= micros(self.asked.as_of):
                    return _Kept(as_of, [kept / name for name in layers])
        return None

    def _taken_over(self) -> Sequence[Path]:
        """Make ``anew``, the records to be judged, and ``same``: what each other was when it was kept.

        The layers in which these lie: none where all are to be judged. So it is where most are, and where one
        is gone, of which nothing may stay.
        """
        was = self.answering()
        if was is None or not was.layers:
            return ()
        run, newest = self.db.execute, was.layers[-1]
        stands = of_files([newest / _STANDS])
        runs_on = "NOT COALESCE(s.settled, FALSE)" if was.as_of < micros(self.asked.as_of) else "FALSE"
        run(
            f"""
CREATE OR REPLACE TEMP TABLE anew AS
WITH hit AS (
  SELECT n.rid, n.person FROM present AS n LEFT JOIN {stands} AS s ON s.record_id = n.record_id
  WHERE {runs_on} OR s.mates IS DISTINCT FROM n.mates OR n.rid IN (SELECT unnest(?::INTEGER[]))
)
SELECT n.* FROM present AS n
WHERE n.rid IN (SELECT rid FROM hit) OR n.person IN (SELECT person FROM hit)""",
            [touched(newest, self.cache)],
        )
        run(f"""
CREATE OR REPLACE TEMP TABLE same AS
SELECT DENSE_RANK() OVER (ORDER BY s.layer) - 1 AS layer, s.layer AS lay, s.rid AS was, n.rid, s.base,
  n.base - s.base AS shift, s.settled
FROM {stands} AS s JOIN present AS n ON n.record_id = s.record_id
WHERE n.rid NOT IN (SELECT rid FROM anew)""")
        layers = [was.layers[at] for (at,) in run("SELECT DISTINCT lay FROM same ORDER BY 1").fetchall()]
        [[gone, anew, every]] = run(f"""
SELECT (SELECT COUNT(*) FROM {stands} WHERE record_id NOT IN (SELECT record_id FROM present)),
  (SELECT COUNT(*) FROM anew), (SELECT COUNT(*) FROM present)""").fetchall()
        takes_over = not gone and 4 * anew <= 3 * every and (len(layers) < LAYERS or not anew)
        return layers if takes_over else ()

    def _write_stands(self, layer: Layer) -> None:
        """Write of each record where what was found of it lies, and whether it will hold."""
        now = micros(self.asked.as_of)
        taken = (
            ""
            if not layer.older
            else """
SELECT n.record_id, s.layer, s.was AS rid, s.base, n.mates, s.settled
FROM same AS s JOIN present AS n ON n.rid = s.rid UNION ALL"""
        )
        self.db.execute(f"""
COPY ({taken}
  SELECT n.record_id, {len(layer.older)} AS layer, n.rid, n.base, n.mates,
    COALESCE(NOT y.is_open AND y.t0 IS NOT NULL, FALSE)
      AND n.rid NOT IN (SELECT x.rid FROM entry AS x WHERE x.wr > {now} OR x.ts > {now})
      AND n.rid NOT IN (
        SELECT x.rid FROM entry AS x JOIN outage_entry AS o ON o.station = x.station
        WHERE x.elsewhere AND o.record_id IN (SELECT record_id FROM outage_entry WHERE wr > {now}))
      AND n.rid NOT IN (SELECT f.rid FROM {layer.found("first_stay")} AS f WHERE f.is_open OR f.t0 IS NULL)
      AND n.rid NOT IN (SELECT c.rid FROM {layer.found("counted")} AS c WHERE {self._runs_on()}) AS settled
  FROM anew AS n LEFT JOIN {layer.found("stay")} AS y ON y.rid = n.rid
) TO {text(str(layer.folder / _STANDS))} (FORMAT parquet, COMPRESSION zstd)""")

    def _runs_on(self) -> str:
        """Whether what is counted ``c`` is of a duty that outlives custody, and time can still change it.

        Time changes nothing but what is pending, or was as first written; put together with others, that
        may not be seen.
        """
        rules = {at: rule.template for at, rule in enumerate(self.asked.rules) if outlives(rule.template)}
        pending = f"(c.mark % 10 = {PENDING} OR c.changed)"
        said = [
            f"c.rule = {at}{f' AND {pending}' if isinstance(template, Within) else ''}"
            for at, template in rules.items()
        ]
        return " OR ".join(said) or "FALSE"

    def _keep(self, layer: Layer) -> None:
        """Name the layers that are kept: from then on they are, and no other."""
        for name in (*_NAMES, *_STOOD):
            shutil.copy(self.cache / name, layer.folder)
        for folder in layer.older:  # of what the register was, the newest says enough
            for name in (_STANDS, _ANEW, *_STOOD):
                (folder / name).unlink(missing_ok=True)
        layers = {each.name: lying(each) for each in (*layer.older, layer.folder)}
        said = {
            "schema": SCHEMA,
            "question": question(self.asked),
            "as_of": micros(self.asked.as_of),
            "layers": layers,
        }
        put(layer.folder.with_name(_SAID), json.dumps(said).encode() + b"\n")
        for each in layer.folder.parent.iterdir():
            if each.is_dir() and each.name not in layers:
                shutil.rmtree(each, ignore_errors=True)
