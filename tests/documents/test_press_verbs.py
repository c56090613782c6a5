"""The forms of verbs of saying, and that each of them tells of speech."""

from datetime import date

import pytest

from habeas.documents.press import read_press
from habeas.documents.press.conjugation import conjugated


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("reply", "replies replied reply replying"),
        ("stress", "stresses stressed stress stressing"),
        ("agree", "agrees agreed agree agreeing"),
        ("note", "notes noted note noting"),
        ("admit", "admits admitted admit admitting"),
    ],
)
def test_english_verbs_are_conjugated(verb: str, forms: str) -> None:
    found = conjugated("en", verb, {"admit": ["admitted", "admitting"]})
    assert " ".join((*found.one, *found.several, found.doing)) == forms


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("rappeler", "rappelle rappelait a rappelé rappellent rappelaient rappelant"),
        ("répéter", "répète répétait a répété répètent répétaient répétant"),
        ("dénoncer", "dénonce dénonçait a dénoncé dénoncent dénonçaient dénonçant"),
        ("exiger", "exige exigeait a exigé exigent exigeaient exigeant"),
        ("avertir", "avertit avertissait a averti avertissent avertissaient avertissant"),
        ("se réjouir", "se réjouit se réjouissait s'est réjoui s'est réjouie se réjouissent"),
        ("dire", "dit disait a dit disent disaient disant"),
    ],
)
def test_french_verbs_are_conjugated(verb: str, forms: str) -> None:
    found = conjugated("fr", verb, {"dire": ["dit", "disent", "disait", "dit"]})
    assert " ".join((*found.one, *found.several, found.doing)).startswith(forms)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ida Moe bemoaned that nobody had come.", "en"),
        ("Doctors at the clinic surmise that nobody had come.", "en"),
        ("The Ministry of Justice undertook to repair the roof of the prison.", "en"),
        ("Les avocats rappelaient que personne n'était venu.", "fr"),
        ("La direction alléguait que personne n'était venu.", "fr"),
    ],
)
def test_whoever_says_it_in_whatever_verb_is_reported(text: str, language: str) -> None:
    (told,) = read_press(text, published=date(2031, 7, 4), language=language).statements
    assert told.source
    assert told.source.speaker
