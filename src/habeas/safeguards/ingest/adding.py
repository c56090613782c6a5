"""What was added to a register since it was brought in, read alone.

The entries of the files that came, and all entries of the records that they or their rows change, are put in
order as one piece more, after those that lie there: these records get new numbers, and their old ones are
gone. What is found and told is what is found where all is read at once; where that is not certain, or not
worth it, all is (``ReadWhole``).
"""

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from habeas.custody import spans
from habeas.custody.exchange import EVENTS, RECORDS
from habeas.custody.records import BOOK
from habeas.safeguards.ingest import entries, findings, pieces
from habeas.safeguards.ingest.cache import AS_READ, IN_PIECES, TO_ADD, of_table, read_meta
from habeas.safeguards.ingest.engine import any_of, engine_version, of_files, text
from habeas.safeguards.ingest.faults import Fault
from habeas.safeguards.ingest.sources import Form, Source
from habeas.safeguards.numbers import FIRST_OWN, kind_codes

TIMES = 30
"""So often something is added; then all is read at once, which leaves one piece for each range of records."""
SHARE = 0.1
"""Where more entries than this share of all would lie in pieces that were added, all is read at once."""
_LOGS = (Form.XES, Form.OCEL)
OF_A_FILE = (Fault.COLUMN_MISSING, Fault.COLUMN_UNKNOWN, Fault.RECORDED_ASSUMED, Fault.ENCODING_ASSUMED)
"""What is told of a file as a whole."""


class ReadWhole(Exception):  # noqa: N818 (it is no error: nothing is wrong)
    """What was added is not read alone."""


@dataclass(frozen=True, slots=True)
class Came:
    """The cache of a register, and the places of the files of entries that came since it was made."""

    folder: Path
    said: Mapping[str, Any]
    new: range


def came(into: Path, found: Sequence[Source], seen: Sequence[Mapping[str, Any]]) -> Came | None:
    """What came, where all other files of entries are as they were; ``seen``: by what files are known again.

    Files of records are read anew, whatever became of them.
    """
    said = read_meta(into, TO_ADD)
    if said is None or said["engine"] != engine_version() or not said["records_table"]:
        return None
    (events_then, mapping_then), (events_now, mapping_now) = map(_divided, (said["sources"], seen))
    of_events, of_records = ([each for each in found if each.table is of] for of in (EVENTS, RECORDS))
    new = range(len(events_then), len(events_now))
    length_then, more = (sum(each["size"] for each in own) for own in (events_then, events_now[new.start :]))
    fits = (
        events_now[: new.start] == events_then
        and mapping_now == mapping_then
        and not any(each.form in _LOGS for each in found)
        and of_records
        and {each.path for each in of_records}.isdisjoint(each.path for each in of_events)
        and [each.name for each in of_events[: new.start]] == said["names"]
        and None not in said["beyond"]
        and said["added_times"] < TIMES
        and more <= SHARE * length_then
    )
    return Came(into, said, new) if fits else None


def _divided(seen: Sequence[Mapping[str, Any]]) -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]:
    """What is known of files of entries, and of no file: the mapping."""
    events = [each for each in seen if each.get("table") == EVENTS.name]
    return events, [each for each in seen if "table" not in each]


