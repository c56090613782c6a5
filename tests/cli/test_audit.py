"""``habeas audit``: first what a register cannot show, then each safeguard; one form from every engine."""

import csv
import errno
import json
import os
import re
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.cli.conftest import Command, environment

from habeas.cli.results import deliver_files
from habeas.durable import held
from habeas.safeguards.audit import OCCASION
from habeas.safeguards.signals import COLUMNS

AS_OF = "2025-02-20T00:00:00Z"


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A synthetic register of few stays, most of them with a breach."""
    data = tmp_path_factory.mktemp("audited")
    out = data / "register"
    made = Command(data).anew(
        *(
            "generate",
            "register",
            "--detentions",
            "60",
            "--seed",
            "7",
            "--breach-rate",
            "0.8",
            "--days",
            "20",
        ),
        *("--format", "jsonl", "--with-lists", "--out", str(out)),
    )
    assert made.returncode == 0, made.stderr
    return out


def test_every_engine_tells_the_same_and_what_was_planted(habeas: Command, register: Path) -> None:
    told = {}
    for engine in ("duckdb", "reference"):
        ended = habeas("audit", str(register), "--as-of", AS_OF, "--engine", engine, "--verdicts", "--json")
        assert ended.returncode == 0, ended.stderr
        told[engine] = json.loads(ended.stdout)
    one, other = told["duckdb"], told["reference"]
    assert (one["schema"], one["engine"], one["synthetic"]) == ("habeas/audit/1", "duckdb", True)
    for name in ("as_of", "rule_set", "records", "events", "rules", "last_written", "signals"):
        assert one[name] == other[name], name
    for name in ("occasions", "verdicts"):
        assert sorted(one[name], key=str) == sorted(other[name], key=str)
    planted = [json.loads(line) for line in (register / "breaches.jsonl").read_text("utf-8").splitlines()]
    found = {(each["record_id"], each["rule"], each["verdict"]) for each in one["verdicts"]}
    assert len(planted) > 20
    assert {(each["record_id"], each["rule"], each["verdict"]) for each in planted if "rule" in each} <= found


def test_a_record_of_which_the_row_is_missing_is_judged_by_every_engine(
    habeas: Command, register: Path, tmp_path: Path
) -> None:
    rows = (register / "records.jsonl").read_text("utf-8").splitlines(keepends=True)
    people = [row for row in rows if '"book:' not in row]
    (tmp_path / "records.jsonl").write_text("".join(people[5:]), "utf-8")
    (tmp_path / "events.jsonl").symlink_to(register / "events.jsonl")
    told = []
    for engine in ("duckdb", "reference"):
        ended = habeas("audit", str(tmp_path), "--as-of", AS_OF, "--engine", engine, "--json")
        assert ended.returncode == 0, ended.stderr
        told.append(json.loads(ended.stdout))
    for name in ("records", "events", "rules"):
        assert told[0][name] == told[1][name], name


def test_a_person_reads_first_what_the_register_cannot_show(habeas: Command, register: Path) -> None:
    said = habeas("audit", str(register)).stdout
    cannot, _, safeguards = said.partition("Of the occasions that each safeguard applies to")
    assert "SYNTHETIC: nobody in this register is real" in cannot
    assert "occasions are not recorded: no breach, and not kept either" in cannot
    first, _, _rest = cannot.partition("What this register cannot show")
    assert re.search(r"THE LAST ENTRY IS \d+ days.* BEFORE THE INSTANT OF THIS AUDIT", first)
    [option] = re.findall(r"--as-of (\S+)", first)
    assert "THE LAST ENTRY" not in habeas("audit", str(register), "--as-of", option).stdout
    made = json.loads((register / "metadata.json").read_text("utf-8"))
    people, entries = made["records"] - made["books"], made["events"] - made["events_of_books"]
    assert said.startswith(f"{people} records, {entries:,} entries, judged as of ")
    assert f"not counted: {made['books']} books of stations with {made['events_of_books']} entries" in said
    early = habeas("audit", str(register), "--as-of", "2025-01-10T00:00:00Z")
    [counted, after] = re.findall(
        r"^(?:  not counted, since .*: )?(\d+) records, ", early.stdout, re.MULTILINE
    )
    assert int(counted) + int(after) == people
    assert "rights.informed-at-outset" in safeguards
    _, _, signals = safeguards.partition("To be looked at by a person: no verdict")
    assert "records of people who were held: a lawyer was asked for" in signals
    assert "It can mean: Where nobody ever asks" in signals


def test_what_was_planted_in_the_lists_of_others_is_found_and_nothing_else(
    habeas: Command, register: Path, tmp_path: Path
) -> None:
    lists = register / "lists"
    against = [word for path in sorted(lists.glob("*.csv")) for word in ("--against", str(path))]
    out = tmp_path / "found.json"
    as_of = json.loads((register / "metadata.json").read_text("utf-8"))["as_of"]
    ended = habeas("audit", str(register), "--as-of", as_of, "--rules", "UN", *against, "--out", str(out))
    assert ended.returncode == 0, ended.stderr
    rows = (lists / "discrepancies.jsonl").read_text("utf-8").splitlines()
    planted = [json.loads(row) for row in rows]
    assert len(planted) > 10
    told = {one["file"].removesuffix(".csv"): one for one in json.loads(out.read_text("utf-8"))["against"]}
    assert set(told) == {"camera", "door", "legal-aid", "remand-prison"}
    for name, one in told.items():
        own = [each for each in planted if each["list"] == name]
        assert one["there"]["of"] + len(one["differences"]) > 1
        missing = {end: sum(each["outcome"] == end for each in own) for end in ("not-here", "not-there")}
        assert (one["there"]["lacking"], one["here"]["lacking"]) == tuple(missing.values()), name
        if name != "camera":  # where everybody is named it is known which
            assert sorted(_found(one["differences"])) == sorted(_found(own)), name


def _found(rows: list[dict[str, object]]) -> list[str]:
    return [f"{each['outcome']} {each['event_id']} {each['line']}" for each in rows]


def test_a_list_is_told_in_words_and_what_it_names_otherwise_first(
    habeas: Command, register: Path, tmp_path: Path
) -> None:
    for ending in ("csv", "toml"):
        said = (register / f"lists/door.{ending}").read_text("utf-8").replace("est-001", "EST-001")
        said = said.replace(",est-002,", ",est-003,").replace("Z,out", ",out")
        (tmp_path / f"door.{ending}").write_text(said, "utf-8")
    call = ("audit", str(register), "--rules", "UN", "--against", str(tmp_path / "door.csv"))
    told = habeas(*call).stdout.partition("Against an invented list: door (door.csv)")[2]
    warned = re.search(r"HAS THE PLACE “EST-001” \(([\d,]+) times of the list\); perhaps “est-001” is", told)
    assert warned is not None
    head, _, first = told.partition("to look at first (times of UTC)\n")
    assert "  in both, at another place in the register than in the list\n" in head
    assert re.search(r"times without a zone, and the list names none \(first in line \d+: “20", head)
    assert "    in the list and not in the register\n" in first
    for kind in re.split(r"^    (?! )", first, flags=re.MULTILINE)[1:]:  # so that none hides another
        _what, *lines = kind.splitlines()
        assert len(lines) <= 5
        assert len(lines) < 5 or re.fullmatch(r" +and [\d,]+ more", lines[4])
    assert "    in both, at another place in the register than in the list\n" in first
    assert not re.search(r"not-here|elsewhere|time-without-zone", told)
    out = tmp_path / "found.csv"
    ended = habeas(*call, "--out", str(out))
    assert "“EST-001”" in ended.stderr
    rows = list(csv.DictReader((tmp_path / "found.against.csv").read_text("utf-8").splitlines()))
    moved = [row for row in rows if row["outcome"] == "elsewhere"]
    assert {(row["place"], row["here_place"]) for row in moved} == {("est-003", "est-002")}


def test_a_list_that_nothing_explains_is_refused(habeas: Command, register: Path, tmp_path: Path) -> None:
    (tmp_path / "door.csv").write_text("in\n", "utf-8")
    ended = habeas("audit", str(register), "--against", str(tmp_path / "door.csv"))
    assert (ended.returncode, "against-unreadable" in ended.stderr, "door.toml" in ended.stderr) == (
        2,
        True,
        True,
    )


def test_a_list_of_which_no_row_can_be_used_is_refused_before_the_register_is_judged(
    habeas: Command, register: Path, tmp_path: Path
) -> None:
    said = (register / "lists/door.toml").read_text("utf-8")
    (tmp_path / "door.toml").write_text(said, "utf-8")
    headings = (register / "lists/door.csv").read_text("utf-8").splitlines()[0]
    (tmp_path / "door.csv").write_text(f"{headings}\n", "utf-8")
    ended = habeas("audit", str(register), "--against", str(tmp_path / "door.csv"))
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.splitlines()[0].startswith("habeas: error: list-nothing-read: No row of the list")
    assert "It has no row." in ended.stderr
    ended = habeas("audit", str(register), "--against", str(tmp_path))
    assert "against-missing: it is a folder" in ended.stderr


def test_a_file_that_nobody_cleaned_is_audited_and_its_faults_are_said(
    habeas: Command, tmp_path: Path
) -> None:
    (tmp_path / "events.csv").write_text(
        "record_id,event_id,seq,kind,occurred_at,recorded_at\n"
        "r1,00000000-0000-7000-8000-000000000001,1,apprehended,2026-03-01T10:00:00Z,2026-03-01T10:01:00Z\n"
        "r1,00000000-0000-7000-8000-000000000002,2,rights_informed,2026-03-01T12:30:00Z,2026-03-01T12:31:00Z\n"
        "r1,00000000-0000-7000-8000-000000000003,3,tea_served,at tea time,2026-03-01T13:00:00Z\n",
        "utf-8",
    )
    ended = habeas("audit", str(tmp_path), "--as-of", "2026-03-02T00:00:00Z", "--json")
    assert ended.returncode == 0, ended.stderr
    said = json.loads(ended.stdout)
    assert {"kind-unknown": 1, "occurred-at-unreadable": 1}.items() <= said["faults"].items()
    told = habeas("audit", str(tmp_path), "--as-of", "2026-03-02T00:00:00Z").stdout
    assert "    14 hours of 14 hours (too few for a share)\n" in told
    assert "  1  entry of a kind that no rule knows (kind-unknown)\n" in told
    where = f"{tmp_path.name}/events.csv:4"
    assert f"{where}: tea_served\n" in told
    assert f"{where}: occurred_at\n" in told
    assert [one["line"] for one in said["first_faults"] if one["code"] == "kind-unknown"] == [4]
    [informed] = [one for one in said["occasions"] if one["rule"] == "rights.informed-at-outset"]
    assert informed["verdict"] == "breached"
    assert (informed["observed_s"], informed["limit_s"]) == (9000, 3600)
    assert informed["limit_by"] == "an example (nobody here has set one)"
    assert informed["source"] == "CPT-GR12#44"


def test_what_is_wrong_is_told_with_its_first_places_and_every_place_goes_to_a_file(
    habeas: Command, tmp_path: Path
) -> None:
    good = (
        "r1,00000000-0000-7000-8000-00000000000{n},{n},checked,2026-03-01T10:0{n}:00Z,2026-03-01T10:0{n}:00Z"
    )
    heading = "record_id,event_id,seq,kind,occurred_at,recorded_at"
    rows = [good.format(n=n) for n in range(1, 6)]
    register = tmp_path / "register"
    register.mkdir()
    broken = [heading, rows[0], "three,cells,only", rows[1], rows[2] + ",more", "a", "b", "c", rows[3]]
    (register / "events.csv").write_text("\n".join(broken) + "\n", "utf-8")
    call = ("audit", str(register), "--as-of", "2026-03-02T00:00:00Z")
    every = tmp_path / "wrong.csv"
    told = habeas(*call, "--faults", str(every)).stdout
    assert re.search(
        r"  5  rows that cannot be read \(row-unreadable\)\n"
        r" +register/events\.csv:3: too few cells\n +register/events\.csv:5: too many cells\n"
        r" +register/events\.csv:6: too few cells\n +and 2 more\n",
        told,
    )
    assert "each place of all of these: --faults FILE.csv" in told
    listed = list(csv.DictReader(every.read_text("utf-8").splitlines()))
    unreadable = [(one["line"], one["what"]) for one in listed if one["code"] == "row-unreadable"]
    few, many = "cells-too-few", "cells-too-many"
    assert unreadable == [("3", few), ("5", many), ("6", few), ("7", few), ("8", few)]
    said = json.loads(habeas(*call, "--json").stdout)
    first = [one for one in said["first_faults"] if one["code"] == "row-unreadable"]
    assert [(one["file"], one["line"]) for one in first] == [("register/events.csv", n) for n in (3, 5, 6)]
    refused = habeas(*call, "--faults", str(tmp_path / "wrong.xls"))
    assert (refused.returncode, "End its name in .csv or .parquet." in refused.stderr) == (2, True)


def test_its_occasions_are_a_table_with_the_rest_beside(
    habeas: Command, register: Path, tmp_path: Path
) -> None:
    out = tmp_path / "found.csv"
    ended = habeas("audit", str(register), "--as-of", AS_OF, "--out", str(out))
    assert (ended.returncode, ended.stdout) == (0, ""), ended.stderr
    with out.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert tuple(rows[0]) == OCCASION
    assert {row["verdict"] for row in rows} >= {"breached", "not_recorded"}
    with (tmp_path / "found.signals.csv").open(encoding="utf-8", newline="") as stream:
        figures = list(csv.DictReader(stream))
    assert tuple(figures[0]) == COLUMNS
    assert {row["by"] for row in figures} == {"all", "station", "officer"}
    summary = json.loads((tmp_path / "found.summary.json").read_text("utf-8"))
    assert "occasions" not in summary
    assert sum(rule["occasions_by_verdict"]["breached"] for rule in summary["rules"]) == sum(
        row["verdict"] == "breached" for row in rows
    )
    assert (out.stat().st_mode & 0o077, (tmp_path / "found.summary.json").stat().st_mode & 0o077) == (0, 0)


@pytest.mark.parametrize("lists", [(), ("door", "camera")])
def test_tables_of_parquet_hold_what_json_says(
    habeas: Command, register: Path, tmp_path: Path, lists: tuple[str, ...]
) -> None:
    against = [word for name in lists for word in ("--against", str(register / f"lists/{name}.csv"))]
    call = ("audit", str(register), "--as-of", AS_OF, *against, "--out")
    for name in ("found.json", "table.parquet"):
        ended = habeas(*call, str(tmp_path / name))
        assert ended.returncode == 0, ended.stderr
    said = json.loads((tmp_path / "found.json").read_text("utf-8"))
    tables = {each.name: pq.read_table(each).to_pylist() for each in tmp_path.glob("*.parquet")}
    figures = [figure for one in said["signals"] for figure in one["figures"]]
    assert tables.pop("table.parquet") == said["occasions"]
    rows = tables.pop("table.signals.parquet")
    assert [{name: row[name] for name in figures[0]} for row in rows] == figures
    assert {row["stands_out"] for row in rows} <= {True, False}
    lists_told = said.get("against", ())
    differing = [{"list": one["list"], **each} for one in lists_told for each in one["differences"]]
    assert tables == ({"table.against.parquet": differing} if lists else {})
    assert json.loads((tmp_path / "table.summary.json").read_text("utf-8"))["rules"] == said["rules"]


def test_a_report_has_beside_it_what_it_rests_on(habeas: Command, register: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    ended = habeas("audit", str(register), "--as-of", AS_OF, "--rules", "UN", "--out", str(out))
    assert (ended.returncode, ended.stdout) == (0, ""), ended.stderr
    assert "What this register cannot show" in out.read_text("utf-8")
    figures = json.loads((tmp_path / "report.figures.json").read_text("utf-8"))
    assert figures["schema"] == "habeas/audit-figures/1"
    assert {each.name: each.stat().st_mode & 0o077 for each in tmp_path.iterdir()} == {
        "report.html": 0,
        "report.html.sha256": 0,
        "report.figures.json": 0,
        "report.occasions.parquet": 0,
    }
    public = tmp_path / "public" / "report.html"
    public.parent.mkdir()
    asked = ("--as-of", AS_OF, "--rules", "UN", "--out", str(public), "--public", "--language", "fr")
    assert habeas("audit", str(register), *asked).returncode == 0
    assert "Ce que ce registre ne peut pas montrer" in public.read_text("utf-8")
    assert not (public.parent / "report.occasions.parquet").exists()


def test_any_record_is_drawn_with_what_was_found_in_it(
    habeas: Command, register: Path, tmp_path: Path
) -> None:
    table = tmp_path / "found.csv"
    asked = ("audit", str(register), "--as-of", AS_OF)
    assert habeas(*asked, "--out", str(table)).returncode == 0
    with table.open(encoding="utf-8", newline="") as stream:
        missed = [row["record_id"] for row in csv.DictReader(stream) if row["verdict"] == "breached"]
    one, other = list(dict.fromkeys(missed))[:2]
    out = tmp_path / "days.html"
    ended = habeas(*asked, "--record", other, "--record", one, "--out", str(out))
    assert (ended.returncode, ended.stdout) == (0, ""), ended.stderr
    page = out.read_text("utf-8")
    assert page.index(f">Record {other}<") < page.index(f">Record {one}<")
    assert 'class="mark finding"' in page
    assert "What this register cannot show" not in page
    assert not (tmp_path / "days.figures.json").exists()


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (("--record", "nobody", "--out", "x.html"), "--record: the register has no record “nobody”"),
        (("--record", "r", "--out", "x.json"), "--record: a drawing needs --out as .html, .pdf or .docx"),
        (("--record", "r"), "--record: a drawing needs --out as .html, .pdf or .docx"),
        (("--record", "r", "--out", "x.pdf", "--public"), "--record names a record, and --public names none"),
    ],
)
def test_a_record_that_cannot_be_drawn_is_refused_and_nothing_written(
    call: tuple[str, ...], says: str, habeas: Command, register: Path, tmp_path: Path
) -> None:
    given = [str(tmp_path / each) if each.startswith("x.") else each for each in call]
    ended = habeas("audit", str(register), "--as-of", AS_OF, *given)
    assert ended.returncode == 2
    assert says in ended.stderr
    assert not list(tmp_path.glob("x.*"))


def test_nothing_that_a_register_says_runs_in_a_spreadsheet_or_a_terminal(
    habeas: Command, tmp_path: Path
) -> None:
    events, out, faults = (tmp_path / name for name in ("events.csv", "found.csv", "faults.csv"))
    rows = [
        "record_id,event_id,seq,kind,occurred_at,recorded_at",
        (
            '"=HYPERLINK(""http://evil"")",00000000-0000-7000-8000-000000000001,1,apprehended,'
            "2026-02-01T10:00:00Z,2026-02-01T10:00:00Z"
        ),
        (
            '"=HYPERLINK(""http://evil"")",00000000-0000-7000-8000-000000000002,2,=1+1,'
            "2026-02-01T11:00:00Z,2026-02-01T11:00:00Z"
        ),
        (
            "r\x1b[31m,00000000-0000-7000-8000-000000000003,1,\x1b[31mred\u2028forged,"
            "2026-02-01T10:00:00Z,2026-02-01T10:00:00Z"
        ),
    ]
    events.write_text("\n".join(rows) + "\n", "utf-8")
    asked = ("--as-of", "2026-02-03T00:00:00Z")
    said = habeas("audit", str(events), *asked)
    assert (said.returncode, "\x1b" in said.stdout + said.stderr) == (0, False)
    assert "[31mred forged" in said.stdout  # where it is told, in one line
    assert habeas("audit", str(events), *asked, "--out", str(out), "--faults", str(faults)).returncode == 0
    cells = [
        cell
        for path in (out, faults)
        for row in csv.reader(path.read_text("utf-8").split("\n"))
        for cell in row
    ]
    assert {'\'=HYPERLINK("http://evil")', "'=1+1"} <= set(cells)
    assert not [cell for cell in cells if cell.startswith("=")]


@pytest.mark.parametrize("option", ["--out", "--faults"])
@pytest.mark.parametrize("whole", [True, False])
def test_nothing_is_written_over_what_is_read(
    habeas: Command, tmp_path: Path, option: str, whole: bool
) -> None:
    events, again = tmp_path / "register" / "events.csv", tmp_path / "again.csv"
    events.parent.mkdir()
    events.write_text("record_id,kind,recorded_at\n", "utf-8")
    again.symlink_to(events)
    for out in (events, again):
        ended = habeas("audit", str(events.parent if whole else events), option, str(out))
        assert (ended.returncode, ended.stdout) == (2, "")
        assert "would write over what is read" in ended.stderr
    assert events.read_text("utf-8") == "record_id,kind,recorded_at\n"


@pytest.mark.parametrize(
    ("out", "name"),
    [
        ("a.csv", "a.summary.json"),
        ("a.parquet", "a.signals.parquet"),
        ("a.csv", "a.against.csv"),
        ("a.html", "a.figures.json"),
        ("a.docx", "a.docx.sha256"),
        ("a.pdf", "a.occasions.parquet"),
    ],
)
def test_what_is_written_beside_a_file_is_written_over_nothing_either(
    habeas: Command, tmp_path: Path, out: str, name: str
) -> None:
    events, read = tmp_path / "events.csv", tmp_path / name
    events.write_text("record_id,kind,recorded_at\n", "utf-8")
    read.write_text("a mapping", "utf-8")
    ended = habeas("audit", str(events), "--mapping", str(read), "--out", str(tmp_path / out))
    assert f"call-refused: --out would write over what is read ({read})" in ended.stderr
    assert {each.name for each in tmp_path.iterdir()} - {"data"} == {"events.csv", name}
    ended = habeas(
        "audit", str(events), "--out", str(tmp_path / "b.csv"), "--faults", str(tmp_path / "b.signals.csv")
    )
    assert "--faults would write over what --out writes" in ended.stderr
    for there in ("nowhere/b.csv", "b.csv"):
        (tmp_path / "b.summary.json").mkdir(exist_ok=True)
        ended = habeas("audit", str(events), "--out", str(tmp_path / there))
        assert ended.returncode == 2
        assert not (tmp_path / "b.csv").exists()


def test_a_run_that_fails_while_it_writes_leaves_what_an_earlier_one_wrote(tmp_path: Path) -> None:
    def breaking_off() -> Iterator[bytes]:
        yield b"half of the next audit"
        raise OSError(errno.ENOSPC, "no room")

    out = tmp_path / "found.json"
    out.write_text("the audit before", "utf-8")
    files = {str(tmp_path / "found.csv"): [b"all of it"], str(out): breaking_off()}
    with pytest.raises(OSError, match="no room"):
        deliver_files(files, private=True)
    assert [(each.name, each.read_text("utf-8")) for each in tmp_path.iterdir()] == [
        ("found.json", "the audit before")
    ]


def test_a_script_fails_on_a_rule_that_was_not_kept(habeas: Command, register: Path) -> None:
    asked = ("audit", str(register), "--as-of", AS_OF, "--rules", "CoE", "--fail-on")
    assert habeas(*asked, "rights.informed-at-outset").returncode == 1
    assert habeas(*asked, "notice.delay-has-grounds").returncode == 0


@pytest.mark.parametrize("unread", ["stdout", "stderr"])
@pytest.mark.parametrize("form", ["words", "json", "html"])
def test_what_was_asked_for_is_written_and_the_status_true_though_nobody_reads_what_is_said(
    register: Path, tmp_path: Path, unread: str, form: str
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    out = tmp_path / "report.html"
    words = {"words": (), "json": ("--json",), "html": ("--out", str(out))}[form]
    asked = ("--as-of", AS_OF, "--rules", "CoE", "--fail-on", "rights.informed-at-outset")
    faults = tmp_path / "faults.csv"
    ended = subprocess.run(
        [sys.executable, "-m", "habeas", "audit", str(register), *asked, "--faults", str(faults), *words],
        env=environment(tmp_path / "data"),
        stdout=writing if unread == "stdout" else subprocess.PIPE,
        stderr=writing if unread == "stderr" else subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert ended.returncode == 1
    assert faults.read_bytes().startswith(b"code,file,")
    assert form != "html" or out.read_bytes().endswith(b"</html>\n")


OWN = """set = "CoE"
title = "A drink soon"
says = "A drink is offered within half an hour of arrival."
source = "CPT-GR12#47"

