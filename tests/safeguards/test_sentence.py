"""A rule as a sentence: in French as in English it tells every number of the rule and nothing in codes."""

import re
from datetime import date

import pytest

from habeas.language import words
from habeas.safeguards import example_site, rules
from habeas.safeguards.sentence import concerns, sentence

ON = date(2026, 11, 30)


@pytest.mark.parametrize("name", rules())
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_every_rule_can_be_said_without_a_code(name: str, language: str) -> None:
    rule, own = rules()[name], words(language)
    said = [sentence(rule, example_site(), ON, own), *(concerns(one, own) for one in rule.guards)]
    assert all(said)
    assert not re.search(r"[a-z]_[a-z]|\{|\}|within the limit|the site's limit", " ".join(said))


@pytest.mark.parametrize("name", rules())
def test_nothing_of_a_sentence_stays_english_in_french(name: str) -> None:
    rule, english, french = rules()[name], words("en"), words("fr")
    for guard in rule.guards:
        assert concerns(guard, french) != concerns(guard, english)
    said = sentence(rule, example_site(), ON, french)
    assert not re.search(r"\b(the|each|unless|than|with|after|before|of)\b", said)


def test_the_longest_custody_is_said_in_french_with_its_numbers() -> None:
    said = sentence(rules()["custody.24h"], example_site(), ON, words("fr"))
    assert [number in said for number in ("24 heures", "36 heures", "96 heures")] == [True] * 3
