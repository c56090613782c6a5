"""``habeas audit --engine spark``: a register judged by a master and two workers as the plain evaluator does.

The cluster takes most of a minute to come up: there is one, and all rules are asked once.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from socket import create_connection, socket

import pyspark
import pytest
from tests.cli.conftest import Command, first_line
from tests.safeguards.nasty import register
from tests.shared import SOURCE, environment

from habeas.custody import new_event_id
from habeas.custody.exchange import EVENTS, RECORDS, event_row, parquet, record_row
from habeas.safeguards import example_site
from habeas.safeguards.audit import Asked, Plainly, chosen, document, instant

HERE = "127.0.0.1"
PARTS = Path(pyspark.__file__).parent.parent
SPARK = PARTS / "pyspark" / "bin" / "spark-class"
QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto"
"""Most of what a little register takes is the compiling of Java."""
DEFAULTS = f"""
spark.driver.host {HERE}
spark.driver.bindAddress {HERE}
spark.driver.extraJavaOptions {QUICK}
spark.executor.extraJavaOptions {QUICK}
spark.executor.memory 512m
spark.sql.shuffle.partitions 2
spark.ui.enabled false
"""
TOLD = ("records", "events", "last_written", "without_limit", "rules")


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment that leads to a master and two workers, each a process of its own."""
    (tmp_path / "spark-defaults.conf").write_text(DEFAULTS, "utf-8")
    with socket() as free:
        free.bind((HERE, 0))
        port = free.getsockname()[1]
    master = f"spark://{HERE}:{port}"
    deploy, ui = "org.apache.spark.deploy", ("--webui-port", "0")
    worker = (f"{deploy}.worker.Worker", "--host", HERE, "--cores", "1", "--memory", "600m", *ui)
    calls = [
        (f"{deploy}.master.Master", "--host", HERE, "--port", str(port), *ui),
        *((*worker, "--work-dir", str(tmp_path / f"worker-{each}"), master) for each in (1, 2)),
    ]
    leads = {"SPARK_LOCAL_IP": HERE, "SPARK_CONF_DIR": str(tmp_path), "SPARK_MASTER": master}
    leads["PYTHONPATH"] = os.pathsep.join((str(SOURCE), str(PARTS)))
    env = {**os.environ, **leads, "SPARK_DAEMON_JAVA_OPTS": QUICK}
    with (tmp_path / "said").open("w") as said:
        processes = [subprocess.Popen((SPARK, *call), env=env, stdout=said, stderr=said) for call in calls]
    try:
        wait_for(port)
        yield leads
    finally:
        for process in reversed(processes):
            process.terminate()
            process.wait(30)


def wait_for(port: int) -> None:
    for _each in range(1_200):
        try:
            create_connection((HERE, port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the master does not answer")


def test_a_cluster_judges_a_register_as_the_plain_evaluator_does(
    habeas: Command, cluster: dict[str, str], tmp_path: Path
) -> None:
    records, events, as_of = register(1, 25)
    folder = tmp_path / "register"
    folder.mkdir()
    every = [event_row(one) for own in events.values() for one in own]
    unsaid = {"event_id": new_event_id(as_of), "kind": "", "seq": None}
    every.append(tuple((dict(zip(EVENTS.names, every[0], strict=True)) | unsaid).values()))
    for table, rows in ((RECORDS, list(map(record_row, records))), (EVENTS, every)):
        with (folder / f"{table.name}.parquet").open("wb") as stream:
            parquet.write(table, rows, stream)
    call = ("--engine", "spark", "--as-of", instant(as_of) or "", "--json", "--verdicts")
    ended = subprocess.run(
        [sys.executable, "-m", "habeas", "audit", str(folder), *call],
        env={**environment(habeas.data), **cluster},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    told = json.loads(ended.stdout)
    assert (told["engine"], told["synthetic"]) == ("spark", False)
    executors = {path.parent.name for path in tmp_path.glob("worker-*/app-*/*/stdout")}
    assert len(executors) == 2, "both workers had a part"

    asked = Asked(rules=chosen(None), as_of=as_of, site=example_site(), rule_set="jurisdiction")
    plain = Plainly(asked, records, events)
    said = json.loads(json.dumps(document(asked, plain, plain.told(), {})))
    assert {name: told[name] for name in TOLD} == {name: said[name] for name in TOLD}
    for name, rows in (("occasions", plain.occasions()), ("verdicts", plain.verdicts())):
        assert sorted(told[name], key=str) == sorted(map(dict, rows), key=str), name
    assert len(told["occasions"]) > 250
    [first] = [one for one in told["first_faults"] if one["code"] == "row-without-kind"]
    assert told["faults"]["row-without-kind"] == 1
    assert (first["file"], first["line"], first["event_id"]) == ("events", None, unsaid["event_id"])


def test_without_java_it_says_how_to_get_it(habeas: Command, tmp_path: Path) -> None:
    ended = habeas("audit", str(tmp_path), "--engine", "spark", env={"PATH": str(tmp_path)})
    assert ended.returncode == 3
    assert first_line(ended).startswith("habeas: error: part-missing: Java is not installed (Spark)")
    assert "apt-get install" in ended.stderr