[limits]
limit = { site = "rights.informed-at-outset" }

[within]
start = "arrived"
answers = ["drink_offered"]
"""


NATIONAL = (
    OWN.replace("CPT-GR12#47", "NL-CCP#63(2)").replace(
        'site = "rights.informed-at-outset"', 'provision = "NL-CCP#63(2)", minutes = 30'
    )
    + """
[[provision]]
ref = "NL-CCP#63(2)"
instrument = "Code of Criminal Procedure of Northland"
pinpoint = "article 63, paragraph 2"
class = "binding"
jurisdiction = "NL"
words = "Whoever is arrested is offered a drink within half an hour."
"""
)


def test_law_that_a_rule_brings_is_told_as_cited_and_not_as_checked(
    habeas: Command, register: Path, tmp_path: Path
) -> None:
    (tmp_path / "drink.soon.toml").write_text(NATIONAL)
    rule = str(tmp_path / "drink.soon.toml")
    shown = habeas("rule", rule).stdout
    assert "30 min, from NL-CCP#63(2), as whoever wrote the rule says" in shown
    assert "binding law (NL); cited by whoever wrote the rule, not checked by Habeas" in shown
    assert json.loads(habeas("rule", rule, "--json").stdout)["rules"][0]["sources"][0]["verified"] is False
    out = tmp_path / "report.html"
    done = habeas("audit", str(register), "--as-of", AS_OF, "--rules", rule, "--out", str(out))
    assert done.returncode == 0, done.stderr
    page = out.read_text()
    assert "Code of Criminal Procedure of Northland, article 63, paragraph 2" in page
    assert "Whoever is arrested is offered a drink within half an hour." in page
    assert "cited by whoever wrote the rule, not checked by Habeas" in page


def test_a_cache_is_one_audits_at_a_time(habeas: Command, register: Path, tmp_path: Path) -> None:
    call = (
        "audit",
        str(register),
        "--as-of",
        AS_OF,
        "--rules",
        "GB-EAW",
        "--cache",
        str(tmp_path / "c"),
    )
    with held(tmp_path / ".c.lock", "here", "another has it"):
        refused = habeas(*call)
    assert refused.returncode == 2
    assert "another audit is using" in refused.stderr
    assert not (tmp_path / "c").exists()
    assert habeas(*call).returncode == 0
    assert (tmp_path / "c").is_dir()


FULL = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
from habeas.cli import main
sys.exit(main(sys.argv[1:]))
"""


