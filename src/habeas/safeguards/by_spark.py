"""The findings of a cluster of Spark over a register as Parquet that all of its workers read.

Spark does one thing, and no rule is asked in its SQL: it brings all records of a person together, once, and
hands each part to the worker that has it, which judges it as one machine judges a whole register
(``spark_parts``; docs/decisions/0010). What the parts found is summed. It needs the extra ``spark``, and Java
17 or later.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import pyarrow as pa
from pyspark import StorageLevel
from pyspark.errors import AnalysisException
from pyspark.sql import DataFrame, SparkSession, Window
from pyspark.sql import functions as F  # noqa: N812 (its name everywhere)

from habeas.custody.exchange import EVENTS, RECORDS
from habeas.custody.exchange.tables import Table
from habeas.custody.history import ANNULLED
from habeas.custody.kinds import spans
from habeas.custody.records import BOOK
from habeas.safeguards.audit import Asked, Row, Tell, Told, untold
from habeas.safeguards.signals import Signals
from habeas.safeguards.spark_parts import (
    AS_DDL,
    FAULT,
    LENGTH,
    OCCASION,
    PART,
    SHARED,
    VERDICT,
    Work,
    faults_of,
)
from habeas.safeguards.summing import ranked, ranks, summed

ENTRIES = 2_000_000
"""How many entries a part is to have: enough that asking takes longer than planning, few enough to hold."""
MEMORY = "1GB"
"""What an engine in a worker takes before it goes to the disk, beside the heap of Java."""


class BySpark:
    """One audit on a cluster: the work is done when this is made."""

    engine = "spark"

    def __init__(
        self,
        asked: Asked,
        session: SparkSession,
        register: str,
        *,
        each_verdict: bool = False,
        entries: int = ENTRIES,
        memory: str = MEMORY,
    ) -> None:
        """``register`` is a folder under the path at which every worker has it."""
        zone = session.conf.get("spark.sql.session.timeZone")
        if zone != "UTC":
            raise ValueError(f"spark.sql.session.timeZone has to be UTC, and is {zone}")
        self.asked, self.session, self.register = asked, session, register.rstrip("/")
        threads = int(session.conf.get("spark.task.cpus", "1") or 1)
        self._found = self._judged(Work(asked, each_verdict, self._books(), memory, threads), entries)
        self._parts = [json.loads(row.said) for row in self._found.where(F.col("what") == PART).collect()]
        self.records = sum(part["records"] for part in self._parts)
        self.events = sum(part["events"] for part in self._parts)
        written = (part["last_written"] for part in self._parts if part["last_written"])
        self.last_written = max(map(datetime.fromisoformat, written), default=None)
        self.faults = faults_of(self._parts)

    def told(self, tell: Tell = untold) -> Iterator[Told]:
        """What came of each rule."""
        self._found.createOrReplaceTempView("found")
        lengths = f"SELECT rule, at AS length, n FROM found WHERE what = '{LENGTH}'"
        found = ranks(self.session.sql(ranked(lengths)).collect())
        for at, rule in enumerate(self.asked.rules):
            if rule.name not in self.asked.without_limit:
                parts = [part["told"][rule.name] for part in self._parts]
                yield summed(rule, parts, found.get(at))
        tell(1)

    def occasions(self) -> Iterator[Row]:
        """Every occasion that is told."""
        return self._listed(OCCASION)

    def verdicts(self) -> Iterator[Row]:
        """One verdict for each record and rule, where that was asked for."""
        return self._listed(VERDICT)

    def wrong(self, most: int | None = None) -> Iterator[Row]:
        """What is wrong with the register, by table and record: rows come to a part from anywhere."""
        shared = self._found.where(F.col("what") == SHARED).select("said").distinct()
        every = self._found.where(F.col("what") == FAULT).select("said").unionByName(shared)
        code = F.get_json_object("said", "$.code")
        nth = F.row_number().over(Window.partitionBy(code).orderBy("said"))
        rows = every.select("said", code.alias("code"), nth.alias("nth"))
        rows = rows if most is None else rows.where(F.col("nth") <= most)
        for row in rows.orderBy("code", "nth").toLocalIterator(prefetchPartitions=True):
            yield json.loads(row.said)

    def signals(self) -> Signals:
        """None: an officer is seen at two stations only where all parts are."""
        return Signals()

    @property
    def synthetic(self) -> bool:
        """Whether nobody in the register is real: the folder says so."""
        try:
            [[said]] = self.session.read.text(f"{self.register}/metadata.json", wholetext=True).collect()
            return json.loads(said)["synthetic"] is True
        except (AnalysisException, ValueError, KeyError, TypeError):
            return False

    def _listed(self, what: str) -> Iterator[Row]:
        rows = self._found.where(F.col("what") == what).orderBy("rule", "record_id", "at").select("said")
        for row in rows.toLocalIterator(prefetchPartitions=True):
            yield json.loads(row.said)

    def _judged(self, work: Work, entries: int) -> DataFrame:
        """What the parts found, kept on the disks of the workers until the session ends."""

        def judge(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            return work(batches)

        return self._parted(entries).mapInArrow(judge, AS_DDL).persist(StorageLevel.DISK_ONLY)

    def _parted(self, entries: int) -> DataFrame:
        """Both tables in parts, all rows of a person in one, in an order that does not change."""
        records, events = self._table(RECORDS), self._table(EVENTS)
        person, record = _said("person_ref"), _said("record_id")
        keys = records.groupBy(record.alias("of")).agg(F.min(F.coalesce(person, record)).alias("key"))
        own = events.where(F.col("record_id").isNull() | ~F.col("record_id").startswith(BOOK))
        rows = [
            frame.join(keys, record == F.col("of"), "left").select(
                F.coalesce("key", record, F.lit("")).alias("key"), F.struct(*columns).alias(table.name)
            )
            for table, frame, columns in ((RECORDS, records, records.columns), (EVENTS, own, own.columns))
        ]
        parts = max(self.session.sparkContext.defaultParallelism, -(-events.count() // entries))
        return (
            rows[0]
            .unionByName(rows[1], allowMissingColumns=True)
            .repartition(parts, "key")
            .sortWithinPartitions("events.record_id", "events.seq", "events.event_id", "records")
            .select(RECORDS.name, EVENTS.name)
        )

    def _books(self) -> pa.Table:
        """What is written of outages, for every part: they excuse whoever was held at the station."""
        events = self._table(EVENTS)
        own = events.where(F.col("kind").isin(*spans()["outage"]))
        annulled = events.where(F.col("kind") == ANNULLED)
        every = own.unionByName(annulled.join(own.select("record_id").distinct(), "record_id", "left_semi"))
        book = F.concat(F.lit(BOOK), F.col("record_id"))
        named = F.when(F.col("record_id").startswith(BOOK), F.col("record_id")).otherwise(book)
        return every.withColumn("record_id", named).toArrow()

    def _table(self, table: Table) -> DataFrame:
        frame = self.session.read.parquet(f"{self.register}/{table.name}.parquet")
        return frame.select(*(name for name in table.names if name in frame.columns))


def _said(name: str) -> Any:
    """A column where it says anything."""
    return F.when(F.trim(name) != "", F.trim(name))
