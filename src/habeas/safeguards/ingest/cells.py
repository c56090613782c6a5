"""What the cells of a column say, as SQL: texts, instants, whole numbers, yes or no; whatever their type."""

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Mapped
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from habeas.safeguards.ingest.engine import any_of, name, text
from habeas.safeguards.ingest.mapping import SAME_AS_OCCURRED, Mapping, TableMapping

_TIME = r"(([01]\d|2[0-3]):\d\d(:\d\d([.,]\d+)?)?|24:00(:00([.,]0+)?)?)"
"""24:00 is the end of a day, as ISO 8601 has it."""
_DAY_AND_TIME = r"\d{4}-\d\d-\d\d[T ]" + _TIME
ZONED = _DAY_AND_TIME + r"(Z|[+-]\d\d(:?\d\d)?)"
EARLIEST, LATEST = -62_135_596_800_000_000, 253_402_300_799_999_999
"""The years 1 to 9999, as microseconds."""
GUARDED = r"^'+[=+\-@＝＋－＠\t\r\n]"
"""How a cell of CSV begins to which an apostrophe was put, so that no spreadsheet program runs it."""

_DAYS = 366 * 100
"""So many days from 1970 on are asked how a zone puts its clocks back."""
_TRUE, _FALSE = ("true", "TRUE", "True"), ("false", "FALSE", "False")
"""In capitals, as a spreadsheet program saves them again, and as Python writes them."""
ZONED_TYPES = frozenset({"TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ_NS"})
_WHOLE = frozenset({"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"})


def distinct(columns: Iterable[str]) -> dict[str, str]:
    """Other names of columns that DuckDB takes for one of those before: it knows no upper and lower case."""
    taken, others = {"rowid", "habeas_line"}, dict[str, str]()
    for place, each in enumerate(columns, 1):
        own = each
        while own.casefold() in taken:
            own = others[each] = f"{own} ({place})"
        taken.add(own.casefold())
    return others


