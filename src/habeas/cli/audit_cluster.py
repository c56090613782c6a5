"""The session on a cluster of Spark for an audit, and what can go wrong with it in words."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from habeas.errors import HabeasError, PartMissingError, RefusedError, Where

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

MASTER = "SPARK_MASTER"
_ON_WORKERS = "Each worker needs this version of Habeas with habeas[audit]; PYSPARK_PYTHON names its Python."


@contextmanager
def session(master: str | None) -> Iterator["SparkSession"]:
    """A session whose faults are told in words; what else it needs is in ``spark-defaults.conf``.

    Without an address that file names the cluster, or it is this machine.
    """
    _hold_parts()
    from py4j.protocol import Py4JError  # noqa: PLC0415 (the extra)
    from pyspark.errors import PySparkException  # noqa: PLC0415
    from pyspark.sql import SparkSession  # noqa: PLC0415

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    address = master or os.environ.get(MASTER)
    builder = SparkSession.builder.appName("habeas audit")
    for name, value in {
        "spark.sql.session.timeZone": "UTC",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        **({"spark.master": address} if address else {}),
    }.items():
        builder = builder.config(name, value)
    where = Where(address or "this machine")
    try:
        spark = builder.getOrCreate()
    except (PySparkException, Py4JError) as fault:
        raise PartMissingError(
            "cluster-unreachable",
            "there is no session on the cluster",
            where=where,
            advice="Look at --master and the network; HABEAS_TRACE=1 shows what Spark said.",
        ) from fault
    try:
        yield spark
    except (PySparkException, Py4JError) as fault:
        raise _in_words(str(fault), where) from fault
    finally:
        spark.stop()


def _hold_parts() -> None:
    """Refuse where Java or a package is not there."""
    home = os.environ.get("JAVA_HOME")
    if not (home and Path(home, "bin", "java").exists()) and shutil.which("java") is None:
        raise PartMissingError(
            "part-missing",
            "Java is not installed (Spark)",
            advice="Install version 17 or later: apt-get install default-jre-headless.",
        )
    for name in ("pyspark", "pandas"):
        if find_spec(name) is None:
            raise PartMissingError(
                "part-missing",
                f"the Python package “{name}” is not installed (Spark)",
                advice="Install it with: pip install 'habeas[spark]'.",
            )


def _in_words(said: str, where: Where) -> HabeasError:
    """What a fault of the cluster means. Its own text is left out: it may hold what a row says."""
    if "PATH_NOT_FOUND" in said:
        return RefusedError(
            "register-table-missing",
            "the tables of a register are not there",
            where=where,
            advice="A cluster reads records.parquet and events.parquet of a folder that each worker has.",
        )
    if "ModuleNotFoundError" in said:
        return PartMissingError(
            "part-missing", "the Python of a worker lacks a package", where=where, advice=_ON_WORKERS
        )
    return RefusedError(
        "cluster-failed",
        "the cluster did not end the audit",
        where=where,
        advice=f"{_ON_WORKERS} HABEAS_TRACE=1 shows what Spark said.",
    )
