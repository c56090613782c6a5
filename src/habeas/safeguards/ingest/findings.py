"""What is wrong across rows: with fields, numbers, corrections, spans, and between the two tables."""

from typing import Any

from habeas.custody import spans
from habeas.custody.history import ANNULLED, ENDINGS, TO_THE_END
from habeas.custody.records import BOOK
from habeas.safeguards.ingest.engine import any_of
from habeas.safeguards.ingest.events import FLAWS
from habeas.safeguards.ingest.faults import LEFT_OUT, Fault
from habeas.safeguards.numbers import kind_codes
from habeas.safeguards.rule import TAKES


def of_rows(connection: Any) -> None:
    """What each row that stands shows by itself."""
    _of_flawed(
        connection,
        """
        SELECT t.bad, t.file, t.line, t.rid, t.event_id, k.name AS kind
        FROM sorted t JOIN kind k ON k.code = t.kind WHERE t.bad <> 0""",
    )


def of_rows_aside(connection: Any) -> None:
    """The same of the books of stations; and why each row was left out, once, whatever else is wrong."""
    why = [1 << bit for bit, (fault, _what) in enumerate(FLAWS) if fault in LEFT_OUT]
    first = " ".join(f"WHEN bad & {each} <> 0 THEN {each}" for each in why)
    _of_flawed(
        connection,
        f"""
        SELECT CASE {first} ELSE 0 END AS bad, file, line, NULL AS rid, event_id, kind
        FROM typed WHERE dropped
        UNION ALL SELECT bad, file, line, NULL, event_id, kind FROM typed
        WHERE starts_with(record_id, '{BOOK}') AND NOT dropped AND bad <> 0""",
    )


def _of_flawed(connection: Any, rows: str) -> None:
    connection.execute(f"CREATE OR REPLACE TABLE flawed AS {rows}")
    for bit, (fault, what) in enumerate(FLAWS):
        connection.execute(f"""
            INSERT INTO fault SELECT '{fault}', file, line, rid, event_id, {f"'{what}'" if what else "kind"}
            FROM flawed WHERE bad & {1 << bit} <> 0
        """)


def tell_once(connection: Any) -> None:
    """Tell of a line once that is no row of entries and no row of records, where both are read from one file.

    Asked once ``fault`` has lines.
    """
    connection.execute(f"""
        DELETE FROM fault USING file own, file first, (FROM fault) told
        WHERE fault.file = own.number AND first.path = own.path AND first.number < own.number
            AND told.file = first.number AND told.line = fault.line AND told.code = fault.code
            AND fault.code IN {any_of((Fault.ROW_UNREADABLE, Fault.RECORD_MISSING))}
    """)


def of_fields(connection: Any) -> None:
    """Fields that are not what their kind has them be."""
    connection.execute(f"""
        INSERT INTO fault SELECT '{Fault.FIELD_WRONG}', file, line, rid, event_id, unnest(wrong) FROM spoken
        WHERE len(wrong) > 0
    """)


def of_numbers(connection: Any) -> None:
    """Numbers that stand twice in a record."""
    connection.execute(f"""
        INSERT INTO fault SELECT '{Fault.SEQ_TWICE}', file, line, rid, event_id, 'seq' FROM sorted
        WHERE seq > 0 AND rid IN (
            SELECT rid FROM (SELECT rid, list(seq) AS own FROM sorted WHERE seq > 0 GROUP BY rid)
            WHERE list_unique(own) <> len(own))
        QUALIFY row_number() OVER (PARTITION BY rid, seq ORDER BY file, line) > 1
    """)


def of_corrections(connection: Any) -> None:
    """Corrections that hold nothing, each with why (custody.history says the same of one record)."""
    connection.execute("""
        CREATE OR REPLACE TABLE correcting AS
        SELECT s.rowid AS e, s.rid, s.file, s.line, s.event_id, s.kind, s.seq, s.corrects, s.fixes,
            s.wr, t.seq AS of_seq, t.wr AS of_wr, t.kind AS of_kind, t.fixes AS of_fixes
        FROM sorted s LEFT JOIN sorted t ON t.rowid = s.fixes WHERE s.corrects IS NOT NULL
    """)
    # The kind that a chain is of; of a correction that is at fault its own, of an annulment that is, none.
    alone = f"NULLIF(kind, {_code(ANNULLED)})"
    connection.execute(f"""
        CREATE OR REPLACE TABLE judged AS
        WITH RECURSIVE plain AS (
            SELECT *, CASE
                WHEN fixes < 0 THEN '{Fault.CORRECTS_UNKNOWN}'
                WHEN fixes = e THEN '{Fault.CORRECTS_ITSELF}'
                WHEN (of_seq, of_wr, fixes) > (seq, wr, e) THEN '{Fault.CORRECTS_LATER}' END AS why
            FROM correcting),
        chained AS (
            SELECT e, why, CASE
                WHEN why IS NULL AND kind IN (of_kind, {_code(ANNULLED)}) THEN of_kind
                ELSE {alone} END AS of_chain,
                why IS NULL AND kind NOT IN (of_kind, {_code(ANNULLED)}) AS strange
            FROM plain WHERE why IS NOT NULL OR of_fixes IS NULL
            UNION ALL
            SELECT p.e, CASE WHEN c.of_chain IS NULL THEN '{Fault.CORRECTS_FAULT}' END,
                CASE WHEN p.kind IN (c.of_chain, {_code(ANNULLED)}) THEN c.of_chain
                ELSE NULLIF(p.kind, {_code(ANNULLED)}) END,
                p.kind NOT IN (c.of_chain, {_code(ANNULLED)})
            FROM plain p JOIN chained c ON c.e = p.fixes WHERE p.why IS NULL)
        SELECT p.* EXCLUDE (why), COALESCE(c.why, IF(c.strange, '{Fault.CORRECTS_KIND}', NULL)) AS why
        FROM plain p JOIN chained c USING (e)
    """)
    connection.execute("""
        INSERT INTO fault SELECT why, file, line, rid, event_id, 'corrects' FROM judged WHERE why IS NOT NULL
    """)
    connection.execute("""
        INSERT INTO unknown SELECT file, line, corrects FROM correcting WHERE fixes < 0
    """)


