"""``habeas generate register``: one seed is one register in every form, marked as what it is."""

import hashlib
import json
from pathlib import Path

import pytest
from tests.cli.conftest import Command

from habeas.custody.exchange import Folder, strictly

FEW = ("generate", "register", "--detentions", "60", "--seed", "7", "--breach-rate", "0.5", "--days", "20")


def test_a_register_is_marked_counted_and_the_same_in_every_form(habeas: Command, tmp_path: Path) -> None:
    found = []
    for form in ("parquet", "csv", "jsonl"):
        out = tmp_path / form
        ended = habeas(*FEW, "--format", form, "--out", str(out))
        assert (ended.returncode, ended.stdout) == (0, ""), ended.stderr
        events, records = list(strictly(Folder(out).events())), list(strictly(Folder(out).records()))
        said = json.loads((out / "metadata.json").read_text("utf-8"))
        planted = [json.loads(line) for line in (out / "breaches.jsonl").read_text("utf-8").splitlines()]
        assert said["schema"] == "habeas/synthetic-register/1"
        assert (said["synthetic"], said["seed"], said["detentions"]) == (True, 7, 60)
        assert (said["records"], said["events"]) == (len(records), len(events))
        books = [record for record in records if record.record_id.startswith("book:")]
        of_books = sum(event.record_id.startswith("book:") for event in events)
        assert (said["books"], said["events_of_books"]) == (len(books), of_books)
        people = f"{len(records) - len(books)} records with {len(events) - of_books:,} entries"
        assert f"{people}, and {len(books)} books of stations with {of_books} entries; " in ended.stderr
        assert said["breaches"] > 15
        assert said["breaches"] + said["gaps"] + said["corrected"] == len(planted)
        assert {each["record_id"] for each in planted} <= {record.record_id for record in records}
        found.append((events, records, planted))
        assert not list(out.glob(".*"))
    assert found[0] == found[1] == found[2]


def test_parquet_itself_says_that_it_is_synthetic(habeas: Command, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    habeas(*FEW, "--out", str(tmp_path / "out"))
    for part in (tmp_path / "out").glob("*.parquet/*.parquet"):
        metadata = pq.read_metadata(part).metadata
        assert metadata[b"habeas.synthetic"] == b"true"
        assert metadata[b"habeas.seed"] == b"7"


def test_the_bytes_of_a_seed_never_change(habeas: Command, tmp_path: Path) -> None:
    """Held on every Python by ``make matrix``; who changes the generator changes this, and says so."""
    habeas(*FEW, "--format", "jsonl", "--out", str(tmp_path / "out"))
    whole = b"".join(
        (tmp_path / "out" / f"{name}.jsonl").read_bytes() for name in ("records", "events", "breaches")
    )
    assert hashlib.sha256(whole).hexdigest() == DIGEST


DIGEST = "8e944bf56b11df1bde0195a1ab17cc28b97713fa18b0d05797afb85cdc6d6b68"


def test_what_is_not_written_is_listed_beside_and_the_rest_is_the_same(
    habeas: Command, tmp_path: Path
) -> None:
    found = {}
    for name, more in (("whole", ()), ("gaps", ("--gap-rate", "1"))):
        ended = habeas(*FEW, "--format", "jsonl", *more, "--out", str(tmp_path / name))
        assert ended.returncode == 0, ended.stderr
        planted = [
            json.loads(line) for line in (tmp_path / name / "breaches.jsonl").read_text("utf-8").splitlines()
        ]
        rows = (tmp_path / name / "events.jsonl").read_text("utf-8").splitlines()
        said = json.loads((tmp_path / name / "metadata.json").read_text("utf-8"))
        found[name] = ({json.loads(row)["event_id"] for row in rows}, planted, said)
        assert f" and {said['gaps']} gaps planted" in ended.stderr.replace("gap planted", "gaps planted")
    (ids, planted, _said), (fewer, more_planted, said) = found["whole"], found["gaps"]
    ends = [each for each in more_planted if each.get("missing") == "end" and each["verdict"] == "breached"]
    assert (fewer < ids, len(ids - fewer)) == (True, len(ends))
    assert said["gap_rate"] == 1
    assert [each for each in more_planted if "missing" not in each] == planted
    assert len(more_planted) > len(planted) + 10


def test_many_stays_are_made_in_many_processes_and_come_in_order(habeas: Command, tmp_path: Path) -> None:
    ended = habeas(*FEW[:3], "5100", *FEW[4:6], "--days", "3", "--json", "--out", str(tmp_path / "out"))
    assert ended.returncode == 0, ended.stderr
    said = json.loads(ended.stdout)
    assert said["detentions"] == 5_100
    assert len(list((tmp_path / "out/events.parquet").iterdir())) == 4


@pytest.mark.parametrize(
    "words",
    [
        ("--detentions", "0"),
        ("--breach-rate", "1.5"),
        ("--gap-rate", "-0.1"),
        ("--breach-rate", "nan"),
        ("--days", "0"),
        ("--from", "2025"),
        ("--from", "2025-02-30"),
        ("--format", "xlsx"),
    ],
)
def test_a_call_that_makes_no_sense_is_refused(
    habeas: Command, tmp_path: Path, words: tuple[str, str]
) -> None:
    ended = habeas(*FEW, *words, "--out", str(tmp_path / "out"))
    assert ended.returncode == 2
    assert "call-refused" in ended.stderr
    assert not (tmp_path / "out").exists()


def test_what_is_there_stays(habeas: Command, tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept/notes.txt").write_text("mine", "utf-8")
    ended = habeas(*FEW, "--out", str(tmp_path / "kept"))
    assert (ended.returncode, "output-not-empty" in ended.stderr) == (2, True)
    assert [each.name for each in tmp_path.iterdir() if each.name != "data"] == ["kept"]
