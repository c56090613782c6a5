"""Who a press text says it was, by the build of the sentence: no list has to know the noun or the turn."""

from datetime import date

import pytest

from habeas.documents.press import read_press

FRIDAY = date(2031, 7, 4)
CPT = "European Committee for the Prevention of Torture"


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
        ("“Nobody came,” said a visibly shaken beekeeper.", "visibly shaken beekeeper"),
    ],
)
def test_any_noun_may_be_the_subject_of_a_verb_of_saying(text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


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
        ("The judge who wrote the ruling, Nora Vidal, said that nobody came.", "Nora Vidal"),
        ("A guard who had told of Nora Vidal said that nobody came.", "guard"),
        ("“It fell,” said its lead on custody, Chief Constable Simon Crewe.", "Simon Crewe"),
        ("“It fell,” said the group's new programme coordinator, Jana Ristova.", "Jana Ristova"),
    ],
)
def test_what_stands_between_does_not_speak(text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "He died in a cell of Orlen Central, the Ministry of the Interior said.",
            "Ministry of the Interior",
        ),
        ("Nobody was hurt at Camp Bravo, the union said.", "union"),
        ("He had just come from Orlen Central, police said.", "police"),
        ("The blow was dealt by Sergeant Karl Dean, the court found.", "court"),
        ("The file was lost by Jon Rade, the ministry's spokesman said.", "spokesman"),
        ("Jon Rade, the chair of the commission, said that nobody came.", "Jon Rade"),
        ("Jon Rade, chair of the commission said that nobody came.", "Jon Rade"),
    ],
)
def test_a_name_that_the_words_end_with_does_not_say_them(text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "The justice minister's spokesman, Hugo Blum, said he was ill.",
            ("spokesman", "Ministry of Justice"),
        ),
        ("“No,” said Hugo Blum, spokesman for the justice minister.", ("spokesman", "Ministry of Justice")),
        (
            "The spokesman of the interior minister, Hugo Blum, said he was ill.",
            ("spokesman", "Ministry of the Interior"),
        ),
        ("The president's lawyer, Hugo Blum, said he was ill.", ("lawyer", None)),
        ("The wife of the detained journalist, Ida Moe, said he was ill.", ("wife", None)),
    ],
)
def test_whose_aide_or_wife_somebody_is_that_is_not_held_by_them(text: str, told: tuple[str, str]) -> None:
    [statement] = read_press(text, published=FRIDAY, language="en").statements
    assert (statement.source.role, statement.source.organisation) == told


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("According to the union of police officers, two were on duty.", "union of police officers"),
        ("The association of prison doctors said nobody came.", "association of prison doctors"),
        ("The union of guards said nobody came.", "union of guards"),
    ],
)
def test_a_group_is_told_with_the_people_whose_it_is(text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("A man died in a police station in Brenn, the regional prosecutor said.", ("prosecutor", None)),
        ("A man died in police custody, the deputy governor said.", ("deputy governor", None)),
        ("Asked by the government, the doctor said nobody came.", ("doctor", None)),
        ("He was last seen at the Ministry of Justice, the mayor said.", ("mayor", None)),
        (
            "After the Prison Service was asked on Monday, a spokesman said nobody came.",
            ("spokesman", "Prison Service"),
        ),
    ],
)
def test_a_body_that_is_only_named_before_is_not_the_one_of_who_speaks(
    text: str, told: tuple[str, str]
) -> None:
    statement = read_press(text, published=FRIDAY, language="en").statements[-1]
    assert (statement.source.speaker, statement.source.organisation) == told


@pytest.mark.parametrize(
    ("text", "organisation"),
    [
        ("The report of the CPT spoke of “severe ill-treatment” by the police.", CPT),
        ("The CPT's report, which came out in May, spoke of “severe ill-treatment” by the police.", CPT),
        (
            "The prison, called “a disgrace” by the Torvik Bar Association, was closed.",
            "Torvik Bar Association",
        ),
        ("It was dismissed as “biased” by the Foreign Ministry.", "Ministry of Foreign Affairs"),
    ],
)
def test_who_did_what_is_told_is_not_who_tells_it(text: str, organisation: str) -> None:
    [statement] = read_press(text, published=FRIDAY, language="en").statements
    assert statement.source.organisation == organisation


def test_the_letter_in_the_statement_of_an_ombudsman_is_the_ombudsmans() -> None:
    press = read_press(
        "Statement by the Ombudsman of Orland on the visit to Brenn\n\n"
        "I have asked the Prosecutor's Office to open an inquiry. "
        "I have also written to the minister. “The cameras must be repaired this week,” the letter says.",
        published=FRIDAY,
        language="en",
    )
    assert press.statements[-1].source.organisation == "Ombudsman"


