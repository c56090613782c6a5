"""Lists of recommendations read from PDF: real ones of the Universal Periodic Review, and one made here."""

import csv
import re
from pathlib import Path

import pytest
import typst
from tests.documents.real import real

from habeas.documents.paragraphs import ReadText
from habeas.documents.pdf.lines import read_pdf
from habeas.documents.pdf.paragraphs import read_paragraphs
from habeas.documents.review.recommendations import recommendations_json, recommendations_of
from habeas.documents.text_paragraphs import text_paragraphs
from habeas.errors import RefusedError

WORKING_GROUP = {
    "g1012049.pdf": ("1", 113, 97),
    "g1423930.pdf": ("2", 116, 163),
    "g1934994.pdf": ("3", 123, 215),
}
"""Reports of the Working Group: cycle, numbered paragraphs, recommendations."""
OTHERS = {
    "g0917123.pdf": 45,
    "g1413493.pdf": 106,
    "g1414064.pdf": 53,
    "g1923444.pdf": 116,
    "g1924226.pdf": 79,
}
NO_STATES = {"Unknown", "Bolivarian Republic of", "ICRMW", "Islamic Republic of"}
"""What the other project took for a State."""
SYNTHETIC = """
#set page(width: 15cm, height: 12cm, margin: 2cm, header: [#text(8pt)[*SYN/2031/4*]],
  footer: context [#text(8pt)[#counter(page).display()]])
#set text(10pt, hyphenate: false)
#set par(leading: 0.5em, spacing: 1.2em)
Synthetic: Orland does not exist.

#text(13pt)[*I. Summary of the proceedings*]

#let n(number, body) = par([#number.#h(1em)#body])
#n(1)[The delegation said that police custody was *recorded* in 2030.#footnote[SYN/2030/1,
paras. 3 to 5.] It had begun in 1999. It added that a register
of inter-agency work was kept (see paragraph 2 below).]
#n(2)[Nothing of this was contested:]
#par[#h(2em);(a) by the first body;]
#par[#h(2em);(b) by the second.]

#text(13pt)[*II. Conclusions and recommendations*]

#n(3)[The recommendations listed below enjoy the support of Orland:]
#let r(number, body) = pad(left: 1cm, par([*3.#number#h(1em)#body*]))
RECOMMENDATIONS
#n(4)[All of them reflect the position of the States that made them.]
"""


def read(name: str) -> ReadText:
    return read_paragraphs(read_pdf(real(f"un_reports/{name}")))


def plain(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


@pytest.mark.parametrize("name", WORKING_GROUP)
def test_every_paragraph_and_recommendation_of_a_working_group_is_there(name: str) -> None:
    cycle, paragraphs, count = WORKING_GROUP[name]
    found = read(name)
    numbers = [int(each.number) for each in found.paragraphs if each.number.isdigit()]
    assert numbers == list(range(1, paragraphs + 1))
    assert all(found.text[slice(*each.span)] == each.text for each in found.paragraphs)
    told = recommendations_json(found, "Slovenia")
    assert len(told["asks"]) == count
    assert told["warnings"] == []
    # Another project read the same reports, page numbers and all: its words are ours but for those.
    path = real("un_reports/recommendations_cycles_1_3.csv")
    with path.open(encoding="utf-8", newline="") as stream:
        theirs = {row["paragraph"]: row for row in csv.DictReader(stream) if row["cycle"] == cycle}
    differ = 0
    for ask in told["asks"]:
        row = theirs[ask["number"]]
        running = re.sub(r"\s*\b\d* ?A/HRC/\d+/\d+ ?\d*", " ", row["text"])
        differ += plain(running) != plain(ask["text"])
        if row["recommending_state"] not in NO_STATES:
            assert row["recommending_state"] in ask["by"]
        assert ask["by"]
    assert differ <= 1  # they mended a misprint of cycle 2 (“childre,”): what is printed is what stands


@pytest.mark.parametrize("name", OTHERS)
def test_every_numbered_paragraph_is_there(name: str) -> None:
    numbers = [int(each.number) for each in read(name).paragraphs if each.number.isdigit()]
    assert numbers == list(range(1, OTHERS[name] + 1))


@pytest.fixture(scope="module")
def synthetic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    asks = "\n".join(
        f"#r({at})[Take the {at}th step to keep the record of each person who is held, and say so "
        f"(Vel-\\ mark, Trinidad and Tobago){'.' if at == 14 else ';'}]"
        for at in range(1, 15)
    )
    path = tmp_path_factory.mktemp("lists") / "synthetic.pdf"
    path.write_bytes(typst.compile(SYNTHETIC.replace("RECOMMENDATIONS", asks).encode()))
    return path


def test_headings_notes_lists_and_running_lines_are_told_apart(synthetic: Path) -> None:
    found = read_paragraphs(read_pdf(synthetic))
    first, second, third, *_rest = [each for each in found.paragraphs if each.number]
    assert first.headings == ("I. Summary of the proceedings",)
    assert first.footnotes == ("SYN/2030/1, paras. 3 to 5.",)
    assert first.text.endswith("a register of inter-agency work was kept (see paragraph 2 below).")
    assert second.text == "Nothing of this was contested:\n(a) by the first body;\n(b) by the second."
    assert third.headings == ("II. Conclusions and recommendations",)
    assert "SYN/2031/4" not in found.text


def test_a_list_over_several_pages_is_whole_and_names_who_made_it(synthetic: Path) -> None:
    found = recommendations_of(read_paragraphs(read_pdf(synthetic)))
    assert [each.number for each in found] == [f"3.{at}" for at in range(1, 15)]
    assert {each.by for each in found} == {("Velmark", "Trinidad and Tobago")}
    assert found[0].page < found[-1].page


def test_who_asks_within_a_recommendation_is_named_too() -> None:
    asks = (
        "Ratify the Protocol (Spain)/consider it (Velmark), the Convention (Spain, Velmark), more (Velmark);",
        "Close the wing in Torvik (Orland), built long ago (2029-2031), without delay (Chile, Spain);",
        "Open the register (chile); keep it (Trinidad and Tobago) and show it (see Velmark) to all (Spain).",
        "Tell the bodies of the region (Trinidad and Tobago, Chile) and the world (Spain).",
    )
    listed = "\n\n".join(f"121.{at} {ask}" for at, ask in enumerate(asks, 1))
    found = recommendations_of(text_paragraphs(f"121. The recommendations:\n\n{listed}\n"))
    assert [each.by for each in found] == [
        ("Spain", "Velmark"),
        ("Chile", "Spain"),  # Orland asks nothing in this list: it is where the wing is
        ("Chile", "Spain"),
        ("Spain",),
    ]
    assert [each.text for each in found] == list(asks)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\x03\x04 no PDF", "pdf-not-pdf"),
        (b"%PDF-1.7\nbroken", "pdf-broken"),
        (b"", "file-empty"),
    ],
)
def test_what_is_no_pdf_is_refused(data: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    with pytest.raises(RefusedError) as refused:
        read_pdf(path)
    assert refused.value.code == code


def test_pages_without_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "scanned.pdf"
    path.write_bytes(typst.compile(b"#rect(width: 2cm, height: 2cm, fill: black)"))
    with pytest.raises(RefusedError) as refused:
        read_pdf(path)
    assert refused.value.code == "pdf-without-text"