def of_corrections_elsewhere(connection: Any, entries: str) -> None:
    """Which of those that name no entry of their record name one of another: asked of all ``entries``."""
    connection.execute(f"""
        UPDATE fault SET code = '{Fault.CORRECTS_ELSEWHERE}' FROM unknown u
        WHERE fault.code = '{Fault.CORRECTS_UNKNOWN}' AND fault.file = u.file AND fault.line = u.line
            AND u.corrects IN (
                SELECT event_id FROM {entries} WHERE event_id IN (SELECT corrects FROM unknown))
    """)


def of_spans(connection: Any) -> None:
    """Ends without a start, and in a record that is over starts without an end; as first written."""
    rows = [
        f"({number}, {_code(kind)}, {str(starts).lower()}, {str(name in TO_THE_END).lower()})"
        for number, (name, (start, end)) in enumerate(spans().items())
        for kind, starts in ((start, True), (end, False))
    ]
    ends = ", ".join(map(_code, sorted(ENDINGS)))
    connection.execute(f"""
        CREATE OR REPLACE TABLE bound AS SELECT s.rowid AS e, s.rid, s.span, b.number, b.starts, b.to_the_end
        FROM sorted s JOIN (VALUES {", ".join(rows)}) AS b(number, kind, starts, to_the_end) USING (kind)
        WHERE s.fixes IS NULL
    """)
    connection.execute("""
        CREATE OR REPLACE TABLE lone AS
        SELECT e, starts FROM bound JOIN (
            SELECT rid, number, span FROM bound WHERE span IS NOT NULL GROUP BY ALL
            HAVING bool_and(starts) OR NOT bool_or(starts)) USING (rid, number, span)
        WHERE NOT (starts AND to_the_end)
        UNION ALL
        SELECT e, starts FROM (
            SELECT e, starts, to_the_end, lag(starts) OVER own AS before, lead(starts) OVER own AS after
            FROM bound WHERE span IS NULL WINDOW own AS (PARTITION BY rid, number ORDER BY e))
        WHERE CASE WHEN starts THEN coalesce(after, true) AND NOT to_the_end
            ELSE NOT coalesce(before, false) END
    """)
    connection.execute(f"""
        INSERT INTO fault
        SELECT CASE WHEN l.starts THEN '{Fault.SPAN_NOT_ENDED}' ELSE '{Fault.SPAN_NOT_STARTED}' END,
            s.file, s.line, s.rid, s.event_id, k.name
        FROM sorted s JOIN lone l ON l.e = s.rowid JOIN kind k ON k.code = s.kind
        WHERE NOT l.starts OR s.rid IN (SELECT rid FROM sorted WHERE kind IN ({ends}))
    """)


def of_records(connection: Any, *, tabled: bool) -> None:
    """Rows of records that are wrong or twice, records of which one table knows nothing, jurisdictions."""
    if tabled:
        connection.execute(f"""
            INSERT INTO fault
            SELECT '{Fault.RECORD_WITHOUT_ENTRIES}', w.file, w.line, r.rid, NULL, 'record_id'
            FROM record r JOIN record_row w USING (record_id) WHERE r.rid NOT IN (SELECT rid FROM counted)
            UNION ALL
            SELECT '{Fault.RECORD_WITHOUT_ROW}', NULL, NULL, r.rid, NULL, 'record_id'
            FROM record r WHERE r.record_id NOT IN (SELECT record_id FROM record_row)
        """)
    known = ", ".join(f"'{each}'" for each in TAKES)
    connection.execute(f"""
        INSERT INTO fault
        SELECT '{Fault.JURISDICTION_UNKNOWN}', w.file, w.line, r.rid, NULL, r.jurisdiction
        FROM record r LEFT JOIN record_row w USING (record_id) WHERE r.jurisdiction NOT IN ({known})
        UNION ALL
        SELECT '{Fault.ATTRIBUTE_WRONG}', arg_min(file, (file, line)), arg_min(line, (file, line)), rid, NULL,
            what FROM (
            SELECT w.file, w.line, r.rid, unnest(string_split(w.wrong[2:], '|')) AS what
            FROM record r JOIN {"every_row" if tabled else "record_row"} w USING (record_id)
            WHERE w.wrong <> '')
        GROUP BY rid, what
    """)


def of_zones(connection: Any) -> None:
    """Records that name no zone: their days are those of UTC."""
    connection.execute(f"""
        INSERT INTO fault SELECT '{Fault.ZONE_MISSING}', w.file, w.line, r.rid, NULL, 'zone'
        FROM record r LEFT JOIN record_row w USING (record_id) WHERE r.zone IS NULL
    """)


def _code(kind: str) -> str:
    return str(kind_codes()[kind])
