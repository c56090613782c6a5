"""What lists are held against, brought from the database in which a register was audited in place.

Of the register come the entries that a list can have, and by what records, persons and places are known: a
list is matched beside them as it is beside a register of files.
"""

from collections.abc import Sequence
from typing import Any

from habeas.safeguards.against.listing import Listing
from habeas.safeguards.by_engine import ByEngine
from habeas.safeguards.ingest.engine import connect, put_rows
from habeas.safeguards.sql.codes import codes

_STATION = {"number": "INTEGER", "name": "VARCHAR"}
_RECORD = {
    "rid": "INTEGER",
    "record_id": "VARCHAR",
    "person": "INTEGER",
    "person_ref": "VARCHAR",
    "station": "INTEGER",
    "establishment_type": "VARCHAR",
}
_ENTRY = {
    "e": "BIGINT",
    "rid": "INTEGER",
    "kind": "SMALLINT",
    "ts": "BIGINT",
    "station": "INTEGER",
    "f_to": "VARCHAR",
    "event_id": "VARCHAR",
}
_VIEWS = {
    "stay": "SELECT rid, person FROM record",
    "event": "SELECT e, rid, kind, ts FROM brought",
    "entry": "SELECT e, station FROM brought",
    "saying": "SELECT e, f_to FROM brought",
    "event_id": "SELECT e, event_id FROM brought",
}
"""What was brought, by the names that it has in an audit of files."""


def brought(found: ByEngine, listings: Sequence[Listing]) -> Any:
    """A connection with the tables that lists are held against, once ``told`` has made the stages."""
    kinds = {kind for one in listings for side in one.sides for kind in one.counterparts.of(side)}
    db = connect()
    stream = found.sql.stream
    put_rows(db, "station", _STATION, stream("SELECT s.number, s.name FROM station AS s"))
    records = ", ".join(f"r.{each}" for each in _RECORD)
    put_rows(db, "record", _RECORD, stream(f"SELECT {records} FROM record AS r"))
    entries = f"""
SELECT v.e, v.rid, v.kind, v.ts, x.station, w.f_to, i.event_id
FROM event AS v JOIN entry AS x ON x.e = v.e JOIN event_id AS i ON i.e = v.e
LEFT JOIN saying AS w ON w.e = v.e
WHERE v.kind IN ({codes(*sorted(kinds))})"""
    put_rows(db, "brought", _ENTRY, stream(entries))
    for name, text in _VIEWS.items():
        db.execute(f"CREATE VIEW {name} AS {text}")
    return db
