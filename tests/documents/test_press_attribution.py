"""Who a press text says it was, by the build of the sentence: no list has to know the noun or the turn."""

from datetime import date

import pytest

from habeas.documents.press import read_press

FRIDAY = date(2031, 7, 4)


def speakers(text: str, language: str = "en") -> list[str | None]:
    """By statement whoever speaks."""
    press = read_press(text, published=FRIDAY, language=language)
    return [one.source.speaker if one.source else None for one in press.statements]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The prison told the family that he had left.", "prison"),
        ("The mill says nobody came to work.", "mill"),
        ("At the hearing the shipyard said it would pay.", "shipyard"),
        ("The Department of Ships warned that nobody would be let in.", "Department of Ships"),
        ("“Nobody came,” says the shipyard.", "shipyard"),
        ("“Nobody came,” said a visibly shaken beekeeper.", "beekeeper"),
    ],
)
def test_any_noun_may_be_the_subject_of_a_verb_of_saying(text: str, speaker: str) -> None:
    (told,) = speakers(text)
    assert told is not None
    assert speaker in told


@pytest.mark.parametrize(
    "text",
    [
        "The law says nobody may be held for a week.",
        "A sign says the door is locked.",
        "Nobody said that the door was locked.",
        "A court yesterday acquitted five officers accused of beating a man.",
        "The officers continued to hold him by the arms.",
    ],
)
def test_what_is_no_speaker_says_nothing(text: str) -> None:
    assert speakers(text) == []


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Karl Dean, 29, who left the prison in August, told the Review he had seen it.", "Karl Dean"),
        ("A doctor hired by the family concluded that he had been hit.", "doctor"),
        ("A nurse, who works at night and fears the ministry, said that nobody came.", "nurse"),
        ("Ida Moe, no friend of the union, for her part, denies that it was cold.", "Ida Moe"),
        ("“It fell,” said its lead on custody, Chief Constable Simon Crewe.", "Simon Crewe"),
        ("“It fell,” said the group's new programme coordinator, Jana Ristova.", "Jana Ristova"),
    ],
)
def test_what_stands_between_does_not_speak(text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Le Défenseur des citoyens, saisi par les familles, a relevé des « anomalies répétées ».",
            ["Défenseur des citoyens"],
        ),
        ("Ils attendent de voir un médecin, dénonce mardi la commission dans un rapport.", ["commission"]),
        (
            "Le département rejette l'accusation. Il estime que tout allait bien.",
            ["département", "département"],
        ),
        (
            "« Rien ne va », dit Anne Roy, contrôleuse générale. Le contrôleur général note que rien ne va.",
            ["Anne Roy", "contrôleur général"],
        ),
    ],
)
def test_french_subjects_are_found_by_their_clause_and_their_article(text: str, told: list[str]) -> None:
    assert speakers(text, "fr") == told


def test_a_report_is_whose_it_was_said_to_be() -> None:
    text = (
        "The children's ombudsman published a report on Monday.\n\nPolice welcomed a report by the Custody "
        "Inspectorate. The government said it would read it.\n\nThe report found that cells were cold."
    )
    assert speakers(text)[-1] == "Custody Inspectorate"


def test_they_are_of_whom_the_sentence_before_tells() -> None:
    text = "The government said it would act.\n\nInspectors went in in June.\n\nThey said they saw rats."
    assert speakers(text) == ["government", "Inspectors"]
