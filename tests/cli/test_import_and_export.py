"""Lists and dossiers in and out: all or nothing, every bad row told, and back again without loss."""

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Command, first_line, journal
from tests.cli.test_dossier import PARTY

UPR = (
    "To,To-Rgrp,To-Org,Text,From,From-Rgrp,From-Org,Response,Action,Issue,Session,file\r\n"
    'Ruritania,EEG,"OSCE, COE","Stop torture, and\nbuild “nothing”",Graustark,WEOG,EU,Accepted,4,'
    '"Torture, Justice",3,a.doc\r\n'
    "Graustark,EEG,OSCE,Open the doors,Ruritania,EEG,OSCE,Voluntary Pledge,5,Detention,3,a.doc\r\n"
)
PUBLIC = ("--public-source", "UPR Info", "--address", "https://example.org/upr", "--date", "2014")
SHEET = "Place;Kind;Region\nBank Prison;Prison;North\nOld Mill;Police station;South\n"
ASKS = (
    "Recommendation;Reference;Date\n"
    "Give access to a lawyer;12;2024-03-01\n"
    "Record every interview;13;2024-03-01\n"
)


@pytest.fixture
def upr(tmp_path: Path) -> Path:
    path = tmp_path / "upr.csv"
    path.write_bytes(UPR.encode())
    return path


def test_a_list_of_upr_info_comes_in_and_goes_out_byte_for_byte(
    installation: Command, upr: Path, tmp_path: Path
) -> None:
    done = installation("import", str(upr), "--format", "upr-info", "--make-parties", *PUBLIC, "--json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert (said["schema"], said["added"], said["parties_made"]) == (
        "habeas/import/1",
        {"ask": 2},
        ["Ruritania", "Graustark"],
    )
    out = tmp_path / "out.csv"
    done = installation("export", "--format", "upr-info", "--public", "--out", str(out))
    assert (done.returncode, done.stderr) == (0, "habeas: 2 rows\n")
    assert out.read_bytes() == UPR.encode()
    again = json.loads(installation("import", str(out), "--format", "upr-info", *PUBLIC, "--json").stdout)
    assert (again["added"], again["there"]) == ({"ask": 0}, {"ask": 2})
    of_one = installation("export", "--format", "upr-info", "--party", "graustark").stdout
    assert "Open the doors" in of_one
    assert "Stop torture" not in of_one


def test_other_forms_come_in_again(installation: Command, upr: Path, tmp_path: Path) -> None:
    installation("import", str(upr), "--format", "upr-info", "--make-parties", *PUBLIC)
    uhri, table, mapping = (str(tmp_path / name) for name in ("out.json", "out.csv", "mapping.json"))
    assert installation("export", "--format", "uhri", "--out", uhri).returncode == 0
    assert installation("export", "--format", "csv", "--out", table).returncode == 0
    assert (
        installation("import", uhri, "--format", "uhri", "--party", "Graustark", "--dry-run").returncode == 0
    )
    csv = ("import", table, "--format", "csv")
    assert installation(*csv, "--propose-mapping", mapping).returncode == 0
    said = json.loads(installation(*csv, "--mapping", mapping, "--json").stdout)
    assert said["added"] == {"ask": 2}


def test_what_is_confidential_stays_so_and_is_journalled_when_it_leaves(
    installation: Command, upr: Path
) -> None:
    installation(
        "import", str(upr), "--format", "upr-info", "--make-parties", "--confidential", "our own copy"
    )
    before = journal(installation.data)
    done = installation("export", "--format", "upr-info", "--public")
    assert "Stop torture" not in done.stdout
    assert journal(installation.data) == before
    assert "Stop torture" in installation("export", "--format", "upr-info").stdout
    assert journal(installation.data) == [*before, "list.exported"]


