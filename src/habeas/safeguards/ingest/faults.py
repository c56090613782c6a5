"""What can be wrong in a register that is brought in: codes on which scripts may rely (docs/register.md)."""

from enum import StrEnum


class Fault(StrEnum):
    """What is wrong with a row or a record. What is left out is counted; the rest is audited as it stands."""

    # Left out: nothing could be said of it, or it would count twice.
    ROW_UNREADABLE = "row-unreadable"
    RECORD_MISSING = "row-without-record"
    KIND_MISSING = "row-without-kind"
    RECORDED_MISSING = "row-without-recorded-at"
    RECORDED_UNREADABLE = "recorded-at-unreadable"
    TWICE = "event-twice"
    ID_TAKEN = "event-id-twice"
    PASSED_OVER = "kind-passed-over"
    # Kept, without what is wrong in it.
    RECORD_TWICE = "record-twice"
    OF_SEVERAL = "event-of-several"
    OCCURRED_UNREADABLE = "occurred-at-unreadable"
    SEQ_UNREADABLE = "seq-unreadable"
    SOURCE_UNKNOWN = "source-unknown"
    DATA_BROKEN = "data-broken"
    FIELD_WRONG = "field-wrong"
    ATTRIBUTE_WRONG = "attribute-wrong"
    COLUMN_MISSING = "column-missing"
    COLUMN_UNKNOWN = "column-unknown"
    SHEET_UNREAD = "sheet-not-read"
    ENCODING_ASSUMED = "encoding-assumed"
    RECORDED_ASSUMED = "recorded-at-assumed"
    # Kept as it stands.
    KIND_UNKNOWN = "kind-unknown"
    ID_MISSING = "event-without-id"
    ID_NOT_UUID = "event-id-no-uuid"
    RECORDED_AHEAD = "recorded-after-the-file"
    RECORDED_BEFORE = "recorded-before-it-occurred"
    OCCURRED_LONG_BEFORE = "occurred-at-out-of-range"
    HOUR_SKIPPED = "local-time-skipped"
    HOUR_TWICE = "local-time-twice"
    SEQ_MISSING = "seq-missing"
    SEQ_TWICE = "seq-twice"
    ANNULS_NOTHING = "annuls-nothing"
    CORRECTS_UNKNOWN = "corrects-unknown"
    CORRECTS_ELSEWHERE = "corrects-another-record"
    CORRECTS_ITSELF = "corrects-itself"
    CORRECTS_LATER = "corrects-later"
    CORRECTS_FAULT = "corrects-a-fault"
    CORRECTS_KIND = "corrects-another-kind"
    SPAN_NOT_STARTED = "span-without-start"
    SPAN_NOT_ENDED = "span-without-end"
    RECORD_WITHOUT_ENTRIES = "record-without-entries"
    RECORD_WITHOUT_ROW = "record-without-row"
    JURISDICTION_UNKNOWN = "jurisdiction-unknown"
    ZONE_MISSING = "zone-missing"
    TABLE_MISSING = "table-missing"


LEFT_OUT = frozenset(
    {
        Fault.ROW_UNREADABLE,
        Fault.RECORD_MISSING,
        Fault.KIND_MISSING,
        Fault.RECORDED_MISSING,
        Fault.RECORDED_UNREADABLE,
        Fault.TWICE,
        Fault.ID_TAKEN,
        Fault.PASSED_OVER,
    }
)
"""Of these the row is not audited."""
KEPT_WITHOUT = frozenset(
    {
        Fault.RECORD_TWICE,
        Fault.OF_SEVERAL,
        Fault.OCCURRED_UNREADABLE,
        Fault.SEQ_UNREADABLE,
        Fault.SOURCE_UNKNOWN,
        Fault.DATA_BROKEN,
        Fault.FIELD_WRONG,
        Fault.ATTRIBUTE_WRONG,
        Fault.COLUMN_MISSING,
        Fault.COLUMN_UNKNOWN,
        Fault.SHEET_UNREAD,
    }
)
"""Of these it is audited as if what is wrong in it were not written."""

PLACE = ("code", "file", "line", "record_id", "event_id", "what")
"""What is told of one thing that is wrong: ``what`` is the column, the word or the reason that shows it."""
FIRST = 3
"""Of each kind so many places are told, where not all of them are asked for."""


class Unreadable(StrEnum):
    """Why a row cannot be read: what stands for it as ``what``."""

    FEW = "cells-too-few"
    MANY = "cells-too-many"
    QUOTES = "quotes-broken"
    LONG = "line-too-long"
    ENCODING = "not-utf8"
    NO_OBJECT = "no-json-object"


REJECTED = {
    "MISSING COLUMNS": Unreadable.FEW,
    "TOO MANY COLUMNS": Unreadable.MANY,
    "UNQUOTED VALUE": Unreadable.QUOTES,
    "LINE SIZE OVER MAXIMUM": Unreadable.LONG,
    "INVALID ENCODING": Unreadable.ENCODING,
}
"""What DuckDB calls them where it rejects a row of CSV."""
