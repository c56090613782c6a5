"""Annotations of the Universal Human Rights Index: streamed in, and written again."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.documents.asks import AskKind, Position, ReadAsk
from habeas.documents.lists.uhri import read_uhri, write_uhri
from habeas.documents.sources import Limits
from habeas.errors import RefusedError

RECORD: dict[str, Any] = {  # invented, in the shape of the index
    "AnnotationId": "a-1",
    "Symbol": "CAT/C/RUR/CO/3",
    "Text": "<p>12. The State party\n should:</p><p>(a) Close the cellar;<br>(b) Tell&nbsp;why.</p>",
    "DocumentId": "d-1",
    "PublicationDate": "2025-02-12T00:00:00",
    "AnnotationType": "- Recommendations",
    "Countries": ["Ruritania"],
    "AffectedPersons": ["Persons deprived of their liberty"],
    "Themes": ["Prohibition of torture"],
    "Sdgs": ["16.1 - Reduce violence"],
    "Regions": ["Europe"],
    "Body": "- CAT",
    "UprCycle": None,
    "UprRecommendingCountry": [],
}


def stream(*records: object) -> io.BytesIO:
    return io.BytesIO(json.dumps(records).encode())


def read(source: io.BytesIO, **more: Any) -> list[ReadAsk]:
    return [ask for ask, _ in read_uhri(source, name="uhri.json", **more)]


def test_a_record_becomes_typed_values() -> None:
    ((ask, told),) = list(read_uhri(stream(RECORD)))
    assert told == ()
    assert ask.text == "12. The State party should:\n\n(a) Close the cellar;\n(b) Tell why."
    assert (ask.kind, ask.kind_as_written, ask.body, ask.party, ask.date, ask.symbol, ask.source_id) == (
        AskKind.RECOMMENDATION,
        "Recommendations",
        "CAT",
        "Ruritania",
        "2025-02-12",
        "CAT/C/RUR/CO/3",
        "a-1",
    )
    assert dict(ask.original) == RECORD


def test_a_concern_is_no_recommendation_and_a_response_is_kept_as_written() -> None:
    concern = RECORD | {"AnnotationType": "- Concerns/Observations", "Countries": ["A", "B"]}
    upr = RECORD | {"UprPositions": ["Supported"], "UprRecommendingCountry": ["France"], "UprCycle": "3"}
    odd = RECORD | {"UprPositions": ["Perhaps"]}
    first, second, third = read(stream(concern, upr, odd))
    assert (first.kind, first.party, first.further_parties) == (AskKind.CONCERN, "A", ("B",))
    assert (second.position, second.asked_by, second.cycle) == (Position.ACCEPTED, ("France",), "3")
    assert (third.position, third.position_as_written) == (None, "Perhaps")


def test_what_is_doubtful_is_told_and_kept() -> None:
    doubtful = RECORD | {
        "AnnotationType": "Praise",
        "Countries": [],
        "PublicationDate": "soon",
        "Text": "<p> </p>",
    }
    ((ask, told),) = list(read_uhri(stream(doubtful)))
    assert [each.code for each in told] == [
        "kind-unknown",
        "party-missing",
        "date-unreadable",
        "text-missing",
    ]
    assert (ask.party, ask.date, ask.kind_as_written) == ("", None, "Praise")


BROKEN = json.dumps([RECORD, RECORD, RECORD])[:-200].encode()


@pytest.mark.parametrize(
    ("name", "data", "code", "record"),
    [
        ("cut short", BROKEN, "json-broken", 3),
        ("cut after a record", json.dumps([RECORD])[:-1].encode(), "json-broken", 2),
        (
            "damaged in the middle",
            json.dumps([RECORD, RECORD]).replace("a-1", 'a"-', 2).encode(),
            "json-broken",
            1,
        ),
        ("something behind", json.dumps([RECORD]).encode() + b"{", "json-broken", 2),
        ("an object", json.dumps(RECORD).encode(), "json-not-array", 1),
        ("a text", b'"recommendations"', "json-not-array", 1),
        ("CSV", b"To,Text\r\n", "json-not-array", 1),
        ("nothing", b"", "file-empty", None),
        ("not UTF-8", b'[{"Text": "\xe9"}]', "json-broken", 1),
        ("an array in the array", json.dumps([RECORD, []]).encode(), "record-shape", 2),
        (
            "no countries",
            json.dumps([RECORD, RECORD, RECORD | {"Countries": None}]).encode(),
            "record-shape",
            3,
        ),
        ("countries no list", json.dumps([RECORD | {"Countries": "x"}]).encode(), "record-shape", 1),
        ("text no text", json.dumps([RECORD | {"Text": 5}]).encode(), "record-shape", 1),
        ("a NUL", json.dumps([RECORD | {"Text": "\0"}]).encode(), "nul-character", 1),
        ("brackets without end", b"[" * 100_000, "json-too-deep", 1),
    ],
)
def test_a_file_that_is_no_such_list_is_refused_at_the_record(
    name: str, data: bytes, code: str, record: int | None
) -> None:
    with pytest.raises(RefusedError) as refused:
        read(io.BytesIO(data))
    assert refused.value.code == code, name
    assert refused.value.where is not None
    assert (refused.value.where.file, refused.value.where.line) == ("uhri.json", record)


def test_records_before_the_damage_are_handed_out_first() -> None:
    found = read_uhri(io.BytesIO(BROKEN))
    assert [next(found)[0].line, next(found)[0].line] == [1, 2]
    with pytest.raises(RefusedError):
        next(found)


def test_one_record_cannot_fill_the_memory() -> None:
    big = RECORD | {"Text": "x" * 400_000}
    with pytest.raises(RefusedError) as refused:
        read(stream(RECORD, big), limits=Limits(record=100_000))
    assert (refused.value.code, refused.value.where and refused.value.where.line) == ("record-too-large", 2)


def test_a_file_of_two_gigabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.json"
    with path.open("wb") as sparse:
        sparse.truncate(2_000_000_000)
    with pytest.raises(RefusedError) as refused:
        next(read_uhri(path))
    assert refused.value.code == "file-too-large"


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=4,
)


@given(
    st.lists(st.dictionaries(st.sampled_from(["UprCycle", "PublicationDateOnUhri", "Extra"]), json_values))
)
def test_what_is_written_is_read_again(extras: list[dict[str, Any]]) -> None:
    records = [RECORD | extra for extra in extras]
    out = io.BytesIO()
    assert write_uhri(read(stream(*records)), out) == len(records)
    assert json.loads(out.getvalue()) == records


def test_asks_of_another_origin_are_written_from_their_values() -> None:
    def one() -> Iterator[ReadAsk]:
        yield ReadAsk(
            text="Close it.", kind=AskKind.RECOMMENDATION, party="Ruritania", line=1, themes=("Police",)
        )

    out = io.BytesIO()
    write_uhri(one(), out)
    (again,) = read(io.BytesIO(out.getvalue()))
    assert (again.text, again.party, again.kind, again.themes) == (
        "Close it.",
        "Ruritania",
        AskKind.RECOMMENDATION,
        ("Police",),
    )