@dataclass(frozen=True, slots=True)
class Cells:
    """The columns of a raw table by name with their SQL types, and how they are to be read."""

    types: Mapped[str, str]
    table: TableMapping
    mapping: Mapping
    guarded: bool = False
    """Cells may have an apostrophe before what a spreadsheet program would run."""
    names: Mapped[str, str] = field(default_factory=dict)
    """What the table calls a column that may not have its own name there (``distinct``)."""

    def name(self, column: str) -> str:
        """A column of the table, as SQL has it."""
        return name(self.names.get(column, column))

    def has(self, column: str) -> bool:
        """Whether anything says what a column of the contract says."""
        return bool(self._sources(column)) or column in self.table.defaults

    def _sources(self, column: str) -> tuple[str, ...]:
        found = self.table.columns.get(column) or ((column,) if not self.table.columns else ())
        return tuple(each for each in found if each in self.types)

    def text(self, column: str) -> str:
        """A column as text; an empty one is nothing."""
        said = self._text(self._sources(column))
        default = self.table.defaults.get(column, "")
        if not default or default == SAME_AS_OCCURRED:
            return said
        return f"coalesce({said}, {text(default)})"

    def _text(self, sources: tuple[str, ...]) -> str:
        if not sources:
            return "CAST(NULL AS VARCHAR)"
        if len(sources) > 1:
            parts = ", ".join(f"CAST({self.name(each)} AS VARCHAR)" for each in sources)
            return f"nullif(trim(concat_ws(' ', {parts})), '')"
        (only,) = map(self.name, sources)
        kind = self.types[sources[0]]
        if kind.startswith(("STRUCT", "MAP")) or kind.endswith("[]"):
            return f"CAST(to_json({only}) AS VARCHAR)"
        said = only if kind == "VARCHAR" else f"CAST({only} AS VARCHAR)"
        if self.guarded:
            guard = f"starts_with({said}, '''') AND regexp_matches({said}, {text(GUARDED)})"
            said = f"CASE WHEN {guard} THEN substr({said}, 2) ELSE {said} END"
        return f"nullif({f'trim({said})' if self.mapping.text else said}, '')"

    def said(self, column: str) -> str:
        """Whether a column says anything, be it readable or not."""
        sources = self._sources(column)
        if len(sources) == 1 and self.types[sources[0]].startswith("TIMESTAMP"):
            return f"{self.name(sources[0])} IS NOT NULL"
        return f"{self.text(column)} IS NOT NULL"

    def whole(self, column: str) -> str:
        """A column as a whole number from 1, be it written as a fraction (``7.0``); null where it is none."""
        sources = self._sources(column)
        if len(sources) == 1 and self.types[sources[0]] in _WHOLE:
            return f"CASE WHEN {self.name(sources[0])} > 0 THEN CAST({self.name(sources[0])} AS BIGINT) END"
        said = self.text(column)
        return f"""CASE WHEN regexp_full_match({said}, '0*[1-9][0-9]{{0,17}}(\\.0+)?')
            THEN CAST(split_part({said}, '.', 1) AS BIGINT) END"""

    def instant(self, column: str) -> str:
        """A column as microseconds; null where it is no instant or has no zone."""
        sources = self._sources(column)
        kind = self.types[sources[0]] if len(sources) == 1 else ""
        if kind in ZONED_TYPES:
            return _within(f"epoch_us(CAST({self.name(sources[0])} AS TIMESTAMPTZ))")  # of nanoseconds too
        if kind.startswith("TIMESTAMP"):
            aware = f"CAST({self.name(sources[0])} AS TIMESTAMP)"
            return _within(self._in_zone(aware)) if self.mapping.zone else "CAST(NULL AS BIGINT)"
        return self.instant_of(self.text(column))

    def instant_of(self, said: str) -> str:
        """A text as microseconds."""
        zoned = f"epoch_us(TRY_CAST(replace({said}, ',', '.') AS TIMESTAMPTZ))"
        found = [f"CASE WHEN regexp_full_match({said}, {text(ZONED)}) THEN {zoned} END"]
        found += [f"epoch_us({each})" for each in self._by_forms(said, zoned=True)]
        if self.mapping.zone:
            found.append(self._in_zone(self._local_of(said)))
        return _within(f"coalesce({', '.join(found)})")

    def _local_of(self, said: str) -> str:
        """A text as a time of the zone of the mapping; null where it names its zone itself, or is none."""
        plain = f"TRY_CAST(replace({said}, ',', '.') AS TIMESTAMP)"
        found = [f"CASE WHEN regexp_full_match({said}, {text(_DAY_AND_TIME)}) THEN {plain} END"]
        found += self._by_forms(said, zoned=False)
        return f"coalesce({', '.join(found)})"

    def _by_forms(self, said: str, *, zoned: bool) -> Iterator[str]:
        """A text by each form of the mapping that says the zone, or by each other one.

        A form takes two figures for a year of four: what it reads before the year 1000 was cut short.
        """
        midnight = f"regexp_replace({said}, '(^|[^0-9:.])24:00', '\\1' || '00:00')"
        for form in self.mapping.time:
            if ("%z" in form) is zoned:
                read = f"try_strptime({said}, {text(form)})"
                yield f"CASE WHEN year({read}) >= 1000 THEN {read} END"
                if "%H" in form:  # the end of a day
                    read = f"try_strptime({midnight}, {text(form)})"
                    yield f"CASE WHEN year({read}) >= 1000 THEN {read} + INTERVAL 1 DAY END"

    def _in_zone(self, local: str) -> str:
        return f"epoch_us(timezone({text(self.mapping.zone)}, {local}))"

    def local(self, column: str) -> str:
        """A column as a time of the zone of the mapping; null where it is no such time."""
        sources = self._sources(column)
        kind = self.types[sources[0]] if len(sources) == 1 else ""
        if not self.mapping.zone or kind in ZONED_TYPES:
            return "CAST(NULL AS TIMESTAMP)"
        if kind.startswith("TIMESTAMP"):
            return f"CAST({self.name(sources[0])} AS TIMESTAMP)"
        return self._local_of(self.text(column))

    def skipped(self, local: str) -> str:
        """Whether clocks of the zone went forward over a local time: it is read as if they had not."""
        zone = text(self.mapping.zone)
        return f"{local} <> timezone({zone}, timezone({zone}, {local}))" if self.mapping.zone else "false"

    def doubled(self, local: str) -> str:
        """Whether a local time came twice, as the clocks were put back: it is read as the later one."""
        zone = text(self.mapping.zone)
        earlier = (
            f"{local} = timezone({zone}, timezone({zone}, {local}) - to_seconds({seconds}))"
            for seconds in _put_back(self.mapping.zone)
        )
        return f"({' OR '.join((*earlier, 'false'))})"

    def yes(self, column: str) -> str:
        """A column as yes or no; null where it is neither."""
        return self.yes_of(self.text(column))

    def yes_of(self, said: str) -> str:
        """A text as yes or no."""
        yes, no = any_of((*_TRUE, *self.mapping.yes)), any_of((*_FALSE, *self.mapping.no))
        return f"CASE WHEN {said} IN {yes} THEN true WHEN {said} IN {no} THEN false END"

    def of_column(self, column: str) -> str:
        """The text of a column of the file itself, for what ``data`` is made of."""
        return self._text((column,)) if column in self.types else "CAST(NULL AS VARCHAR)"


@cache
def _put_back(zone: str) -> tuple[int, ...]:
    """By how many seconds the clocks of a zone are put back, whenever they are."""
    if not zone:
        return ()
    first, of = datetime(1970, 1, 1, tzinfo=UTC), ZoneInfo(zone)
    offsets = [(first + timedelta(days=day)).astimezone(of).utcoffset() for day in range(_DAYS)]
    back = {before - after for before, after in pairwise(offsets) if before and after and after < before}
    return tuple(sorted(int(each.total_seconds()) for each in back))


def _within(instant: str) -> str:
    return f"CASE WHEN {instant} BETWEEN {EARLIEST} AND {LATEST} THEN {instant} END"