def test_the_group_is_the_one_that_spoke_and_not_the_groups_that_were_told_of() -> None:
    told = speakers(
        "Rights groups welcomed the move. “It came late,” said Ida Moe of the Orland Prison Watch. "
        "According to the group, 14 people have died."
    )
    assert told[-2:] == ["Ida Moe", "Orland Prison Watch"]


@pytest.mark.parametrize(
    ("text", "language", "organisation"),
    [
        ("The Prosecutor's Office said nobody came.", "en", "Public Prosecutor's Office"),
        ("The General Prosecutor's Office said nobody came.", "en", "Prosecutor General's Office"),
        ("Le détenu est mort, a indiqué le parquet.", "fr", "parquet"),
        ("Le détenu est mort, a indiqué le parquet général.", "fr", "parquet général"),
    ],
)
def test_an_office_of_prosecutors_is_not_filed_under_the_one_above_it(
    text: str, language: str, organisation: str
) -> None:
    [statement] = read_press(text, published=FRIDAY, language=language).statements
    assert statement.source.organisation == organisation


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Le détenu a été mené à la prison de Kelt, a précisé la direction.", ["direction"]),
        (
            "Il est mort à Brenn, dans le nord du pays, a annoncé jeudi la procureure régionale.",
            ["procureure"],
        ),
        (
            "La Cour suprême a jugé que ces aveux avaient été « obtenus sous la contrainte ».",
            ["Cour suprême"],
        ),
        ("Ils ont été reçus par Anne Roy, a indiqué le Conseil de l'Europe.", ["Conseil de l'Europe"]),
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


def test_organisations_with_english_names_speak_for_themselves_in_french() -> None:
    said = read_press(
        "Amnesty International a appelé le gouvernement à « publier tous les rapports ». "
        "« C’est un aveu », a déclaré Human Rights Watch.",
        published=None,
        language="fr",
    )
    told = [one.source.organisation for one in said.statements if one.source]
    assert told == ["Amnesty International", "Human Rights Watch"]


def test_a_report_is_whose_it_was_said_to_be() -> None:
    text = (
        "The children's ombudsman published a report on Monday.\n\nPolice welcomed a report by the Custody "
        "Inspectorate. The government said it would read it.\n\nThe report found that cells were cold."
    )
    assert speakers(text)[-1] == "Custody Inspectorate"


def test_they_are_of_whom_the_sentence_before_tells() -> None:
    text = "The government said it would act.\n\nInspectors went in in June.\n\nThey said they saw rats."
    assert speakers(text) == ["government", "Inspectors"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The memo is blunt. “The wing is unfit for use,” it reads.", ["memo"]),
        ("A woman waits outside. “I come every day,” she said.", ["woman"]),
        ("Diplomats are less kind. “They sign and change nothing,” says one.", ["Diplomats"]),
        ("A spokesman came. One of the guards said it was cold. “It was,” he said.", ["guards", "guards"]),
        ("“He fell,” the governor said. And the doctor? “There is none.”", ["governor", "governor"]),
        ("The conscript's family says it was told by text.", ["family"]),
        ("According to the court papers, the men were beaten.", ["court papers"]),
        ("Asked whether it was painted, the governor smiled: “We paint in spring.”", ["governor"]),
        ("Ida Moe was quoted by the agency as saying the guards had left.", ["Ida Moe"]),
        ("“I'd do it again,” is all that Ben Tarrow would say.", ["Ben Tarrow"]),
        ("“No,” Greta Holm of the ruling Centre Party said.", ["Greta Holm"]),
        ("Norsafe, the contractor that runs it, maintained it had obeyed.", ["Norsafe"]),
    ],
)
def test_whoever_a_clause_begins_with_is_the_one_who_speaks(text: str, told: list[str]) -> None:
    assert speakers(text) == told


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The ministry's claim that it was “an accident” has convinced nobody.", "ministry"),
        ("The report comes with a warning that the system is “close to collapse”.", "report"),
        (
            "The opposition leader went as far as to call the raid “an act of revenge”.",
            "opposition leader",
        ),
    ],
)
def test_words_that_stand_apart_in_a_sentence_are_its_subjects(text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


@pytest.mark.parametrize(
    "text",
    [
        "The “quiet room” of the ministry has no windows.",
        "The ministry opened a “safe” cell for the guards.",
        "Ida Moe won a prize for “The Longest Corridor.”",
        "The wing's nickname, “the Cellar”, is known to the guards.",
        "The Public Calm Act 2031, which punishes “any word apt to unsettle”, is new to the ministry.",
    ],
)
def test_names_terms_and_doubts_are_nobodys_words(text: str) -> None:
    assert speakers(text) == []


def test_a_participle_does_not_make_an_event_a_statement() -> None:
    text = "In October 2030 a court threw out the convictions of three guards, citing lack of evidence."
    press = read_press(text, published=FRIDAY, language="en")
    assert ([one.date for one in press.events], press.statements) == (["2030-10"], ())
