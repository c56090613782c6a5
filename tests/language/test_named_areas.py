"""Arabic and Azerbaijani say sign-in, desk, dossier and places in full, and count as their grammar does."""

from datetime import date

import pytest
from tools import messages

from habeas.clock import Edtf
from habeas.language import COMPLETE, LANGUAGES, words

AREAS = (
    "habeas/language.py",
    "habeas/dossier/",
    "habeas/papers/",
    "habeas/pictures/",
    "habeas/web/desk/",
    "habeas/web/dossier/",
    "habeas/web/people/templates/account/",
    "habeas/web/people/templates/mfa/",
    "habeas/web/places/",
    "habeas/web/shell/",
)
"""What the languages that are not complete must say all the same."""


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - COMPLETE))
def test_sign_in_desk_dossier_and_places_are_said_in_each_language(language: str) -> None:
    catalogue = messages.read(language)
    missing = [
        message.id
        for message in catalogue
        if message.id
        and not messages.translated(message)
        and any(file.startswith(AREAS) for file, _ in message.locations)
    ]
    assert not missing


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "0 يوم"),
        (1, "يوم واحد"),
        (2, "يومين"),
        (3, "3 أيام"),
        (10, "10 أيام"),
        (11, "11 يوماً"),
        (99, "99 يوماً"),
        (100, "100 يوم"),
        (103, "103 أيام"),
        (111, "111 يوماً"),
    ],
)
def test_arabic_counts_in_six_forms(number: int, said: str) -> None:
    assert words("ar").count("{n} day", "{n} days", number) == said


def test_dates_and_ages_are_said_in_the_language() -> None:
    when, today = Edtf.parse("2024-07-03"), date(2026, 11, 23)
    assert words("ar").date(when) == "3 يوليو 2024"
    assert words("az").date(when) == "3 iyul 2024"
    assert words("ar").date(Edtf.parse("2024-07~")) == "نحو يوليو 2024"
    assert words("ar").age(when, today) == "سنتين"
    assert words("az").age(when, today) == "2 il"
