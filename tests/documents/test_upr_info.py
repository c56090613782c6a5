"""Lists of UPR Info: read from both encodings, written again byte for byte."""

import io
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.documents.real import real

from habeas.documents.asks import AskKind, Position, ReadAsk
from habeas.documents.lists.upr_info import HEADINGS, is_upr_info, read_upr_info, row_of, write_upr_info
from habeas.documents.results import WHY_CLASSIC_MAC, WHY_UTF8
from habeas.errors import RefusedError

HEAD = ",".join(HEADINGS)
ROW = "Ruritania,EEG,,Close the cellar.,France,WEOG,EU,Accepted,5,Detention,12,10-13"
LIST = "upr_info_detention_torture_2008_2014.csv"


def make(*rows: str, newline: str = "\r\n", encoding: str = "utf-8") -> io.BytesIO:
    return io.BytesIO("".join(row + newline for row in (HEAD, *rows)).encode(encoding))


def test_the_real_list_comes_in_whole() -> None:
    result = read_upr_info(real(LIST))
    asks = result.whole()
    assert len(asks) == 5764
    assert len({ask.party for ask in asks}) == 193
    assert Counter(ask.kind for ask in asks) == {AskKind.RECOMMENDATION: 5693, AskKind.PLEDGE: 71}
    assert Counter(ask.position for ask in asks) == {
        Position.ACCEPTED: 3760,
        Position.NOTED: 1933,
        None: 71,
    }
    assert [(found.code, found.line, found.values["other"]) for found in result.problems] == [
        ("row-repeated", 5765, "5764")
    ]
    assert result.repeated == {5765}
    assert result.taken is not None
    assert (result.taken.encoding, result.taken.why) == ("utf-8", WHY_UTF8)


def test_the_real_list_goes_out_byte_for_byte() -> None:
    path = real(LIST)
    result = read_upr_info(path)
    assert result.taken is not None
    out = io.BytesIO()
    write_upr_info(result.items, out, result.taken)
    assert out.getvalue() == path.read_bytes()


def test_the_real_list_as_the_classic_macintosh_wrote_it() -> None:
    utf8 = real(LIST).read_bytes()
    mac = utf8.decode().replace("\r\n", "\r").encode("mac_roman")
    result = read_upr_info(io.BytesIO(mac), name="mac.csv")
    assert result.taken is not None
    assert (result.taken.encoding, result.taken.newline, result.taken.why) == (
        "mac_roman",
        "\r",
        WHY_CLASSIC_MAC,
    )
    assert [ask.original for ask in result.items] == [ask.original for ask in read_upr_info(real(LIST)).items]
    out = io.BytesIO()
    write_upr_info(result.items, out, result.taken)
    assert out.getvalue() == mac
    as_utf8 = io.BytesIO()
    write_upr_info(result.items, as_utf8)
    assert as_utf8.getvalue() == utf8


def test_a_row_becomes_typed_values() -> None:
    pledge = 'Ruritania,EEG,,Build anew. ,Ruritania,EEG,,Voluntary Pledge,5,"Detention,Women\'s rights",5,x'
    first, second = read_upr_info(make(ROW, pledge)).whole()
    assert (first.kind, first.asked_by, first.position, first.action, first.session, first.line) == (
        AskKind.RECOMMENDATION,
        ("France",),
        Position.ACCEPTED,
        5,
        "12",
        2,
    )
    assert (second.kind, second.asked_by, second.position) == (AskKind.PLEDGE, (), None)
    assert second.text == "Build anew. "
    assert second.themes == ("Detention", "Women's rights")
    assert list(second.original) == list(HEADINGS)


def test_such_a_list_is_known_by_its_headings() -> None:
    assert is_upr_info(HEADINGS)
    assert is_upr_info(["To", "Text", "From", "Response", "Issue", "Session"])
    assert not is_upr_info(["To", "Text", "From", "Response", "Issue"])


def test_a_byte_order_mark_is_taken_off_and_put_back() -> None:
    data = b"\xef\xbb\xbf" + make(ROW).getvalue()
    result = read_upr_info(io.BytesIO(data))
    assert result.taken is not None
    assert result.taken.bom
    out = io.BytesIO()
    write_upr_info(result.items, out, result.taken)
    assert out.getvalue() == data


