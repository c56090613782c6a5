"""The table ``events`` as SQL: each row with what it says, typed, and what is wrong with it."""

from collections.abc import Mapping as Mapped
from datetime import timedelta

from habeas.custody import kinds
from habeas.custody.events import SOURCES
from habeas.custody.history import ATTRIBUTES
from habeas.custody.kinds import OWN
from habeas.safeguards.ingest.cells import Cells
from habeas.safeguards.ingest.engine import any_of, text
from habeas.safeguards.ingest.faults import Fault, Unreadable
from habeas.safeguards.ingest.fields import FIELDS, Storage, asked_of
from habeas.safeguards.ingest.mapping import SAME_AS_OCCURRED, Mapping, TableMapping
from habeas.safeguards.register import LONG_BEFORE

AHEAD = 86_400_000_000
"""How much later than its file was last changed an entry may have been written: clocks differ."""
_SLIP = f"ts < wr - {LONG_BEFORE // timedelta(microseconds=1)}"
"""When it happened is a slip of the pen."""
_ASKED = sorted({kind for field in FIELDS for kind in asked_of(field)} | set(ATTRIBUTES))
_UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"

TYPED = """file INTEGER, line BIGINT, record_id VARCHAR, kind VARCHAR, ts BIGINT, wr BIGINT, seq BIGINT,
    source VARCHAR, page VARCHAR, establishment_id VARCHAR, actor_id VARCHAR, span BIGINT, corrects VARCHAR,
    event_id VARCHAR, data VARCHAR, content UBIGINT, dropped BOOLEAN, bad INTEGER"""
"""The columns of ``typed``."""


def typed(raw: str, cells: Cells, *, file: str, line: str, read: str, changed: str) -> str:
    """The query for the entries of a raw table.

    ``file`` and ``line`` are SQL for the place of a row, ``read`` for whether it could be read at all,
    ``changed`` for the microseconds at which the file was last changed.
    """
    return f"""
        SELECT file, line, record_id, kind, CASE WHEN NOT coalesce({_SLIP}, false) THEN ts END AS ts, wr,
            seq, source, page, establishment_id, actor_id,
            CASE WHEN span_id IS NOT NULL THEN CAST(hash(span_id) >> 1 AS BIGINT) END AS span,
            corrects, event_id,
            CASE WHEN kind IN {any_of(_ASKED)} AND object THEN data END AS data,
            hash(record_id, event_id, kind, ts, wr, seq, source_said, page, establishment_id, actor_id,
                span_id, corrects, data, unread) AS content,
            NOT coalesce(readable AND record_id <> '' AND kind <> '' AND wr IS NOT NULL, false) AS dropped,
            {_bits(cells)} AS bad
        FROM (
            SELECT * REPLACE (
                CASE WHEN uuid THEN event_id ELSE {_id("event_id")} END AS event_id,
                {_id("corrects")} AS corrects,
                CASE WHEN source IN {any_of(sorted(SOURCES))} THEN source END AS source),
                source AS source_said,
                data IS NOT NULL AND json_valid(data) AND starts_with(ltrim(data), '{{')
                    AS object
            FROM ({_said(raw, cells, file=file, line=line, read=read, changed=changed)})
        )"""


def _said(raw: str, cells: Cells, *, file: str, line: str, read: str, changed: str) -> str:
    plain = ("source", "page", "establishment_id", "actor_id", "span_id")
    occurred, recorded = cells.instant("occurred_at"), cells.instant("recorded_at")
    recorded_said = cells.said("recorded_at")
    if cells.table.defaults.get("recorded_at") == SAME_AS_OCCURRED:
        recorded = f"coalesce({recorded}, {occurred})"
        recorded_said = f"({recorded_said} OR {cells.said('occurred_at')})"
    return f"""
        SELECT {file} AS file, {line} AS line, {read} AS readable, {cells.text("record_id")} AS record_id,
            {_kind(cells)} AS kind, {cells.text("event_id")} AS event_id,
            coalesce(regexp_full_match({cells.text("event_id")}, '{_UUID}'), false) AS uuid,
            {cells.text("corrects")} AS corrects, {cells.whole("seq")} AS seq,
            {cells.said("seq")} AS seq_said,
            {occurred} AS ts, {cells.said("occurred_at")} AS ts_said,
            {recorded} AS wr, {recorded_said} AS wr_said,
            {", ".join(f"{cells.text(each)} AS {each}" for each in plain)}, {_data(cells)} AS data,
            {changed} AS changed, {cells.local("occurred_at")} AS ts_local,
            {cells.local("recorded_at")} AS wr_local, {_unread(cells, occurred)} AS unread
        FROM {raw}"""


def _unread(cells: Cells, occurred: str) -> str:
    """What stands in cells of which nothing is read: rows that differ in it alone are not the same."""
    seq, ts = (
        f"CASE WHEN {read} IS NULL THEN {cells.text(column)} END"
        for read, column in ((cells.whole("seq"), "seq"), (occurred, "occurred_at"))
    )
    return f"hash({', '.join((seq, ts, *map(cells.of_column, cells.table.data.values())))})"


