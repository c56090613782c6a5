"""Run every test in stages: each says its name, its time and its aim, and the last line counts them all.

    python tools/test/stages.py                  all of them, as ``make test`` and ``.ci/run`` do
    python tools/test/stages.py sqlite browser   these only

A stage that fails does not keep the next from running. Status 0 where nothing failed.
"""

import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from postgres import MissingError, cluster

ROOT = Path(__file__).resolve().parent.parent.parent
REPORTS = ROOT / "build" / "test"
OTHER = ROOT / ".venv-other"
BROWSER = ("-p", "tests.browser.groups", "-n", "2", "--no-loadscope-reorder")
EVERY_WAY = {"HABEAS_TEST_EVERY_WAY": "yes"}
"""Tests that look at one of several ways in turn look at all of them."""
PATIENCE = 75 * 60
"""Seconds after which a command is ended: it hangs."""


@dataclass
class Count:
    """Tests of a stage, or of all."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


@dataclass
class Stage:
    """What is run under one name; ``minutes`` is what it aims at."""

    name: str
    says: str
    minutes: float
    run: Callable[["Stage"], None]
    asked: bool = False  # run only where it is asked for by name
    count: Count = field(default_factory=Count)

    def command(self, *words: str, env: Mapping[str, str] | None = None) -> bool:
        """Run one command in the project's folder, its output passing through; whether it went well."""
        print(f"$ {shlex.join(words)}", flush=True)
        process = subprocess.Popen(words, cwd=ROOT, env={**os.environ, **(env or {})}, start_new_session=True)
        try:
            return process.wait(PATIENCE) == 0
        except subprocess.TimeoutExpired:
            print(f"{self.name}: ended after {PATIENCE // 60} minutes: it hangs", flush=True)
            return False
        finally:
            with suppress(ProcessLookupError):  # whatever it started ends with it
                os.killpg(process.pid, signal.SIGKILL)

    def check(self, *words: str) -> None:
        """Count one command as one test."""
        self.count += Count(passed=1) if self.command(*words) else Count(failed=1)

    def pytest(self, *words: str, python: str = sys.executable, env: Mapping[str, str] | None = None) -> None:
        """Run pytest and count what its report says."""
        report = _report(self.name)
        well = self.command(python, "-m", "pytest", "-q", f"--junitxml={report}", *words, env=env)
        self.count += _counted(report, well=well)

    @contextmanager
    def meanwhile(self, name: str, *words: str) -> Iterator[None]:
        """Run pytest beside what is done in the body; what it says is shown when both have ended."""
        report = _report(name)
        call = (sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", *words)
        well = False
        with (REPORTS / f"{name}.txt").open("w+") as said:
            process = subprocess.Popen(call, cwd=ROOT, stdout=said, stderr=said, start_new_session=True)
            try:
                yield
                with suppress(subprocess.TimeoutExpired):
                    well = process.wait(PATIENCE) == 0
            finally:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
            said.seek(0)
            print(f"$ {shlex.join(call)}\n{said.read()}", flush=True)
        self.count += _counted(report, well=well)

    def leave_out(self, why: str) -> None:
        """Say by name what is missing; with ``CI=true`` that is a failure."""
        print(f"{self.name}: {why}", flush=True)
        self.count += Count(failed=1) if os.environ.get("CI") == "true" else Count(skipped=1)


def _report(name: str) -> Path:
    report = REPORTS / f"{name}.xml"
    report.unlink(missing_ok=True)
    return report


def _counted(report: Path, *, well: bool) -> Count:
    if not report.exists():
        return Count(failed=1)
    suites = list(ET.parse(report).getroot().iter("testsuite"))  # noqa: S314 (pytest wrote it just now)

    def sum_of(name: str) -> int:
        return sum(int(suite.get(name, 0)) for suite in suites)

    wrong, skipped = sum_of("failures") + sum_of("errors"), sum_of("skipped")
    failed = wrong or (0 if well else 1)  # it may have broken, or have found no test
    return Count(sum_of("tests") - wrong - skipped, failed, skipped)


def house(stage: Stage) -> None:
    """The rules that need no test to run; meanwhile a wheel in an empty environment."""
    with stage.meanwhile("wheel", "-m", "wheel", *_files_with("wheel")):  # a processor each
        stage.check("ruff", "check", "--quiet", ".")
        stage.check("ruff", "format", "--quiet", "--check", ".")
        stage.check("lint-imports", "--no-cache")
        stage.check("mypy")


def sqlite(stage: Stage) -> None:
    """Everything but the browser and the wheel."""
    stage.pytest("-n", "2", "--dist", "worksteal", "-m", "not browser and not wheel")


def postgres(stage: Stage) -> None:
    """Stores, doors and actions once more."""
    try:
        with cluster() as leads:
            two = ("-n", "2", "--dist", "worksteal")
            stage.pytest(*two, "-m", "bothdbs and not browser", *_files_with("bothdbs"), env=leads)
    except MissingError as missing:
        stage.leave_out(str(missing))


def browser(stage: Stage) -> None:
    """Every page by axe, and the walks of people."""
    stage.pytest(*BROWSER, "-m", "browser", *_files_with("browser"))


def _files_with(mark: str) -> list[str]:
    """The files in which a mark stands: to open all the others costs each worker twenty seconds."""
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    return [str(file.relative_to(ROOT)) for file in files if f"mark.{mark}" in file.read_text("utf-8")]


def _other_python(stage: Stage) -> str | None:
    this = "{}.{}".format(*sys.version_info)
    found = subprocess.run(
        ["tools/find_python.sh", "--but", this], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if found.returncode:
        # Not every machine has two: no test lacks a part, and CI passes without it.
        print(f"{stage.name}: no other working Python than {this} is on this machine", flush=True)
        stage.count += Count(skipped=1)
        return None
    quick = {"PIP_COMPILE": "no"}  # of all that comes with the parts, little is ever run there
    if not stage.command("tools/venv.sh", str(OTHER), "develop", found.stdout.strip(), env=quick):
        stage.count += Count(failed=1)
        return None
    return str(OTHER / "bin" / "python")


def matrix(stage: Stage) -> None:
    """Everything on the other Python, everything on PostgreSQL, and every page at both widths."""
    if python := _other_python(stage):
        stage.pytest("-n", "2", "-m", "not browser and not wheel", python=python, env=EVERY_WAY)
    try:
        with cluster() as leads:
            stage.pytest("-n", "2", "-m", "not browser and not wheel", env=leads)
    except MissingError as missing:
        stage.leave_out(str(missing))
    stage.pytest(*BROWSER, "tests/browser", env=EVERY_WAY)


def spark(stage: Stage) -> None:
    """The rules over a register, on a cluster of a master and two workers."""
    if shutil.which("java") is None:
        stage.leave_out("Java is missing: apt-get install default-jre-headless")
    elif parts("spark").wait(PATIENCE):
        stage.leave_out("pyspark could not be installed from requirements/spark.txt")
    else:
        env = {"HABEAS_TEST_SPARK": "yes", "PYTHONPATH": str(_apart("spark"))}
        stage.pytest("tests/cli/test_audit_cluster.py", env=env)


def go(stage: Stage) -> None:
    """Logs of ours before a verifier that others wrote in another language."""
    if parts("go").wait(PATIENCE):
        stage.leave_out("Go could not be installed from requirements/go.txt")
    else:
        stage.pytest("tests/tlog/test_another_language.py", env={"HABEAS_TEST_GO": str(_apart("go") / "go")})


def _apart(name: str) -> Path:
    """Where the parts of a stage are: nothing but its own tests is to see them."""
    return ROOT / f".venv-{name}"


@cache
def parts(name: str) -> "subprocess.Popen[bytes]":
    """Begin to install what a stage needs: most of a minute, so it is begun before the other stages are."""
    pip = f"{shlex.quote(sys.executable)} -m pip install --quiet --no-compile --require-hashes --no-deps"
    wanted, place = f"requirements/{name}.txt", _apart(name)
    install = f"rm -rf {place} && nice {pip} --target {place} -r {wanted} && cp {wanted} {place}/{name}.txt"
    return subprocess.Popen(("sh", "-c", f"cmp -s {wanted} {place}/{name}.txt || ({install})"), cwd=ROOT)


def torture(stage: Stage) -> None:
    """Property tests with fifty times the examples."""
    profile = ("-p", "tests.house.torture", "--hypothesis-profile=torture")
    stage.pytest("-n", "2", *profile, "-m", "not browser and not wheel")


STAGES = (
    Stage("house", "lint, format, imports, types, a wheel in an empty environment", 1.5, house),
    Stage("sqlite", "everything on SQLite, with properties", 6, sqlite),
    Stage("postgres", "stores, access and actions on PostgreSQL", 3, postgres),
    Stage("browser", "every page in Chromium, English and Arabic", 4, browser),
    Stage("spark", "the rules on a cluster of Spark", 1.5, spark),
    Stage("go", "our logs before a verifier in Go", 2, go, asked=True),
    Stage("matrix", "another Python, PostgreSQL, every page and walk in every way", 30, matrix, asked=True),
    Stage("torture", "properties with fifty times the examples", 60, torture, asked=True),
)


def main(names: list[str]) -> int:
    """Run the stages named (none: all) and count."""
    if strangers := set(names) - {stage.name for stage in STAGES}:
        raise SystemExit(f"no such stage: {', '.join(sorted(strangers))}")
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # hundreds of processes would compile all of it each time
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    REPORTS.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="habeas-stages-") as shared:
        os.environ["HABEAS_TEST_SHARED"] = shared  # the demo is made once for all stages
        return _run(names)


def _run(names: list[str]) -> int:
    asked = [stage for stage in STAGES if stage.name in names or not (names or stage.asked)]
    for name in {"go", "spark"} & {stage.name for stage in asked}:
        parts(name)
    done = []
    for stage in asked:
        print(f"\n== {stage.name}: {stage.says}", flush=True)
        begun = time.monotonic()
        stage.run(stage)
        taken = time.monotonic() - begun
        late = f", over its aim of {stage.minutes:g} min" if taken > stage.minutes * 60 else ""
        done.append(f"{stage.name:<9} {taken:6.0f} s  {stage.count}{late}")
        print(f"== {done[-1]}", flush=True)
    print("\n" + "\n".join(done))
    total = sum((stage.count for stage in STAGES), Count())
    print(total, flush=True)
    return 1 if total.failed or not total.passed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
