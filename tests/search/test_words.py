"""Words made even, the languages that a text may be in, and where a text has what was looked for."""

import pytest

from habeas.search import read_query, snippet
from habeas.search.words import even, languages_of, lemmas, words_of


@pytest.mark.parametrize(
    ("written", "made"),
    [
        ("Détenues", "detenues"),
        ("IĞDIR", "igdir"),
        ("Hacızadə", "hacizade"),
        ("Tbilisi", "tbilisi"),
        ("ПОЛІЦІЯ", "поліція"),
    ],
)
def test_words_are_found_however_they_are_typed(written: str, made: str) -> None:
    assert even(written) == even(made)


def test_an_apostrophe_parts_words_in_latin_and_not_in_cyrillic() -> None:
    assert [word.even for word in words_of("l’avocat об’єкт")] == ["l", "avocat", "об'єкт"]


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("The right of access to a lawyer should be ensured", {"en"}),
        ("Le droit d’accès à un avocat doit être garanti dans tous les cas", {"fr"}),
        ("Avukata erişim hakkı ve bu hak için", {"tr"}),
        ("Hər kəsin vəkilə müraciət etmək hüququ", set()),
        ("Право доступа к адвокату должно быть обеспечено, объявлено и сведены сроки мы", {"ru"}),
        ("Право на доступ до адвоката має бути забезпечене поліцією", {"uk"}),
        ("ადვოკატი", {"ka"}),
        ("փաստաբան", {"hy"}),
        ("CPT", {"en", "fr"}),
    ],
)
def test_the_language_of_a_text_is_told_by_letters_and_set_words(text: str, languages: set[str]) -> None:
    assert languages_of(text) == languages


def test_forms_are_of_one_word() -> None:
    assert lemmas("lawyers", frozenset({"en"})) == lemmas("lawyer", frozenset({"en"}))
    assert lemmas("адвокатам", frozenset({"uk"})) == ("uk:адвокат",)


def marked(text: str, query: str) -> list[str]:
    return [piece.text for piece in snippet(text, read_query(query)) if piece.marked]


def test_forms_and_passages_are_marked_and_what_is_not_wanted_is_not() -> None:
    text = "Lawyers shall be called without delay; the lawyer’s name is noted."
    assert marked(text, 'lawyer "without delay" NOT doctor') == ["Lawyers", "without delay", "lawyer"]
    assert marked(text, "call*") == ["called"]


def test_a_snippet_is_pieces_of_the_text_where_most_of_it_is() -> None:
    text = "Nothing here. " * 60 + "The cell had no window and the cell was cold. " + "Nor here. " * 60
    pieces = snippet(text, read_query("cell window"))
    assert [piece.text for piece in pieces if piece.marked] == ["cell", "window", "cell"]
    whole = "".join(piece.text for piece in pieces)
    assert whole in text
    assert len(whole) <= 280
    assert all(text[piece.start : piece.end] == piece.text for piece in pieces)


def test_markup_in_a_text_stays_text() -> None:
    assert [piece.text for piece in snippet("<b>cell</b>", read_query("cell"))] == ["<b>", "cell", "</b>"]
