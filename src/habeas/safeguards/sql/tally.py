"""How many occasions have which verdict, by station, month and jurisdiction: one pass for each rule."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from habeas.custody.events import EPOCH
from habeas.safeguards.sql.codes import micros

TALLY = {
    "rule": "SMALLINT",
    "station": "INTEGER",
    "month": "INTEGER",
    "jurisdiction": "VARCHAR",
    "mark": "INTEGER",
    **dict.fromkeys(("excused", "too_late", "changed"), "BOOLEAN"),
    "n": "BIGINT",
}
"""The columns of the table ``tally``; ``mark`` is that of an occasion, ``month`` 202603 for March 2026."""
_DAY = timedelta(days=1)
_FIRST = datetime(1900, 1, 2, tzinfo=UTC)
"""What is said to have begun before is of no month: somebody mistyped a year."""


def days() -> str:
    """The zones of a register, with the days (of UTC, since 1970) on which a stay began there."""
    return f"""
SELECT DISTINCT r.zone, FLOOR(COALESCE(y.t0, y.began) / {micros(_DAY)}) AS day
FROM stay AS y JOIN record AS r ON r.rid = y.rid WHERE COALESCE(y.t0, y.began) >= {micros(_FIRST)}
"""


def placed(found: Iterable[tuple[str | None, float]]) -> str:
    """Where and in which month of its place each stay began, for the days that ``days`` found."""
    months = {(zone, month) for zone, day in found for month in _months(zone, int(day))}
    ordered = sorted(months, key=lambda each: (each[0] or "", each[1]))
    rows = [_row(zone, *month) for zone, month in ordered] or ["('', 0, 0, 0)"]
    return f"""
SELECT y.rid, y.station, m.month, y.jurisdiction
FROM stay AS y JOIN record AS r ON r.rid = y.rid
LEFT JOIN (VALUES {", ".join(rows)}) AS m(zone, month, since, until)
  ON m.zone = COALESCE(r.zone, '')
  AND COALESCE(y.t0, y.began) >= m.since AND COALESCE(y.t0, y.began) < m.until
"""


def counted(rule: int, occasions: str) -> str:
    """The occasions of a rule, counted."""
    return f"""
SELECT {rule}, p.station, p.month, p.jurisdiction, o.mark, o.excused IS NOT NULL, o.too_late IS NOT NULL,
  o.as_first_written IS NOT NULL, CAST(SUM(o.times) AS BIGINT)
FROM {occasions} AS o JOIN placed AS p ON p.rid = o.rid
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
"""


def _months(zone: str | None, day: int) -> set[tuple[int, int]]:
    """The months of a place into which a day of UTC falls."""
    begins = EPOCH + day * _DAY
    return {
        (at.year, at.month)
        for at in (begins.astimezone(_zone(zone)), (begins + _DAY).astimezone(_zone(zone)))
    }


def _row(zone: str | None, year: int, month: int) -> str:
    begins, ends = _begins(zone, year, month), _begins(zone, *_next(year, month))
    return f"('{zone or ''}', {year * 100 + month}, {begins}, {ends})"


def _begins(zone: str | None, year: int, month: int) -> int:
    return micros(datetime(year, month, 1, tzinfo=_zone(zone)).astimezone(UTC))


def _next(year: int, month: int) -> tuple[int, int]:
    return (year + 1, 1) if month == 12 else (year, month + 1)


def _zone(zone: str | None) -> ZoneInfo:
    return ZoneInfo(zone or "UTC")
