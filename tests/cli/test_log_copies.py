"""``habeas log prove``, receipts in ``check``, and ``copy``: what an outsider makes of a published log."""

import json
import shutil
from pathlib import Path

import pytest
from tests.cli.conftest import Command, first_line
from tests.cli.test_log import served
from tests.tlog.logs import LOG, ORIGIN, SECOND, WITNESS, entries, head, signed, tree_of, written

from habeas.tlog.checkpoint import parse_checkpoint
from habeas.tlog.keys import Kind, Signer
from habeas.tlog.note import parse_note
from habeas.tlog.proof import parse_proof
from habeas.tlog.receipt import parse_receipt
from habeas.tlog.tree import leaf_hash

HELD = entries(700)
KEY = ("--vkey", str(LOG.verifier))
STRANGER = Signer(ORIGIN, Kind.ED25519, b"\x05" * 32)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    folder = tmp_path / "north"
    written(folder, HELD[:300], WITNESS, SECOND)
    return folder


def files(folder: Path) -> dict[str, bytes]:
    found = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in found if file.name != ".lock"}


def grown(folder: Path, count: int) -> None:
    """The log as its keeper shows it later: partial tiles that gave way are gone."""
    shutil.rmtree(folder)
    written(folder, HELD[:count], WITNESS)


def test_a_proof_is_made_from_the_published_log_and_checked_first(
    habeas: Command, log: Path, tmp_path: Path
) -> None:
    out, leaf = tmp_path / "mine.tlog-proof", tmp_path / "mine"
    leaf.write_bytes(HELD[257])
    shutil.rmtree(log / "tile" / "entries")  # entries need not be open
    with served(log) as server:
        done = habeas("log", "prove", server.address, "--index", "257", "--out", str(out), *KEY)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{out}: entry 257 of {ORIGIN}, which has 300 entries")
    assert parse_proof(out.read_bytes()).extra is None
    assert habeas("log", "check", str(out), "--leaf", str(leaf), *KEY).returncode == 0
    done = habeas("log", "check", str(out), *KEY)
    assert (done.returncode, "does not hold the hash of its entry" in done.stderr) == (2, True)
    out.unlink()
    for words, status in ((("--index", "300"), 2), (("--index", "-1"), 2)):
        assert habeas("log", "prove", str(log), *words, "--out", str(out), *KEY).returncode == status
    tile = log / "tile/0/000"
    tile.write_bytes(tile.read_bytes()[:-1] + b"x")
    assert habeas("log", "prove", str(log), "--index", "3", "--out", str(out), *KEY).returncode == 1
    assert not out.exists()


def test_a_receipt_in_print_needs_no_entry(habeas: Command, log: Path, tmp_path: Path) -> None:
    out = tmp_path / "receipt"
    words = ("--index", "17", "--out", str(out), "--receipt", *KEY, "--json")
    said = json.loads(habeas("log", "prove", str(log), *words).stdout)
    receipt = parse_receipt(out.read_bytes())
    assert (receipt.leaf, receipt.compact()) == (leaf_hash(HELD[17]), said["receipt"])
    letters, leaf = tmp_path / "letters", tmp_path / "leaf"
    letters.write_text(f"https://register.example/check/#{said['receipt']}\n")
    leaf.write_bytes(HELD[17])
    for given in (out, letters):
        done = habeas("log", "check", str(given), *KEY)
        assert (done.returncode, done.stderr) == (0, "")
        assert f"What the receipt is for is entry 17 of {ORIGIN}" in done.stdout
        assert "Which event that is: the receipt names none." in done.stdout
        assert habeas("log", "check", str(given), "--leaf", str(leaf), *KEY).returncode == 0
    leaf.write_bytes(HELD[18])
    done = habeas("log", "check", str(letters), "--leaf", str(leaf), *KEY)
    assert first_line(done).startswith("habeas: error: log-receipt-other: ")
    letters.write_text(said["receipt"][:-3])
    assert first_line(habeas("log", "check", str(letters), *KEY)).startswith(
        "habeas: error: log-receipt-malformed: "
    )


def test_a_copy_grows_with_its_log_and_is_a_log_itself(habeas: Command, log: Path, tmp_path: Path) -> None:
    copy = tmp_path / "mirror" / "north"
    call = ("log", "copy", str(log), str(copy), *KEY)
    done = habeas(*call)
    assert (done.returncode, done.stderr) == (0, "")
    assert files(copy) == files(log)
    for count in (301, 512, 700):
        grown(log, count)
        with served(log) as server:
            done = habeas("log", "copy", server.address, str(copy), *KEY)
            asked = set(server.asked)
        assert (done.returncode, done.stderr) == (0, "")
        assert files(copy) == files(log), count
        assert "tile/0/000" not in asked, "what the copy has is not fetched again"
    assert "the copy had 512, and goes on" in done.stdout
    assert habeas("log", "verify", str(copy), *KEY).returncode == 0


def test_it_resumes_and_mends_what_was_damaged_in_it(habeas: Command, log: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    grown(log, 700)
    call = ("log", "copy", str(log), str(copy), *KEY)
    bundle = log / "tile/entries/001"
    whole = bundle.read_bytes()
    bundle.write_bytes(whole[:-1] + b"x")
    assert habeas(*call).returncode == 1
    assert not (copy / "checkpoint").exists(), "no head before all that it calls for"
    assert (copy / "tile/0/000").exists()
    bundle.write_bytes(whole)
    assert habeas(*call).returncode == 0
    for path in ("tile/0/000", "tile/entries/001", "tile/0/002.p/188", "tile/1/000.p/2"):
        file = copy / path
        file.write_bytes(file.read_bytes()[:-1] + b"x")
    (copy / "tile/entries/000").unlink()
    done = habeas(*call)
    assert (done.returncode, done.stderr) == (0, "")
    assert files(copy) == files(log)


def test_a_log_that_does_not_go_on_is_refused_and_the_copy_stays(
    habeas: Command, log: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    call = ("log", "copy", str(log), str(copy), *KEY)
    assert habeas(*call).returncode == 0
    before = files(copy)
    stories = {
        "log-rolled-back": HELD[:299],
        "log-forked": [*HELD[:17], b"another", *HELD[18:600]],
    }
    for code, held in stories.items():
        shutil.rmtree(log)
        note = written(log, held)
        done = habeas(*call)
        assert (done.returncode, done.stdout) == (1, "")
        assert first_line(done).startswith(f"habeas: error: {code}: ")
        assert "the copy was left as it is" in done.stderr.lower()
        kept = [parse_note(data) for path, data in files(copy).items() if path.startswith("evidence/")]
        assert note.text in {each.text for each in kept}
        assert {
            path: data for path, data in files(copy).items() if not path.startswith("evidence/")
        } == before
    # What nobody signed is no evidence of anything.
    (log / "checkpoint").write_bytes(bytes(signed(head(tree_of(HELD)), by=STRANGER)))
    assert habeas(*call).returncode == 1
    assert len(list((copy / "evidence").iterdir())) == 2
    assert parse_checkpoint(parse_note((copy / "checkpoint").read_bytes()).text).size == 300