def test_a_full_disk_is_said_in_words_and_nothing_stays(
    habeas: Command, register: Path, tmp_path: Path
) -> None:
    words = ["audit", str(register), "--as-of", AS_OF, "--cache", str(tmp_path / "cache")]
    done = subprocess.run(
        [sys.executable, "-c", FULL, *words],
        env=environment(habeas.data),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "habeas: error: disk-full: there is no room left on the disk" in done.stderr
    assert {each.name for each in tmp_path.iterdir()} <= {".cache.lock"}


def test_a_cache_replaces_nothing_that_no_audit_kept(habeas: Command, register: Path, tmp_path: Path) -> None:
    own = tmp_path / "notes.txt"
    own.write_text("kept", "utf-8")
    for place in (own, tmp_path):
        refused = habeas("audit", str(register), "--as-of", AS_OF, "--cache", str(place))
        assert (refused.returncode, "audit-cache-foreign" in refused.stderr) == (2, True)
    assert own.read_text("utf-8") == "kept"


def test_a_rule_of_ones_own_is_asked_alone(habeas: Command, register: Path, tmp_path: Path) -> None:
    own = tmp_path / "drink.soon.toml"
    own.write_text(OWN, "utf-8")
    ended = habeas("audit", str(register), "--as-of", AS_OF, "--rules", str(own), "--json")
    assert [one["rule"] for one in json.loads(ended.stdout)["rules"]] == ["drink.soon"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--rules", "Utopia"), "there is no set “Utopia”"),
        (("--as-of", "yesterday"), "is not a time in ISO 8601"),
        (("--fail-on", "no.rule"), "no rule “no.rule” is asked here"),
        (("--fail-on", "lawyer.arrive"), "is asked here; perhaps “lawyer.arrives” or "),
        (
            ("--fail-on", "judge.nothing-like-it"),
            "; perhaps “judge.remand-moved” or “judge.seen-in-time” is meant",
        ),
        (("--out", "report.txt"), "End its name in .json, .csv, .parquet, .html, .pdf or .docx."),
        (("--out", "report.pdf", "--engine", "reference"), "a report is made of files"),
        (("--out", "a.pdf", "--out", "b.csv"), "--out: it is there twice"),
        (("--out", "a.csv", "--public"), "--public: a report it is"),
        (("--public",), "--public: a report it is"),
        (("--mapping", "m.toml", "--engine", "reference"), "--engine reference takes no --mapping"),
        (("--faults", "wrong.csv", "--engine", "reference"), "it takes no --faults"),
        (("--cache", "kept", "--engine", "spark"), "--engine spark takes no --mapping and no --cache"),
        (("--cache", "what?"), "Choose a path without “?”."),
        (("--site", "nowhere.toml"), "nowhere.toml"),
    ],
)
def test_a_call_that_is_wrong_says_what(
    habeas: Command, register: Path, words: tuple[str, str], said: str
) -> None:
    ended = habeas("audit", str(register), *words)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert said in ended.stderr


