"""What happened in custody that somebody has to look at, whatever the safeguards say of it."""

from datetime import UTC, datetime, timedelta

from habeas.safeguards.by_duckdb import ByDuckDB
from habeas.safeguards.figures.values import Death, Incidents
from habeas.safeguards.numbers import kind_codes

DEATH = "died"
KINDS = (
    DEATH,
    "escaped",
    "self_harm",
    "force_used",
    "restraint_applied",
    "injury_recorded",
    "complaint_made",
)
"""In the order in which they are told."""
MOST = 20
"""So many deaths are named, the latest first."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def incidents(found: ByDuckDB) -> tuple[Incidents, ...]:
    """Of each kind how many entries stand, in how many records; nought is an answer too."""
    numbers = {kind_codes()[kind]: kind for kind in KINDS}
    listed = ", ".join(map(str, numbers))
    counted = {
        numbers[code]: (entries, records)
        for code, entries, records in found.rows(
            "SELECT v.kind, COUNT(*), COUNT(DISTINCT v.rid) FROM event AS v JOIN stay AS y ON y.rid = v.rid "
            f"WHERE v.kind IN ({listed}) GROUP BY v.kind"
        )
    }
    return tuple(
        Incidents(kind=kind, entries=entries, records=records)
        for kind in KINDS
        for entries, records in [counted.get(kind, (0, 0))]
    )


def deaths(found: ByDuckDB) -> tuple[Death, ...]:
    """The records in which a death is entered."""
    rows = found.rows(f"""
SELECT r.record_id, s.name, MIN(v.ts) AS died_at FROM event AS v JOIN stay AS y ON y.rid = v.rid
JOIN record AS r ON r.rid = v.rid LEFT JOIN station AS s ON s.number = y.station
WHERE v.kind = {kind_codes()[DEATH]} GROUP BY r.record_id, s.name
ORDER BY died_at DESC NULLS LAST, r.record_id LIMIT {MOST}""")
    return tuple(
        Death(
            record_id=record_id,
            station=station,
            at=None if at is None else _EPOCH + timedelta(microseconds=at),
        )
        for record_id, station, at in rows
    )