def _kind(cells: Cells) -> str:
    said = cells.text("kind")
    if not cells.mapping.kinds:
        return said
    cases = " ".join(f"WHEN {text(word)} THEN {text(kind)}" for word, kind in cells.mapping.kinds.items())
    return f"CASE {said} {cases} ELSE {said} END"


def _id(said: str) -> str:
    """A UUID in its usual form; another id as it stands."""
    return (
        f"CASE WHEN {said} IS NOT NULL THEN coalesce(CAST(TRY_CAST({said} AS UUID) AS VARCHAR), {said}) END"
    )


def _data(cells: Cells) -> str:
    if not cells.table.data:
        return cells.text("data")
    parts = [f"{text(field)}, {_field(cells, field, column)}" for field, column in cells.table.data.items()]
    return f"CAST(json_object({', '.join(parts)}) AS VARCHAR)"


def _field(cells: Cells, field: str, column: str) -> str:
    said = cells.of_column(column)
    match FIELDS[field]:
        case Storage.BOOL:
            return cells.yes_of(said)
        case Storage.INSTANT:
            return f"strftime(make_timestamp({cells.instant_of(said)}), '%Y-%m-%dT%H:%M:%S.%fZ')"
        case Storage.LIST:
            return f"list_transform(string_split_regex({said}, '[,;|/]'), lambda one: trim(one))"
        case _:
            return said


def _bits(cells: Cells) -> str:
    return " | ".join(
        f"CASE WHEN {condition} THEN {1 << bit} ELSE 0 END"
        for bit, (_fault, _what, condition) in enumerate(_flaws(cells))
    )


def _flaws(cells: Cells) -> tuple[tuple[Fault, str, str], ...]:
    """What one row alone shows, the column that shows it or why, and whether it does."""
    if_said: Mapped[str, str] = {column: "true" if cells.has(column) else "false" for column in _HELD}
    ids = """CASE WHEN NOT uuid AND event_id IS NOT NULL AND TRY_CAST(event_id AS UUID) IS NULL THEN true
        WHEN corrects IS NOT NULL THEN TRY_CAST(corrects AS UUID) IS NULL ELSE false END"""
    return (
        (Fault.ROW_UNREADABLE, Unreadable.NO_OBJECT, "NOT readable"),
        (Fault.RECORD_MISSING, "record_id", "readable AND record_id IS NULL"),
        (Fault.KIND_MISSING, "kind", "readable AND kind IS NULL"),
        (Fault.PASSED_OVER, "kind", "kind = ''"),
        (Fault.RECORDED_MISSING, "recorded_at", "readable AND NOT wr_said"),
        (Fault.RECORDED_UNREADABLE, "recorded_at", "wr_said AND wr IS NULL"),
        (Fault.OCCURRED_UNREADABLE, "occurred_at", "ts_said AND ts IS NULL AND wr IS NOT NULL"),
        (Fault.SEQ_UNREADABLE, "seq", "seq_said AND seq IS NULL"),
        (Fault.SEQ_MISSING, "seq", f"{if_said['seq']} AND NOT seq_said"),
        (Fault.SOURCE_UNKNOWN, "source", "source IS NULL AND source_said IS NOT NULL"),
        (Fault.DATA_BROKEN, "data", "data IS NOT NULL AND NOT object"),
        (Fault.KIND_UNKNOWN, "", f"kind NOT IN {any_of(('', *kinds()))} AND NOT starts_with(kind, '{OWN}')"),
        (Fault.ID_MISSING, "event_id", f"{if_said['event_id']} AND event_id IS NULL"),
        (Fault.ID_NOT_UUID, "event_id", "false" if cells.mapping.text else ids),
        (Fault.RECORDED_AHEAD, "recorded_at", f"wr > changed + {AHEAD}"),
        (Fault.RECORDED_BEFORE, "recorded_at", "ts > wr"),
        (Fault.ANNULS_NOTHING, "corrects", "kind = 'annulled' AND corrects IS NULL"),
        (Fault.OCCURRED_LONG_BEFORE, "occurred_at", f"{_SLIP} AND wr <= changed + {AHEAD}"),
        (Fault.HOUR_SKIPPED, "occurred_at", cells.skipped("ts_local")),
        (Fault.HOUR_SKIPPED, "recorded_at", cells.skipped("wr_local")),
        (Fault.HOUR_TWICE, "occurred_at", cells.doubled("ts_local")),
        (Fault.HOUR_TWICE, "recorded_at", cells.doubled("wr_local")),
    )


_HELD = ("seq", "event_id")
FLAWS = tuple((fault, what) for fault, what, _shows in _flaws(Cells({}, TableMapping(), Mapping())))
"""What one row alone shows by its bit in ``bad``, and the column that shows it; if none is said, the kind."""