def test_every_row_that_is_refused_is_told_and_nothing_is_written(
    installation: Command, tmp_path: Path
) -> None:
    rows = UPR.replace("Stop torture, and\nbuild “nothing”", "").replace("Open the doors", "")
    path = tmp_path / "broken.csv"
    path.write_bytes(rows.encode())
    before = journal(installation.data)
    for more in ((), ("--dry-run",)):
        done = installation("import", str(path), "--format", "upr-info", "--make-parties", *more)
        said = done.stderr.splitlines()
        assert done.returncode == 2
        assert said[0].startswith(f"{path}:2, column Text: text-missing: ")
        assert said[1].startswith(f"{path}:3, column Text: text-missing: ")
        assert first_line(done).startswith("habeas: error: rows-refused: 2 rows cannot be taken, the first: ")
    told = json.loads(installation("import", str(path), "--format", "upr-info", "--json").stderr)
    assert [(row["line"], row["code"]) for row in told["rows"]] == [(2, "text-missing"), (3, "text-missing")]
    assert journal(installation.data) == before


def test_rows_that_the_store_cannot_take_are_all_told(installation: Command, upr: Path) -> None:
    before = journal(installation.data)
    done = installation("import", str(upr), "--format", "upr-info")
    lines = [line for line in done.stderr.splitlines() if "party-unknown" in line]
    assert [line.split(",")[0] for line in lines] == [f"{upr}:2", f"{upr}:4"]
    assert journal(installation.data) == before


def test_a_dry_run_says_what_would_be_and_writes_nothing(installation: Command, upr: Path) -> None:
    before = journal(installation.data)
    done = installation("import", str(upr), "--format", "upr-info", "--make-parties", "--dry-run")
    assert done.returncode == 0, done.stderr
    assert "Dry run, nothing was written. It would be:\n  new            ask 2\n" in done.stdout
    assert journal(installation.data) == before
    assert installation("dossier", "Ruritania").returncode == 2


def test_a_dossier_comes_back_as_it_went_out(installation: Command, tmp_path: Path) -> None:
    first, second, third = (tmp_path / f"{number}.toml" for number in "123")
    first.write_text(PARTY)
    assert installation("import", str(first), "--format", "habeas").returncode == 0
    export = ("export", "--format", "habeas", "--party", "RT", "--out")
    assert installation(*export, str(second)).returncode == 0
    done = installation("import", str(second), "--format", "habeas", "--json")
    assert json.loads(done.stdout)["added"] == {}
    assert installation(*export, str(third)).returncode == 0
    assert second.read_bytes() == third.read_bytes()


