"""A mapping proposed, corrected and kept; rows taken through it, each problem with its place."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.documents.books import book

from habeas.documents.asks import AskKind, Position
from habeas.documents.headings import Target, fields
from habeas.documents.lists.mapping import ColumnMapping
from habeas.documents.lists.places import PlaceKind
from habeas.documents.lists.proposal import Proposal, propose, propose_for
from habeas.documents.lists.taking import read_asks, read_places
from habeas.documents.tables.spreadsheet import read_pasted, read_table
from habeas.documents.tables.table import Table
from habeas.errors import RefusedError
from habeas.language import words

TEXT = "The Committee recommends that every person deprived of liberty be seen by a doctor without delay."
ASKS = [
    ["No.", "Country", "Recommendation", "Recommending State", "Response", "Theme", "Date of report"],
    ["1", "Ruritania", TEXT, "France; Spain", "Accepted", "Health; Police", "2024-03"],
    ["2", "Ruritania", TEXT + " ", "Chile", "Prise en note", "", "13/05/2024"],
]


def table_of(rows: list[list[object]] | list[list[str]]) -> Table:
    return read_table(io.BytesIO(book(rows)), name="list.xlsx")


def picked(proposal: Proposal) -> dict[str, str]:
    return dict(proposal.mapping.columns)


def test_a_list_of_recommendations_is_proposed_and_taken() -> None:
    table = table_of(ASKS)
    proposal = propose_for(table, Target.ASKS)
    assert picked(proposal) == {
        "number": "No.",
        "party": "Country",
        "text": "Recommendation",
        "asked_by": "Recommending State",
        "position": "Response",
        "themes": "Theme",
        "date": "Date of report",
    }
    assert proposal.mapping.constants == {"kind": "recommendation"}
    assert (proposal.mapping.day_first, proposal.mapping.list_separator) == (True, ";")
    first, second = read_asks(table, proposal.mapping).whole()
    assert (first.kind, first.party, first.asked_by, first.themes, first.date, first.position) == (
        AskKind.RECOMMENDATION,
        "Ruritania",
        ("France", "Spain"),
        ("Health", "Police"),
        "2024-03",
        Position.ACCEPTED,
    )
    assert (second.text, second.position, second.position_as_written, second.date) == (
        TEXT + " ",
        Position.NOTED,
        "Prise en note",
        "2024-05-13",
    )
    assert list(second.original) == ASKS[0]
    assert (first.line, second.line) == (2, 3)


@pytest.mark.parametrize(
    ("headings", "target", "expected"),
    [
        (
            ["Pays", "Texte de la recommandation", "Réponse", "Thème"],
            Target.ASKS,
            ["party", "text", "position", "themes"],
        ),
        (["Ölkə", "Tövsiyənin mətni", "Mövqe", "Tarix"], Target.ASKS, ["party", "text", "position", "date"]),
        (["Страна", "Текст рекомендации", "Пункт"], Target.ASKS, ["party", "text", "paragraph"]),
        (["الدولة", "نص التوصية", "الموضوع"], Target.ASKS, ["party", "text", "themes"]),
        (
            ["Nom", "Type d’établissement", "Ville", "Capacité"],
            Target.PLACES,
            ["name", "kind", "municipality", "capacity"],
        ),
        (
            ["Müəssisənin adı", "Növü", "Şəhər", "Ünvan"],
            Target.PLACES,
            ["name", "kind", "municipality", "address"],
        ),
        (["Наименование", "Тип", "Область"], Target.PLACES, ["name", "kind", "region"]),
        (["الاسم", "النوع", "المحافظة"], Target.PLACES, ["name", "kind", "region"]),
        (["prison", "name", "operator", "end-date"], Target.PLACES, [None, "name", "authority", "closed"]),
        (["Name of prison (official)", "Capasity"], Target.PLACES, ["name", "capacity"]),
    ],
)
def test_headings_are_known_in_several_languages(
    headings: list[str], target: Target, expected: list[str | None]
) -> None:
    found = {heading: name for name, heading in picked(propose(headings, [], target)).items()}
    assert [found.get(heading) for heading in headings] == expected


def test_each_guess_says_why() -> None:
    proposal = propose(["Name", "When", "Capacity"], [["A", "x", "many"], ["B", "y", "few"]], Target.PLACES)
    said = {guess.field: (guess.confidence, guess.reason) for guess in proposal.guesses}
    assert said["name"] == (1.0, "“Name” is a known word for it")
    assert said["capacity"] == (0.5, "“Capacity” is a known word for it, but few values read like it")
    assert proposal.guesses[0].said(words("en")) == "“Name” is a known word for it"


def test_columns_without_headings_are_told_by_what_they_hold() -> None:
    rows = [["x1", TEXT, "Accepted", "03.04.2024"], ["x2", TEXT, "rejected", "2024-05"]]
    proposal = propose(["Column A", "Column B", "Column C", "Column D"], rows, Target.ASKS)
    assert picked(proposal) == {"text": "Column B", "position": "Column C", "date": "Column D"}


def test_a_pasted_list_of_places_needs_no_heading() -> None:
    table = read_pasted("Police station 1, Baku\nGobustan prison\n")
    mapping = propose_for(table, Target.PLACES).mapping
    assert [place.name for place in read_places(table, mapping).whole()] == [
        "Police station 1, Baku",
        "Gobustan prison",
    ]


def test_places_are_taken_with_their_types() -> None:
    table = table_of(
        [
            ["Name", "Type", "City", "Ministry", "Capacity", "Opened", "Closed", "Lat", "Lon", "Other names"],
            [
                "Centre 1",
                "СИЗО",
                "Baku",
                "Justice",
                "1 200",
                "2011-05",
                "2019",
                "40,4",
                "49.87",
                "Bayil; No. 1",
            ],
        ]
    )
    (place,) = read_places(table, propose_for(table, Target.PLACES).mapping).whole()
    assert (place.kind, place.kind_as_written, place.municipality, place.authority) == (
        PlaceKind.REMAND,
        "СИЗО",
        "Baku",
        "Justice",
    )
    assert (place.capacity, place.opened, place.closed) == (1200, "2011-05", "2019")
    assert (place.latitude, place.longitude, place.other_names) == (40.4, 49.87, ("Bayil", "No. 1"))


def test_what_is_wrong_with_places_is_told_with_line_and_column() -> None:
    table = table_of(
        [
            ["Name", "Type", "Capacity", "Opened", "Closed", "Latitude", "Longitude"],
            ["A", "dungeon", "12", "", "", "", ""],
            ["", "prison", "12", "", "", "", ""],
            ["B", "prison", "many", "soon", "", "95", "12"],
            ["C", "prison", "", "2019", "2018-12", "12.5", ""],
            ["D", "prison", "", "03/04/2024", "", "", ""],
            ["A", "dungeon", "12", "", "", "", ""],
        ]
    )
    result = read_places(table, propose_for(table, Target.PLACES).mapping)
    assert [(found.line, found.column, found.code, found.warning) for found in result.problems] == [
        (2, "Type", "kind-unknown", True),
        (3, "Name", "name-missing", False),
        (4, "Latitude", "coordinate-unreadable", False),
        (4, "Opened", "date-unreadable", False),
        (4, "Capacity", "number-unreadable", False),
        (5, "Latitude", "coordinate-alone", False),
        (5, "Closed", "date-backwards", False),
        (6, "Opened", "date-ambiguous", False),
        (7, None, "row-repeated", True),
        (7, "Type", "kind-unknown", True),
    ]
    assert [place.line for place in result.items] == [2, 7]
    with pytest.raises(RefusedError, match="Rows that cannot be taken: 4"):
        result.whole()


def test_what_is_wrong_with_asks_is_told_with_line_and_column() -> None:
    table = table_of(
        [
            ["Text", "Party", "Kind", "Response", "Page"],
            [TEXT, "", "recommendation", "", ""],
            ["", "Ruritania", "recommendation", "", ""],
            [TEXT, "Ruritania", "wish", "perhaps", "x"],
            [TEXT, "Ruritania", "", "", ""],
            [TEXT, "Ruritania", "Immediate observation", "perhaps", "7"],
        ]
    )
    result = read_asks(table, propose_for(table, Target.ASKS).mapping)
    assert [(found.line, found.column, found.code) for found in result.problems] == [
        (2, "Party", "party-missing"),
        (3, "Text", "text-missing"),
        (4, "Kind", "kind-unreadable"),
        (4, "Response", "position-unknown"),
        (4, "Page", "number-unreadable"),
        (5, "Kind", "kind-unreadable"),
        (6, "Response", "position-unknown"),
    ]
    (ask,) = result.items
    assert (ask.kind, ask.position, ask.position_as_written, ask.page) == (
        AskKind.IMMEDIATE_OBSERVATION,
        None,
        "perhaps",
        7,
    )


def test_a_person_settles_unknown_words_and_gives_a_party_for_all() -> None:
    table = table_of([["What", "Answer"], [TEXT, "Yes but"], ["Close it.", "NO"]])
    mapping = ColumnMapping(
        target=Target.ASKS,
        headings=table.headings,
        columns={"text": "What", "position": "Answer"},
        constants={"party": "Ruritania", "kind": "comment"},
        values={"position": {"yes but": "accepted_in_part", "No": "rejected"}},
    )
    assert [(ask.party, ask.kind, ask.position) for ask in read_asks(table, mapping).whole()] == [
        ("Ruritania", AskKind.COMMENT, Position.ACCEPTED_IN_PART),
        ("Ruritania", AskKind.COMMENT, Position.REJECTED),
    ]


def test_a_mapping_is_recognised_by_the_headings_and_refused_for_others() -> None:
    table = table_of(ASKS)
    mapping = propose_for(table, Target.ASKS).mapping
    again = table_of([[str(cell).upper() for cell in ASKS[0]], *ASKS[1:]])
    assert mapping.signature == again.signature
    other = table_of([["Text", "Party"], ["x", "y"]])
    assert not mapping.fits(other)
    with pytest.raises(RefusedError) as refused:
        read_asks(other, mapping)
    assert refused.value.code == "mapping-unreadable"


def test_a_mapping_without_a_needed_field_is_refused() -> None:
    table = table_of([["What", "Note"], ["x", "y"]])
    mapping = ColumnMapping(target=Target.ASKS, headings=table.headings, columns={"text": "What"})
    assert mapping.missing == ("party", "kind")
    with pytest.raises(RefusedError, match="no column for party, kind"):
        read_asks(table, mapping)


names = st.text(min_size=1, max_size=8)


@given(
    st.sampled_from(Target),
    st.lists(names, min_size=1, max_size=5, unique=True),
    st.randoms(use_true_random=False),
    st.sampled_from([None, True, False]),
    st.sampled_from([";", "|", ","]),
)
def test_a_mapping_is_kept_as_json(target, headings, random, day_first, separator) -> None:  # type: ignore[no-untyped-def]
    chosen = random.sample(fields(target), k=len(headings))
    mapping = ColumnMapping(
        target=target,
        headings=tuple(headings),
        columns=dict(zip(chosen, headings, strict=True)),
        constants={chosen[0]: "x"},
        day_first=day_first,
        list_separator=separator,
    )
    assert ColumnMapping.from_json(json.loads(json.dumps(mapping.as_json()))) == mapping


@pytest.mark.parametrize(
    "change",
    [
        {"schema": "other"},
        {"target": "people"},
        {"columns": {"text": "Nowhere"}},
        {"columns": {"colour": "Recommendation"}},
        {"columns": ["text"]},
        {"list_separator": "x"},
        {"values": {"position": {"yes": "maybe"}}},
        {"headings": None},
    ],
)
def test_a_kept_mapping_that_was_spoilt_is_refused(change: dict[str, object]) -> None:
    kept = propose_for(table_of(ASKS), Target.ASKS).mapping.as_json()
    with pytest.raises(RefusedError) as refused:
        ColumnMapping.from_json({**kept, **change})
    assert refused.value.code == "mapping-unreadable"


def test_a_problem_is_said_in_another_language_with_its_values() -> None:
    table = table_of([["Name", "Capacity"], ["A", "many"]])
    (found,) = read_places(table, propose_for(table, Target.PLACES).mapping).problems
    message, advice = found.said(words("en"))
    assert (message, advice) == ("“many” is not a whole number", "Write digits only.")
    assert found.as_json() == {
        "line": 2,
        "column": "Capacity",
        "code": "number-unreadable",
        "message": message,
        "advice": advice,
        "warning": False,
    }