def test_rows_that_cannot_be_taken_are_told_with_line_and_column() -> None:
    result = read_upr_info(
        make(
            ROW,
            ROW.replace("Close the cellar.", " "),
            "only,three,cells",
            ROW.replace("Ruritania", ""),
            ROW.replace("Accepted", "Perhaps"),
            ROW.replace(",5,", ",V,"),
        )
    )
    assert [(found.line, found.column, found.code, found.warning) for found in result.problems] == [
        (3, "Text", "text-missing", False),
        (4, None, "row-columns-differ", False),
        (5, "To", "party-missing", False),
        (6, "Response", "position-unknown", True),
        (7, "Action", "number-unreadable", True),
    ]
    assert [ask.line for ask in result.items] == [2, 6, 7]
    assert result.items[1].position is None
    assert result.items[1].position_as_written == "Perhaps"
    with pytest.raises(RefusedError) as refused:
        result.whole()
    assert refused.value.code == "rows-refused"
    assert str(refused.value.where) == "-:3, column Text"


@pytest.mark.parametrize(
    ("name", "data", "code", "line"),
    [
        ("windows", make(ROW, ROW.replace("cellar", "c\xf4t\xe9"), encoding="cp1252"), "encoding-unknown", 3),
        (
            "windows with CR",
            make(ROW, ROW.replace("cellar", "côté"), newline="\r", encoding="cp1252"),
            "encoding-doubtful",
            3,
        ),
        ("utf-8 cut short", io.BytesIO(b"\xef\xbb\xbfTo,\xc3"), "wrong-encoding", 1),
        ("a NUL", make(ROW.replace("cellar", "cel\0lar")), "nul-character", 2),
        ("quotation mark open", make(ROW, ROW.replace("Close", '"Close'), ROW), "row-broken", 3),
        (
            "quotation mark closed early",
            make(ROW, ROW.replace("Close the", '"Close" the'), ROW),
            "row-broken",
            3,
        ),
        ("other headings", io.BytesIO(b"name,place\r\n1,2\r\n"), "columns-missing", 1),
        ("a heading twice", io.BytesIO(f"{HEAD},To\r\n".encode()), "column-repeated", 1),
        ("headings alone", make(), "no-rows", None),
        ("nothing", io.BytesIO(b""), "file-empty", None),
    ],
)
def test_a_file_that_is_not_such_a_list_is_refused(
    name: str, data: io.BytesIO, code: str, line: int | None
) -> None:
    with pytest.raises(RefusedError) as refused:
        read_upr_info(data, name="list.csv")
    assert refused.value.code == code, name
    assert refused.value.where is not None
    assert (refused.value.where.file, refused.value.where.line) == ("list.csv", line)


def test_a_declared_encoding_settles_what_is_doubtful() -> None:
    data = make(ROW.replace("cellar", "côté"), newline="\r", encoding="cp1252")
    (ask,) = read_upr_info(data, encoding="cp1252").whole()
    assert ask.text == "Close the côté."


def test_a_changed_value_goes_out_and_the_rest_stays() -> None:
    (ask,) = read_upr_info(make(ROW)).whole()
    changed = row_of(replace(ask, themes=("Detention", "Justice")))
    assert changed == dict(ask.original) | {"Issue": "Detention,Justice"}


def test_a_character_that_the_encoding_lacks_is_told_with_its_line() -> None:
    result = read_upr_info(make(ROW, ROW.replace("cellar", "подвал")))
    mac = read_upr_info(make(ROW.replace("cellar", "côté"), newline="\r", encoding="mac_roman")).taken
    assert mac is not None
    with pytest.raises(RefusedError) as refused:
        write_upr_info(result.items, io.BytesIO(), mac)
    assert (refused.value.code, str(refused.value.where)) == ("not-in-encoding", "-:3")


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1).filter(
    lambda text: bool(text.strip())
)


@given(
    st.lists(
        st.builds(
            ReadAsk,
            text=texts,
            party=texts,
            kind=st.just(AskKind.RECOMMENDATION),
            line=st.just(0),
            asked_by=texts.map(lambda text: (text,)),
            position=st.sampled_from([None, Position.ACCEPTED, Position.NOTED]),
            themes=st.lists(st.sampled_from(["Detention", "Justice"]), max_size=2).map(tuple),
            action=st.none() | st.integers(1, 5),
        ),
        min_size=1,
    )
)
def test_what_is_written_is_read_again(asks: list[ReadAsk]) -> None:
    out = io.BytesIO()
    write_upr_info(asks, out)
    again = read_upr_info(io.BytesIO(out.getvalue())).whole()
    assert [(a.text, a.party, a.asked_by, a.position, a.themes, a.action) for a in again] == [
        (a.text, a.party, a.asked_by, a.position, a.themes, a.action) for a in asks
    ]