def test_places_come_in_through_a_mapping_that_somebody_has_seen(
    installation: Command, tmp_path: Path
) -> None:
    file, mapping = tmp_path / "places.csv", tmp_path / "mapping.json"
    file.write_text(SHEET)
    call = (
        "import",
        str(file),
        "--format",
        "csv",
        "--target",
        "places",
        "--party",
        "Ruritania",
        "--make-parties",
    )
    done = installation(*call)
    assert first_line(done) == (
        f"habeas: error: mapping-needed: nobody has said yet which column of this list is what ({file}:1)"
    )
    assert installation(*call, "--propose-mapping", str(mapping)).returncode == 0
    assert json.loads(mapping.read_text())["columns"]["name"] == "Place"
    done = installation(*call, "--mapping", str(mapping), "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["added"] == {"place": 2}
    mapping.write_text("[]")
    assert first_line(installation(*call, "--mapping", str(mapping))).startswith(
        "habeas: error: mapping-unreadable: "
    )


def test_a_list_that_names_no_party_is_of_the_one_that_is_named(
    installation: Command, tmp_path: Path
) -> None:
    file, mapping = tmp_path / "asks.csv", tmp_path / "mapping.json"
    file.write_text(ASKS)
    call = ("import", str(file), "--format", "csv", "--party", "Ruritania", "--make-parties")
    assert installation(*call, "--propose-mapping", str(mapping)).returncode == 0
    done = installation(*call, "--mapping", str(mapping), "--json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert (said["added"], said["parties_made"]) == ({"ask": 2}, ["Ruritania"])


REFUSED = [
    (("x", "--format", "uwazi"), "format-not-yet: this version of Habeas does not read uwazi yet"),
    (("x", "--format", "impact"), "format-not-yet: this version of Habeas does not read impact yet"),
    (("nowhere.csv", "--format", "csv"), "file-missing: there is no such file (nowhere.csv)"),
    ((".", "--format", "csv"), "file-kind: there is no such file (.)"),
    (("x",), "call-refused: the following arguments are required: --format"),
    (
        ("x", "--format", "habeas", "--mapping", "m"),
        "call-refused: --mapping means nothing with --format habeas",
    ),
    (
        ("x", "--format", "habeas", "--public-source", "s"),
        "call-refused: --public-source means nothing with --format habeas",
    ),
    (
        ("x", "--format", "uhri", "--target", "places"),
        "call-refused: --target means nothing with --format uhri",
    ),
    (
        ("x", "--format", "uhri", "--address", "https://example.org"),
        "call-refused: an address or a date is that of a source, and none is named",
    ),
    (
        ("x", "--format", "uhri", "--confidential", "a", "--public-source", "b"),
        "call-refused: argument --public-source: not allowed with argument --confidential",
    ),
]


@pytest.mark.parametrize(("words", "line"), REFUSED)
def test_a_refused_call_makes_nothing(
    habeas: Command, tmp_path: Path, words: tuple[str, ...], line: str
) -> None:
    done = habeas("import", *words, cwd=tmp_path)
    assert (done.returncode, first_line(done)) == (2, f"habeas: error: {line}")
    assert not habeas.data.exists()


def test_a_folder_that_is_no_installation_stays_as_it_was(habeas: Command, upr: Path, tmp_path: Path) -> None:
    done = habeas("import", str(upr), "--format", "upr-info", "--make-parties", *PUBLIC)
    assert (done.returncode, first_line(done)) == (
        2,
        f"habeas: error: store-missing: there is no store here ({habeas.data})",
    )
    assert not habeas.data.exists()


FILES = [
    (b'[party]\nname = "R"\nfrobnicate = 1\n', "habeas", ":3"),
    (b"[party\n", "habeas", ":1"),
    ('[party]\nname = "R\xe9"\n'.encode("latin-1"), "habeas", ":2"),
    (b"", "habeas", ""),
    (b"To,Text\r\nA,B\r\n", "upr-info", ""),
    (b'[{"AnnotationId": "a"}', "uhri", ""),
    (b"PK\x03\x04not a workbook", "csv", ""),
]


@pytest.mark.parametrize(("data", "form", "place"), FILES)
def test_a_file_that_is_not_what_it_claims_is_refused_with_its_place(
    installation: Command, tmp_path: Path, data: bytes, form: str, place: str
) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(data)
    before = journal(installation.data)
    done = installation("import", str(path), "--format", form)
    assert done.returncode == 2
    assert "internal" not in done.stderr
    assert f"({path}{place}" in first_line(done)
    assert journal(installation.data) == before


def test_public_needs_a_source_that_can_be_found(installation: Command, upr: Path) -> None:
    done = installation("import", str(upr), "--format", "upr-info", "--public-source", "somebody")
    assert first_line(done).startswith("habeas: error: source-not-public: ")
    done = installation("import", str(upr), "--format", "upr-info", *PUBLIC[:4], "--date", "last week")
    assert done.returncode == 2
    assert "last week" in first_line(done)


EXPORTS = [
    ((), "call-refused: no format was named"),
    (("--format", "habeas"), "party-missing: habeas is the dossier of one Party"),
    (("--format", "csv", "--party", "Nowhere"), "party-unknown: no Party is called “Nowhere” here"),
]


@pytest.mark.parametrize(("words", "line"), EXPORTS)
def test_a_refused_export(installation: Command, words: tuple[str, ...], line: str) -> None:
    done = installation("export", *words)
    assert (done.returncode, first_line(done), done.stdout) == (2, f"habeas: error: {line}", "")


def test_a_dossier_of_two_gigabytes_is_refused_unread(installation: Command, tmp_path: Path) -> None:
    path = tmp_path / "large.toml"
    with path.open("wb") as sparse:
        sparse.truncate(2_000_000_000)
    done = installation("import", str(path), "--format", "habeas")
    assert done.returncode == 2
    assert first_line(done).startswith("habeas: error: file-too-large: a dossier of more than 64 MB")