class Adding:
    """What a cache holds, and what is added to it: ``typed`` and ``record_row`` are there."""

    def __init__(self, connection: Any, came: Came, made: Path, at_once: int) -> None:
        self.run, self.connection, self.made, self.at_once = connection.execute, connection, made, at_once
        self.was, self.said = came.folder, came.said
        for each in ("record", "fault", "book", "gone"):
            self.run(f"CREATE VIEW was_{each} AS FROM {of_files([self.was / f'{each}.parquet'])}")

    def look(self) -> None:
        """Find what is new, and which records it moves. Raises ``ReadWhole``."""
        self._hold_known()
        self._find_near()
        self._find_again()
        self._find_moved()

    def is_told(self, name: str, faults: Sequence[tuple[Fault, str, str]]) -> bool:
        """Whether just this was told of a file as a whole, by code, file and what."""
        codes = any_of(OF_A_FILE)
        told = self.run(
            f"SELECT code, what FROM was_fault WHERE file = ? AND code IN {codes}", [name]
        ).fetchall()
        return set(told) == {(str(code), what) for code, file, what in faults if file == name}

    def bring_in(self) -> list[int]:
        """Make the tables of all; the number of the first record in each piece."""
        self._number_names()
        self._link()
        begins = self._write_piece()
        self._keep_faults()
        return begins

    def _table(self, table: str) -> str:
        return of_table(self.was, table, self.said["begins"])

    def _hold_known(self) -> None:
        """Hold that no row of a record is gone, and that no outage is told in a record of somebody held."""
        outage = any_of(spans()["outage"])
        [[unsure]] = self.run(f"""
            SELECT EXISTS (
                SELECT 1 FROM was_record WHERE record_id NOT IN (SELECT record_id FROM record_row)
                AND record_id NOT IN (SELECT record_id FROM was_fault
                    WHERE code = '{Fault.RECORD_WITHOUT_ROW}'))
            OR EXISTS (
                SELECT 1 FROM typed WHERE kind IN {outage} AND NOT dropped
                AND NOT starts_with(record_id, {text(BOOK)}))""").fetchall()
        if unsure:
            raise ReadWhole

    def _find_near(self) -> None:
        """Make ``came``, and ``near``: every record that may move, for what came or another row of records.

        A record moves with every other of the same person.
        """
        self.run(f"""
            CREATE TABLE came AS
            SELECT t.* REPLACE (coalesce(event_id, concat('row:', f.name, ':', line)) AS event_id)
            FROM typed t JOIN file f ON f.number = t.file
            WHERE NOT dropped AND NOT starts_with(record_id, {text(BOOK)})""")
        changed = " OR ".join(f"w.{each.name} IS DISTINCT FROM r.{each.name}" for each in RECORDS.columns[1:])
        self.run(f"""
            CREATE TABLE own AS
            SELECT record_id, r.person_ref, w.rid AS was, w.entries, w.rid IS NULL OR {changed} AS other
            FROM (SELECT DISTINCT record_id FROM (
                SELECT record_id FROM was_record UNION ALL SELECT record_id FROM came
                UNION ALL SELECT record_id FROM record_row WHERE NOT starts_with(record_id, {text(BOOK)})))
            LEFT JOIN record_row r USING (record_id) LEFT JOIN was_record w USING (record_id)""")
        self._of_persons("near", "came")

    def _of_persons(self, table: str, entries: str) -> None:
        """Make a table of the records of some entries or with another row, and all of their persons."""
        self.run(f"""
            CREATE TABLE {table} AS
            WITH hit AS (
                SELECT record_id, person_ref FROM own
                WHERE other OR record_id IN (SELECT record_id FROM {entries}))
            SELECT record_id, person_ref, was, entries FROM own
            WHERE record_id IN (SELECT record_id FROM hit) OR person_ref IN (SELECT person_ref FROM hit)""")

    def _find_again(self) -> None:
        """Make ``again``, the entries whose id came before in the files, and ``news``, all others.

        What lies there of records that are near, and under these ids, is read once.
        """
        near = "rid IN (SELECT was FROM near WHERE was IS NOT NULL)"
        self._take("event_id", f"{near} OR event_id IN (SELECT event_id FROM came)")
        self.run("""
            CREATE TABLE known AS SELECT event_id, min(e) AS e FROM own_event_id
            WHERE event_id IN (SELECT event_id FROM came) GROUP BY event_id""")
        self._take(AS_READ, f"{near} OR e IN (SELECT e FROM known)")
        self.run(f"""
            CREATE TABLE again AS
            SELECT record_id, event_id, file, line, content = first(content) OVER same AS equal FROM (
                SELECT NULL AS record_id, event_id, -1 AS file, 0 AS line, content
                FROM known JOIN own_{AS_READ} USING (e)
                UNION ALL SELECT record_id, event_id, file, line, content FROM came)
            WINDOW same AS (PARTITION BY event_id ORDER BY file, line)
            QUALIFY row_number() OVER same > 1""")
        self.run("CREATE TABLE news AS FROM came ANTI JOIN again USING (file, line)")

    def _take(self, table: str, which: str) -> None:
        self.run(f"CREATE TABLE own_{table} AS FROM {self._table(table)} WHERE {which}")

    def _find_moved(self) -> None:
        """Make ``moved``: each record that gets a number."""
        self._of_persons("moved", "news")
        [[more]] = self.run("""
            SELECT coalesce(sum(entries), 0) + (SELECT count(*) FROM came) FROM moved""").fetchall()
        if more + self.said["added_entries"] > SHARE * self.said["events"] or more > self.at_once:
            raise ReadWhole

    def _number_names(self) -> None:
        """Make the dictionaries of all: who and what is named there keeps its number."""
        run = self.run
        codes = {**kind_codes(), **{name: int(code) for code, name in self.said["kinds"].items()}}
        known = ", ".join(f"({code}, {text(kind)})" for kind, code in codes.items())
        last = max(FIRST_OWN - 1, *codes.values())
        run(f"CREATE TABLE kind AS FROM (VALUES {known}) AS k(code, name)")
        run(f"""
            INSERT INTO kind SELECT {last} + row_number() OVER (ORDER BY kind), kind
            FROM (SELECT DISTINCT kind FROM typed WHERE NOT dropped
                AND kind NOT IN (SELECT name FROM kind))""")
        names = self.said["stations"]
        run(
            """CREATE TABLE station AS SELECT CAST(unnest(range(len(?::VARCHAR[]))) AS INTEGER) AS number,
                unnest(?::VARCHAR[]) AS name""",
            [names, names],
        )
        run(f"CREATE TABLE actor AS FROM {of_files([self.was / 'actor.parquet'])}")
        entries_of = "SELECT {} AS name FROM typed WHERE NOT dropped"
        stations = f"{entries_of.format('establishment_id')} UNION SELECT establishment_id FROM record_row"
        for table, of in (("station", stations), ("actor", entries_of.format("actor_id"))):
            run(f"""
                INSERT INTO {table}
                SELECT (SELECT count(*) FROM {table}) - 1 + row_number() OVER (ORDER BY name), name
                FROM (SELECT DISTINCT name FROM ({of})) WHERE name IS NOT NULL
                    AND name NOT IN (SELECT name FROM {table})""")
        run("""
            CREATE TABLE person AS SELECT row_number() OVER (ORDER BY name) - 1 AS number, name
            FROM (SELECT DISTINCT person_ref AS name FROM record_row WHERE person_ref IS NOT NULL)""")
        run("""
            CREATE TABLE numbering AS
            SELECT record_id,
                (SELECT coalesce(max(rid), -1) FROM (FROM was_gone UNION ALL SELECT rid FROM was_record))
                + row_number() OVER (ORDER BY first_of_person, record_id) AS rid FROM (
                SELECT record_id, CASE WHEN person_ref IS NULL THEN record_id
                    ELSE min(record_id) OVER (PARTITION BY person_ref) END AS first_of_person FROM moved)""")
        self._take("entry", "rid IN (SELECT was FROM moved WHERE was IS NOT NULL)")
        entries.place_by_entries(
            self.connection,
            f"""SELECT record_id, establishment_id, ts, seq FROM news UNION ALL
                SELECT m.record_id, s.name, x.ts, x.seq
                FROM own_entry x JOIN moved m ON m.was = x.rid JOIN own_{AS_READ} a USING (e)
                JOIN station s ON s.number = a.own_station""",
        )
        run("""
            CREATE TABLE record AS
            SELECT CAST(coalesce(m.rid, w.rid) AS INTEGER) AS rid, n.record_id,
                CAST(row_number() OVER (ORDER BY n.record_id) - 1 AS INTEGER) AS place, 0 AS piece,
                CAST(p.number AS INTEGER) AS person, p.name AS person_ref,
                CASE WHEN m.rid IS NULL THEN w.station ELSE CAST(s.number AS INTEGER) END AS station,
                r.* EXCLUDE (record_id, person_ref, file, line, readable, wrong)
            FROM own n LEFT JOIN numbering m USING (record_id)
            LEFT JOIN was_record w USING (record_id) LEFT JOIN record_row r USING (record_id)
            LEFT JOIN person p ON p.name = r.person_ref LEFT JOIN first_place USING (record_id)
            LEFT JOIN station s ON s.name = coalesce(r.establishment_id, first_place.establishment_id)""")

    def _link(self) -> None:
        """Let the pieces that lie there lie in the new cache too; nobody ever changes them."""
        for each in (f"{table}.parquet" for table in sorted(IN_PIECES)):
            (self.made / each).mkdir()
            for file in sorted((self.was / each).iterdir()):
                try:
                    os.link(file, self.made / each / file.name)
                except OSError:  # a file system that knows no second name of a file
                    shutil.copyfile(file, self.made / each / file.name)

    def _write_piece(self) -> list[int]:
        """Put the records that moved in order, as one piece more; what is known of the others stays."""
        run, begins = self.run, list(self.said["begins"])
        pieces.begin(self.connection)
        run("""
            INSERT INTO counted SELECT rid, entries, NULL, base, digest FROM was_record
            WHERE entries > 0 AND record_id NOT IN (SELECT record_id FROM moved)""")
        entries.tell_again(self.connection)
        self._read_again()
        run(f"CREATE TABLE numbered AS {entries.numbered()} UNION ALL BY NAME FROM read_again")
        [[first]] = run("SELECT min(rid) FROM numbering").fetchall()
        if first is not None:
            pieces.put_in_order(self.connection, "numbered")
            [[before]] = run(f"SELECT coalesce(max(e) + 1, 0) FROM {self._table('event_id')}").fetchall()
            pieces.write(self.connection, self.made, len(begins), before, entries.COLUMNS)
            begins.append(first)
        run("CREATE TABLE gone AS FROM was_gone UNION ALL SELECT was FROM moved WHERE was IS NOT NULL")
        findings.of_corrections_elsewhere(self.connection, of_table(self.made, "event_id", begins))
        return begins

    def _read_again(self) -> None:
        """Make ``read_again``: the entries that lie there of the records that moved, as they were read."""
        self.run(f"""
            CREATE TABLE read_again AS
            SELECT r.rid, r.piece, x.ts, x.wr, x.seq, x.kind, x.span, CAST(NULL AS BIGINT) AS fixes,
                x.elsewhere, coalesce(a.own_station, r.station) AS station, a.own_station, a.corrects,
                i.event_id, i.page, x.actor, x.source, a.data, a.content, a.bad, a.file, a.line
            FROM own_entry x JOIN own_event_id i USING (e) JOIN own_{AS_READ} a USING (e)
            JOIN moved m ON m.was = x.rid JOIN record r USING (record_id)""")

    def _keep_faults(self) -> None:
        """Make ``kept``: what was told of the files there already, but of records that were read again.

        Of these stays what was left out. A correction that named nothing may name what came elsewhere.
        """
        always = any_of((Fault.TWICE, Fault.ID_TAKEN))
        self.run(f"""
            CREATE TABLE kept AS SELECT code, file, line, record_id, event_id, what FROM was_fault
            WHERE file IN {any_of(self.said["names"])} AND (record_id IS NULL OR code IN {always}
                OR record_id NOT IN (SELECT record_id FROM moved))""")
        unknown = f"code = '{Fault.CORRECTS_UNKNOWN}'"
        [[any_unknown]] = self.run(f"SELECT count(*) FROM kept WHERE {unknown}").fetchall()
        if any_unknown:
            self.run(f"""
                CREATE TABLE naming AS SELECT e FROM {self._table(AS_READ)} WHERE corrects IN (
                    SELECT event_id FROM news)""")
            self.run(f"""
                UPDATE kept SET code = '{Fault.CORRECTS_ELSEWHERE}' WHERE {unknown} AND event_id IN (
                    SELECT event_id FROM {self._table("event_id")} WHERE e IN (SELECT e FROM naming))""")