@pytest.mark.parametrize("engine", ["duckdb", "reference"])
@pytest.mark.parametrize(
    ("as_of", "written", "last"),
    [
        ("9999-01-01T00:00:00Z", "2025-01-26T05:24:14Z", "20"),
        ("2026-06-01T00:00:00Z", "1926-05-04T10:00:00Z", "1926-05-04T10:00:00"),
    ],
)
def test_an_instant_far_from_every_entry_is_refused_and_takes_no_room(
    tmp_path: Path, engine: str, as_of: str, written: str, last: str
) -> None:
    register = tmp_path / "register"
    register.mkdir()
    entry = {
        "record_id": "r-1",
        "event_id": "01949fb3-d6e6-7561-89e2-0d5ac7c8dac4",
        "seq": 1,
        "kind": "apprehended",
        "occurred_at": written,
        "recorded_at": written,
    }
    (register / "events.jsonl").write_text(f"{json.dumps(entry)}\n", "utf-8")
    (register / "records.jsonl").write_text('{"record_id": "r-1"}\n', "utf-8")
    ended = subprocess.run(
        [sys.executable, "-m", "habeas", "audit", "register", "--as-of", as_of, "--engine", engine],
        env=environment(tmp_path / "data"),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30)),
    )
    assert ended.returncode == 2
    assert ended.stderr.startswith(f"habeas: error: as-of-far: the instant of the audit, {as_of[:4]}")
    assert f"more than 100 years after {last}" in ended.stderr


