"""Lists of what was asked: what is wrong with one is told with its file and line."""

from pathlib import Path

import pytest

from habeas.errors import RefusedError, Where
from habeas.threads.files import read_asked


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("a.csv", "id,party,text\n1,Orland,Do.\n", ("columns-missing", 1)),
        ("a.csv", "id,party,date,text\n1,Orland,2012,Do.\n2,Orland,2012\n", ("row-columns-differ", 3)),
        ("a.csv", "id,party,date,text\n1,Orland,spring,Do.\n", ("date-unreadable", 2)),
        ("a.csv", 'id,party,date,text\n1,Orland,2012,"Do\nit."\n\n2,,2012,Do.\n', ("value-missing", 5)),
        ("a.csv", "id,party,date,text\n1,Orland,,Do.\n1,Velmark,,Do.\n", ("id-repeated", 3)),
        ("a.csv", 'id,party,date,text\n1,Orland,,"Do.\n', ("row-broken", 2)),
        ("a.csv", "", ("file-empty", 0)),
        (
            "a.jsonl",
            '{"id": "1", "party": "Orland", "date": null, "text": "Do."}\n[]\n',
            ("line-not-json", 2),
        ),
        ("a.jsonl", '{"id": 1, "party": "Orland", "text": "Do."}\n', ("value-not-text", 1)),
    ],
)
def test_a_fault_is_refused_with_its_file_and_line(
    tmp_path: Path, name: str, text: str, fault: tuple[str, int]
) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    with pytest.raises(RefusedError) as refused:
        read_asked([path])
    where = refused.value.where or Where("")
    assert (refused.value.code, where.line or 0, where.file) == (*fault, str(path))


def test_a_list_is_read_with_either_separator_and_both_references(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "Text;ID;Party;Date;Reference;Paragraph;Theme\n"
        'Do it.;1;Orland;2012-03;"CPT (2012) 4; CPT/Inf (2013) 1";§ 27;x\n',
        "utf-8",
    )
    (one,) = read_asked([path])
    assert one.references == {"CPT (2012) 4", "CPT/Inf (2013) 1"}
    assert (one.id, str(one.date), one.text, one.paragraphs) == ("1", "2012-03", "Do it.", {"§ 27"})
