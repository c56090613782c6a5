"""The forms of verbs of saying, and that they tell of speech."""

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
        ("go on", "goes on went on go on going on"),
    ],
)
def test_english_verbs_are_conjugated(verb: str, forms: str) -> None:
    found = conjugated("en", verb, {"admit": ["admitted", "admitting"], "go": ["went"]})
    assert " ".join((*found.one, *found.several, found.doing)) == forms


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("rappeler", "rappelle rappelait a rappelé rappellent rappelaient rappelant"),
        ("répéter", "répète répétait a répété répètent répétaient répétant"),
        ("dénoncer", "dénonce dénonçait a dénoncé dénoncent dénonçaient dénonçant"),
        ("exiger", "exige exigeait a exigé exigent exigeaient exigeant"),
        ("renvoyer", "renvoie renvoyait a renvoyé renvoient renvoyaient renvoyant"),
        ("avertir", "avertit avertissait a averti avertissent avertissaient avertissant"),
        ("se réjouir", "se réjouit se réjouissait s'est réjoui s'est réjouie se réjouissent"),
        ("dire", "dit disait a dit disent disaient disant"),
    ],
)
def test_french_verbs_are_conjugated(verb: str, forms: str) -> None:
    found = conjugated("fr", verb, {"dire": ["dit", "disent", "disait", "dit"]})
    assert " ".join((*found.one, *found.several, found.doing)).startswith(forms)


@pytest.mark.parametrize(
    ("text", "language", "speaker"),
    [
        ("Ida Moe bemoaned that nobody had come.", "en", "Ida Moe"),
        ("Doctors at the clinic surmise that nobody had come.", "en", "Doctors"),
        ("The Ministry of Justice undertook to repair the roof of the prison.", "en", "Ministry of Justice"),
        ("The governor shrugged off the claims of the prisoners.", "en", "governor"),
        ("The governor goes on: nobody had come.", "en", "governor"),
        ("Les avocats rappelaient que personne n'était venu.", "fr", "avocats"),
        ("La direction alléguait que personne n'était venu.", "fr", "direction"),
    ],
)
def test_whoever_says_it_in_whatever_verb_is_reported(text: str, language: str, speaker: str) -> None:
    (told,) = read_press(text, published=date(2031, 7, 4), language=language).statements
    assert told.source
    assert told.source.speaker == speaker