@pytest.mark.parametrize(
    ("wrong", "line", "said"),
    [
        (("drink_offered", "tea_offered"), 11, "there is no kind of entry “tea_offered”"),
        (('start = "arrived"', 'start = "dawn"'), 10, "dawn"),
        (("CPT-GR12#47", "CPT-GR99#1"), 4, "CPT-GR99#1"),
        (("[limits]", "[limit]"), 6, "“limit” means nothing here; perhaps “limits” is meant; it may be "),
        (('title = "A drink soon"', "title = 3"), 2, "title is not what it has to be: a text"),
        (('"A drink soon"', "A drink soon"), 2, "needs straight quotation marks, in column 9"),
        (('"A drink soon"', '"A drink soon'), 2, "a text is not closed by a quotation mark"),
        (('set = "CoE"', 'set "CoE"'), 1, "after a key there is no “=”, in column 5"),
        (('title = "A', 'set = "CoE"\ntitle = "A'), 2, "a key or a table is there twice"),
        (("[limits]", "[limits"), 6, "a bracket is not closed, or a comma is missing before this"),
        (("A drink soon", "A drink \u202esoon"), 2, "title holds a sign that nobody sees"),
        (("within half", "within \\u2066half"), 3, "says holds a sign that nobody sees"),
    ],
)
def test_a_rule_that_is_wrong_says_at_which_line(
    habeas: Command, tmp_path: Path, wrong: tuple[str, str], line: int, said: str
) -> None:
    own = tmp_path / "own.toml"
    own.write_text(OWN.replace(*wrong), "utf-8")
    ended = habeas("audit", "register", "--rules", str(own))
    assert ended.returncode == 2
    assert said in ended.stderr
    assert f"own.toml:{line})" in ended.stderr
