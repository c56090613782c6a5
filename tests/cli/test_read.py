"""``habeas read``: a document in, what it asks out, read in a process that can hurt nothing."""

import json
from pathlib import Path

import typst
from benchmarks.reading.papers import as_html, paper
from tests.cli.conftest import Command

from habeas.apart.program import FORMS
from habeas.documents.forms import READINGS

LIST = """
#set page(width: 15cm, height: 12cm)
#set text(10pt)
Synthetic: Orland does not exist. SYN list of a Working Group, A/HRC/99/1.

#par[1.#h(1em)The recommendations listed below enjoy the support of Orland:]
#pad(left: 1cm, par[1.1#h(1em)Record the first hour of custody (Velmark);])
#pad(left: 1cm, par[1.2#h(1em)Let a lawyer in at once (Velmark, Trinidad and Tobago);])
#pad(left: 1cm, par[1.4#h(1em)Tell a relative.])
#pad(left: 1cm, par[1.5#h(1em)Open the cells to those who visit (Velmark).])
"""


def test_a_list_is_told_in_words_and_whole_as_json(habeas: Command, tmp_path: Path) -> None:
    path, out = tmp_path / "list.pdf", tmp_path / "list.json"
    path.write_bytes(typst.compile(LIST.encode()))
    said = habeas("read", str(path), "--as", "recommendations", "--party", "Orland")
    assert said.returncode == 0, said.stderr
    assert said.stdout.startswith("4 recommendations in A/HRC/99/1\n")
    assert "Velmark, Trinidad and Tobago" in said.stdout
    assert (
        "look at p. 1: 1.3 was not found before 1.4\nlook at p. 1: 1.4 names nobody who made it"
        in said.stdout
    )
    assert habeas("read", str(path), "--out", str(out), "--party", "Orland").returncode == 0
    told = json.loads(out.read_text("utf-8"))
    assert told["warnings"][0]["code"] == "read-as"
    assert (told["schema"], told["party"]) == ("habeas/recommendations/1", "Orland")
    assert [told["text"][slice(*ask["span"])] for ask in told["asks"]] == [
        ask["text"] for ask in told["asks"]
    ]


def test_what_cannot_be_read_is_refused_in_a_line(habeas: Command, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing follows")
    for path, code in (
        (broken, "pdf-broken"),
        (tmp_path / "none.pdf", "file-missing"),
        (tmp_path, "file-kind"),
    ):
        ended = habeas("read", str(path))
        assert ended.returncode == 2
        assert ended.stderr.startswith(f"habeas: error: {code}: ")
        assert ended.stderr.splitlines()[0].endswith(f"({path.name if path is broken else path})")
        assert ended.stdout == ""


def test_a_report_is_told_in_words(habeas: Command, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_bytes(as_html(paper("tarn")))
    said = habeas("read", str(path), "--as", "report")
    assert said.returncode == 0, said.stderr
    assert "CPT/Inf (99) 7 · Tarn\nperiodic: 1997-02-16 to 1997-02-26\n8 asks in" in said.stdout
    assert "recommendation, told by appendix, the Tarn authorities" in said.stdout


def test_a_press_text_is_told_in_words(habeas: Command, tmp_path: Path) -> None:
    path = tmp_path / "press.txt"
    path.write_text(
        "A visit\n\n“It was cold,” said Ida Moe, the Ombudsman, on Thursday. She denied that it was warm.\n",
        "utf-8",
    )
    said = habeas("read", str(path), "--as", "press", "--published", "2031-07-04")
    assert said.returncode == 0, said.stderr
    assert said.stdout.startswith("statements: 2, dated events: 0\n")
    assert "direct         Ida Moe, Ombudsman, 2031-07-03\n" in said.stdout
    refused = habeas("read", str(path), "--as", "press", "--published", "Friday")
    assert (refused.returncode, "call-refused" in refused.stderr) == (2, True)


def test_what_can_be_asked_for_is_what_can_be_read() -> None:
    assert set(FORMS) == set(READINGS)
