"""Press texts read: who said what, in whose name, when; and what is never filed under another's name."""

from datetime import date

import pytest
from benchmarks.reading import press as labels
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.documents.press import Press, press_json, read_press
from habeas.documents.text_paragraphs import text_paragraphs

FRIDAY = date(2031, 7, 4)


def read(text: str, *, published: date | None = FRIDAY, language: str = "en") -> Press:
    return read_press(text, published=published, language=language)


def told(press: Press) -> list[tuple[str | None, str | None, str]]:
    """By statement the speaker, the key of the body, and how it was said."""
    return [
        (one.source.speaker if one.source else None, one.source.key if one.source else None, one.mode.value)
        for one in press.statements
    ]


def test_labelled_texts_are_read_as_well_as_is_published() -> None:
    score = labels.scored("tuned")
    found = {name: score.row(name, "tuned", 84) for name in labels.NAMES}
    assert found[labels.QUOTES].recall >= 0.98
    assert found[labels.SPEAKERS].precision >= 0.9
    assert found[labels.REPORTED].recall >= 0.98
    assert found[labels.TELLERS].precision >= 0.98
    assert found[labels.BODIES].precision >= 0.95
    assert found[labels.DATES].precision == 1.0


def test_texts_that_no_rule_was_made_for_are_read_no_worse_than_is_published() -> None:
    score = labels.scored("held_out")
    found = {name: score.row(name, "held out", 42) for name in labels.NAMES}
    assert found[labels.QUOTES].recall >= 0.98
    assert found[labels.SPEAKERS].precision >= 0.9
    assert found[labels.TELLERS].precision >= 0.9
    assert found[labels.DATES].precision == 1.0


def test_what_is_told_points_at_its_words() -> None:
    text = (
        "A visit\n\n“It was cold,” said Ida Moe, President of the European Committee for the Prevention of "
        "Torture (CPT), on Thursday.\n\nShe added that nobody had come.\n"
    )
    said = press_json(text_paragraphs(text), FRIDAY)
    first, second = said["statements"]
    assert (said["schema"], said["published"], said["title"]) == ("habeas/press/1", "2031-07-04", "A visit")
    assert said["text"][slice(*first["span"])] == first["quote"] == "It was cold,"
    assert (first["speaker"], first["role"], first["body"], first["voice"]) == (
        "Ida Moe",
        "President",
        "CPT",
        "body",
    )
    assert (first["date"], first["confidence"]) == ("2031-07-03", 1.0)
    assert (second["speaker"], second["mode"], second["quote"], second["confidence"]) == (
        "Ida Moe",
        "reported",
        None,
        0.5,
    )


def test_a_headline_files_no_body_under_anothers_name() -> None:
    text = (
        "UN torture committee slams Orland\n\nThe Council of Europe's anti-torture committee came in May. {}"
    )
    said = read(text.format("“It is a method,” the Committee said."))
    assert told(said) == [("European Committee for the Prevention of Torture", "CPT", "direct")]
    assert [code for code, _message in said.warnings] == ["title-names-another"]
    said = read(
        text.replace("Council of Europe's anti-torture committee", "UN Committee against Torture").format(
            "“It is a method,” the Committee said."
        )
    )
    assert told(said) == [("United Nations Committee against Torture", "CAT", "direct")]


@pytest.mark.parametrize(
    "named",
    [
        "The Committee against Torture of the Council of Europe",
        "The Council of Europe's Committee against Torture",
        "The European Committee against Torture",
        "The Committee against Torture (CPT)",
        "The Committee Against Torture, a body of the Council of Europe,",
        "The Strasbourg-based Committee against Torture",
        "The Committee against Torture in Strasbourg",
    ],
)
def test_what_stands_around_a_name_tells_which_body_is_meant(named: str) -> None:
    said = read(f"UN torture committee slams Orland\n\n{named} said that beatings go on.")
    assert told(said) == [("European Committee for the Prevention of Torture", "CPT", "reported")]


def test_in_french_too() -> None:
    for named in ("Le Comité contre la torture du Conseil de l’Europe", "Le Comité contre la torture (CPT)"):
        said = read(f"{named} a déclaré lundi que les coups continuaient.", language="fr")
        assert told(said)[0][1] == "CPT"
    said = read("Le Comité contre la torture a déclaré lundi que les coups continuaient.", language="fr")
    assert told(said)[0][1] == "CAT"


def test_a_short_name_that_two_bodies_share_is_left_open() -> None:
    said = read(
        "The UN Committee against Torture met as the Committee for the Prevention of Torture published its "
        "report. “It is a method,” the Committee said. “It is not,” the CPT said."
    )
    assert [key for _speaker, key, _mode in told(said)] == [None, "CPT"]
    assert "short-name-ambiguous" in dict(said.warnings)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Ida Moe, a lawyer, met them. “They laughed,” she said.", "Ida Moe"),
        ("“They laughed,” said Ida Moe, who runs the Cell Watch. “We wept.”", "Ida Moe"),
        ("“They laughed.\n\n“They left,” Ida Moe, the deputy, said.", "Ida Moe"),
        ("Ida Moe, the Minister of Justice, told me: “They laughed.\n\nWe left.”", "Ida Moe"),
        ("‘They laughed,’ says Ida Moe. ‘It’s a policy.’", "Ida Moe"),
        (
            "Mr Hajizada denied it. Aykan Hajizade, the spokesman, called it “untrue and unfair”.",
            "Aykan Hajizade",
        ),
        ("The group Open Cells came. “Nobody was charged,” the group said.", "Open Cells"),
        ("An officer who was there that night, and who asked not to be named, said it was so.", "officer"),
        ("A senior official gave another account. “We knew,” the official said.", "senior official"),
        ("Ida Moe came. A senior official said it was so. “We knew,” he said.", "senior official"),
        ("A former guard has an answer: “We knew all of it.”", "former guard"),
        ("“They laughed at us,” said a man who gave only his first name, Tarek.", "Tarek"),
        ("“They laughed at us,” Ida Moe shrugs.", "Ida Moe"),
        ("Ida Moe, an MP who sits on the committee on health, blames the reform of last year.", "Ida Moe"),
        ("Residents reached by telephone said that they had been locked in.", "Residents"),
        ("The police say the recordings were erased.", "police"),
        ("Police in Torvik on Monday denied that anybody was beaten.", "Police"),
        ("Lawyers for the two men said they would appeal.", "Lawyers"),
        ("They were held without a judge, the Interior Ministry said.", "Ministry of the Interior"),
        ("Ida Moe declined to comment.", "Ida Moe"),
        ("Ida Moe would not name the places.", "Ida Moe"),
        ("Ida Moe asked the government to explain why the wing is empty.", "Ida Moe"),
        (
            "Light on Custody (LOC), which leads the campaign, said that it was so every day.",
            "Light on Custody",
        ),
        (
            "The Ministry of Defence denied it. “The gate was open,” its statement said.",
            "Ministry of Defence",
        ),
        ("According to the Cell Watch, Lund was beaten.", "Cell Watch"),
        ("“They never asked.” Ida Moe lowers her voice. “They knew.”", "Ida Moe"),
        ("“They knew,” Ida Moe, a baker from Torvik, told the court.", "Ida Moe"),
        ("Ida Moe, the head of the town's largest prison, apologised to the three women.", "Ida Moe"),
        ("One of them, an inmate who can be named only as Ms K, said that nobody came.", "Ms K"),
        ("A source close to Ida Moe denied that she had known.", "source"),
        ("The prison staff union accuses Ida Moe of having kept silent.", "prison staff union"),
        ("Half of those who died had asked for a doctor, Cell Watch says in a report.", "Cell Watch"),
        ("A statement on the Interior Ministry's website said they were safe.", "Ministry of the Interior"),
        ("The findings were dismissed as “one-sided” by the chairman, Bo Lund.", "Bo Lund"),
        ("Described by Bo Lund, the chairman, as “a model”, the prison was closed.", "Bo Lund"),
        ("Ida Moe, the minister, went further on Thursday, dismissing it as “fiction”.", "Ida Moe"),
        ("The state agency quoted Ida Moe as saying that nobody was held.", "Ida Moe"),
        ("Rights groups said that nobody was charged.", "Rights groups"),
        ("The court of appeal called it “arbitrary from the first hour”.", "court of appeal"),
        (
            "The questions went to the Interior Ministry, which declined to comment.",
            "Ministry of the Interior",
        ),
        ("The Military Prosecutor's Office said that it was so.", "Military Prosecutor's Office"),
        ("“They asked me my name.” Ida Moe, 22, tells it without raising her voice.", "Ida Moe"),
        ("Ida Moe, the ombudsman, was “shocked” by what she saw.", "Ida Moe"),
        ("Asked by Per Holm, a judge, she was brief. Ida Moe, a nurse, said that it was so.", "Ida Moe"),
        ("Strasbourg judges found that nobody had been told.", "Strasbourg judges"),
        ("The father of a prisoner said that he had been beaten.", "father"),
        ("The study, seen by the Courier, says that nobody had been told.", "study"),
        ("According to a guard, the director was told.", "guard"),
        ("The Ministry of Justice wishes to stress that nobody was told.", "Ministry of Justice"),
        ("Ida Moe shuts the door. “They laughed,” says the former clerk of the station.", "Ida Moe"),
        ("Before she sits down, Ida Moe reads a list. “They laughed,” the clerk says.", "Ida Moe"),
        ("Per Holm, representing Ida Moe, said his client would appeal.", "Per Holm"),
        ("Per Holm is calling for an inquiry into the deaths.", "Per Holm"),
        ("A colleague, still in uniform, says half of them knew.", "colleague"),
        ("Two nurses who asked not to be named said the wrist was broken.", "nurses"),
        ("Per Holm (who is not a cousin of our editor) rejected it as untrue.", "Per Holm"),
        ("He met Per Holm – no relation – who had said on Monday that it was “a disgrace”.", "Per Holm"),
        ("Light Hearth, an umbrella group, said the office never came.", "Light Hearth"),
        ("According to the mayor's office, it was four.", "mayor's office"),
        (
            "The Open Foundation is new. Cell Watch, an NGO, came. Nobody was charged, the Foundation said.",
            "Open Foundation",
        ),
        ("The Prison Administration does not agree. “They had beds,” it wrote.", "Prison Administration"),
        ("As the Ministry of Justice reported on Monday, a review is under way.", "Ministry of Justice"),
        ("Nobody will wait, the Ministry of Justice announced today (4 July 2031).", "Ministry of Justice"),
        ("Per Olm de Lund-Rask, a lawyer, came. “It is so,” Mr Lund-Rask said.", "Per Olm de Lund-Rask"),
        ("Cell Watch is an NGO. Patients say so. Its head, Ida Moe, said that it was so.", "Ida Moe"),
    ],
)
def test_speakers_are_found_however_they_are_named(text: str, speaker: str) -> None:
    assert {who for who, _key, _mode in told(read(text))} == {speaker}


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("« Nous avions alerté, assure Ida Moe, présidente de la ligue, et rien n'est venu. »", "Ida Moe"),
        ("« C'est faux, a réagi Ida Moe. Nous le prouverons. »", "Ida Moe"),
        ("Ida Moe est venue. « Ils riaient », se souvient-elle.", "Ida Moe"),
        ("Ida Moe a dit son « effroi » et promis que tout serait publié.", "Ida Moe"),
        ("Ida Moe n'a pas souhaité s'exprimer.", "Ida Moe"),
        ("Un haut fonctionnaire, qui a requis l'anonymat, reconnaît « des abus ».", "haut fonctionnaire"),
        ("Il serait mort faute d'eau, selon une source proche du dossier.", "source"),
        ("Les avocats dénoncent une « mascarade ».", "avocats"),
        ("Les avocats, eux, parlent d'« un simulacre ».", "avocats"),
        ("Les détenus, rapporte la Ligue des droits, dorment « à même le sol ».", "Ligue des droits"),
        ("Ida Moe est venue. « C'est faux, lâche-t-elle. Nous le prouverons. »", "Ida Moe"),
        ("« C'est faux, s'étrangle Ida Moe, présidente de la ligue, et prouvé ! »", "Ida Moe"),
        ("« C'est faux », a dit Ida Moe. Et d'ajouter : « Nous le prouverons. »", "Ida Moe"),
        ("« C'est faux », a plaidé l'un de ses membres, Ida Moe.", "Ida Moe"),
        ("Au ministère de la Justice, on assure que rien n'a changé.", "ministère de la Justice"),
        ("« Rien n'a changé », regrettait Ida Moe.", "Ida Moe"),
        ("« Rien n'a changé, tonne l'avocat. On nous ment. »", "avocat"),
        ("« Rien n'a changé », dit Ida Moe. Puis, plus bas : « On nous ment. »", "Ida Moe"),
        (
            "La Ligue des droits de l'homme, elle, attend : « Rien n'a changé. »",
            "Ligue des droits de l'homme",
        ),
        ("Un ancien gendarme témoigne. L'homme assure avoir gardé des prisonniers.", "ancien gendarme"),
        ("« On a crié », a affirmé à l'AFP un surveillant.", "surveillant"),
        ("Selon une source syndicale, le détenu avait été placé à l'isolement.", "source syndicale"),
        ("Ida Moe, 19 ans, attend. « On a crié », souffle cette infirmière.", "Ida Moe"),
        ("Sept hommes attendent. L'un d'eux, Amadou, 19 ans, lit. « On a crié », dit-il.", "Amadou"),
        ("Ida Moe est avocate. Pour elle, « rien n'est clair ».", "Ida Moe"),
        ("« On a crié », dit Ida Moe. Et de conclure que « rien n'est clair ».", "Ida Moe"),
        ("Le ministère de la Justice tient à rappeler que tout est public.", "ministère de la Justice"),
        ("Même réponse chez Ida Moe : « Rien n'a changé. »", "Ida Moe"),
        ("Ida Moe dit ne plus dormir depuis la visite.", "Ida Moe"),
        ("« Rien n'a changé », résume, amer, Per Holm.", "Per Holm"),
        ("« Rien n'a changé », admet sans détour Per Holm.", "Per Holm"),
        ("Per Holm dit « ne plus y croire ».", "Per Holm"),
        ("Un témoin, entendu à l'audience, a expliqué que la porte était close.", "témoin"),
        ("Ida Moe, sans lien avec le directeur, a dénoncé « une faute » et réclamé une enquête.", "Ida Moe"),
        ("La commissaire Ida Moe, elle, récuse toute faute de ses hommes.", "Ida Moe"),
        ("Ida Moe ouvre. « Le seau, raconte l'infirmière dans un sourire las, était là. »", "Ida Moe"),
        ("Ida Moe est avocate. Elle tient en revanche à démentir que tout soit clos.", "Ida Moe"),
        ("L'ONG Amis du droit, partie civile, estime que rien n'a changé.", "Amis du droit"),
        ("D'après deux sources judiciaires, une perquisition aurait eu lieu.", "sources judiciaires"),
    ],
)
def test_speakers_are_found_in_french(text: str, speaker: str) -> None:
    assert {who for who, _key, _mode in told(read(text, language="fr"))} == {speaker}


@pytest.mark.parametrize(
    "text",
    [
        "Ida Moe was asked about it. Her answer was short: “We wait.”",
        "Ida Moe was asked about it. Moe's answer: “We wait.”",
        "“Too little” was the verdict of the director, Ida Moe.",
        "“Too little” is how the director, Ida Moe, put it.",
        "There were, in Ida Moe's view, “no grounds” for it.",
        "For Ida Moe, the director, it was “a scandal”.",
        "Ida Moe was there. It was, in her words, “a scandal”.",
    ],
)
def test_an_answer_a_verdict_and_a_view_are_of_who_gives_them(text: str) -> None:
    assert told(read(text))[-1][0] == "Ida Moe"


@pytest.mark.parametrize(
    "text",
    [
        "The film “The Long Night” opens in Torvik on Friday.",
        "Inmates call it the “quiet room”.",
        "Inmates call the cages “the balcony.”",
        "Dogs slept inside of the “dog room” at the barracks.",
        "The wing has a “quiet room” and a yard.",
        "He has been called “the last honest man in the whole of Orland”.",
    ],
)
def test_titles_and_names_of_things_are_nobodys_words(text: str) -> None:
    assert read(text).statements == ()


def test_who_is_told_or_accused_does_not_speak() -> None:
    assert read("Ida Moe was told that the cells were full.").statements == ()
    assert read("Ida Moe was asked on Monday to step down.").statements == ()


@pytest.mark.parametrize(
    "text",
    [
        "The government has not said whether she will come with him.",
        "Before she says anything, Ida Moe shuts the door and the window.",
        "The government tells the story in another manner.",
        "Ida Moe has left the service and tells why.",
    ],
)
def test_who_keeps_silent_says_nothing(text: str) -> None:
    assert read(text).statements == ()


def test_two_who_speak_in_one_sentence_are_two_statements() -> None:
    said = read("Ida Moe says the door was cold; Per Holm says it was not.")
    assert [speaker for speaker, _key, _mode in told(said)] == ["Ida Moe", "Per Holm"]


def test_the_panel_and_the_delegation_are_the_international_body_that_was_told_of() -> None:
    came = "The European Committee for the Prevention of Torture (CPT) came. Cell Watch, an NGO, said so. "
    for who in ("The CPT said so. The panel", "The CPT has said so. It came. The delegation"):
        assert told(read(f"{came}{who} asked for an end to the practice."))[-1][:2][1] == "CPT"


@pytest.mark.parametrize("name", ["Norland Committee against Torture", "Comité contre la torture d'Ardane"])
def test_a_national_committee_is_not_the_international_one_of_that_name(name: str) -> None:
    language = "fr" if "é" in name else "en"
    text = f"The {name} called for an end to it." if language == "en" else f"Le {name} a salué la décision."
    assert [(who, key) for who, key, _mode in told(read(text, language=language))] == [(name, None)]


def test_a_role_belongs_to_the_body_that_was_named_for_it() -> None:
    text = (
        "The Ministry of Justice sent a note. The minister, Bo Lund, called it “short”. Ida Moe has headed "
        "the national preventive mechanism (NPM) for years. “It is,” Ida Moe said. “It is,” said her deputy, "
        "Per Holm. A spokesman for the regional police, Jon Berg, said that it was not."
    )
    assert [key for _who, key, _mode in told(read(text))] == ["Ministry of Justice", "NPM", "NPM", "police"]


def test_what_follows_a_quote_with_and_that_is_reported() -> None:
    said = read("Ida Moe wrote that she was “troubled” and that she would come back.")
    assert told(said) == [("Ida Moe", None, "partial"), ("Ida Moe", None, "reported")]


INTERVIEWS = [
    "Q: Why?\n\nA: We were late.\n\nQ: And now?\n\nA: We wait.",
    "Question 1. Why?\n\nWe were late.\n\nQuestion 2. And now?\n\nThere is a clock.",
    "Question (Review): So?\n\nAnswer: Late.\n\nQuestion (Post): Now?\n\nAnswer: We wait.",
    "DAILY REVIEW: Why?\n\nIDA MOE: Late.\n\nDR: And now?\n\nIM: We wait.\n\nDR: So.\n\nIM: It is.",
    "Why?\n\n– We were late.\n\n– We wait.\n\nAnd now?\n\n– We wait.",
    "Q. Why?\n\nA. We were late.\n\nQ. And now?\n\nA. We wait.",
    "TRIBUNE: Why?\n\nMOE: We were late.\n\nTRIBUNE: Some say so.\n\nMOE: We wait.",
    "T: So.\n\nMOE: Late.\n\nT: So.\n\nMOE: Late.\n\nT: Why?\n\nMOE: It is.\n\nT: So.\n\nMOE: We wait.",
    "Why?\n\n– We were late.\n\nAnd now?\n\n– We wait.",
    "– Why?\n\n– We were late.\n\n– And now?\n\n– We wait.",
    "Why?\n\nWe were late.\n\nAnd now?\n\nWe wait.\n\nAnd then?\n\nI leave.",
    "Why?\n\nIt was late.\n\nDo you hope?\n\nA long story.\n\nSo they say.\n\nMay be so.\n\nNow?\n\nSleep.",
]


@pytest.mark.parametrize("talk", INTERVIEWS)
def test_answers_are_known_in_all_manners_of_interviews(talk: str) -> None:
    said = read(
        f"A talk\n\nIda Moe is the President of the CPT. She received the Review on Tuesday.\n\n{talk}"
    )
    assert {(one.source and one.source.speaker, one.date) for one in said.statements} == {
        ("Ida Moe", "2031-07-01")
    }
    assert len(said.statements) >= 2
    assert said.events == ()


def test_who_reports_is_the_speaker_and_who_is_reported_is_told_beside() -> None:
    one = read("Ida Moe said that the Interior Ministry had assured her that cameras were there.").statements[
        0
    ]
    assert (one.source and one.source.speaker, one.inner) == ("Ida Moe", "Ministry of the Interior")


def test_words_of_a_law_and_names_in_quotation_marks_are_no_statements() -> None:
    assert (
        read("Article 3 of the Convention provides that “no one shall be subjected to torture”.").statements
        == ()
    )
    assert read("They came to the prison known as “the Harbour” in the morning.").statements == ()


@pytest.mark.parametrize(
    ("said", "edtf"),
    [
        ("on Wednesday", "2031-07-02"),
        ("on Friday", "2031-07-04"),
        ("last Wednesday", None),
        ("on 28 June", "2031-06-28"),
        ("on August 5", None),
        ("on 24 January last year", "2030-01-24"),
        ("in May", "2031-05"),
        ("in July", None),
        ("in December", "2030-12"),
        ("last month", "2031-06"),
        ("last year", "2030"),
        ("in 2029", "2029"),
        ("from 3 to 7 March 2030", "2030-03-03/2030-03-07"),
        ("since 2029", None),
        ("on 31 June", None),
        ("from 23 January to 3 February", "2031-01-23/2031-02-03"),
        ("from 28 December to 3 January", "2030-12-28/2031-01-03"),
        ("from January 23 to February 3, 2030", "2030-01-23/2030-02-03"),
        ("on Sept. 12, 2030", "2030-09-12"),
        ("in 2028 and 2029", None),
        ("a week ago on Monday", None),
        ("in the night to Monday", None),
        ("on Tuesday and Wednesday", None),
        ("of which the daily Norland Today tells", None),
        ("on Monday, Tuesday and on Wednesday", None),
    ],
)
def test_a_date_is_right_or_not_told(said: str, edtf: str | None) -> None:
    found = read(f"The delegation of the three went to the prisons of the north {said}.").events
    assert [each.date for each in found] == ([edtf] if edtf else [])


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("Parliament will debate the reform on Monday.", "2031-07-07"),
        ("Parliament will debate the reform on Friday.", None),
        ("The delegation is expected there in the autumn.", "2031-23"),
        ("It was built in 2024. Its findings will be made public on 9 July.", "2031-07-09"),
        ("Two of the guards were led away last night.", "2031-07-03"),
        ("The trial of the three opens on Monday.", None),
        ("From September, she will teach law there.", "2031-09"),
        ("The ministry had not replied on Thursday evening.", None),
        ("That was on 20 June.", "2031-06-20"),
        ("The hearing is set for 14 July.", "2031-07-14"),
        ("Parliament votes on the law on 14 July.", "2031-07-14"),
        ("His case comes before the labour court in September.", "2031-09"),
        ("On the morning of 3 June, guards found him.", "2031-06-03"),
        ("The government made public the report on Thursday.", "2031-07-03"),
        ("They met after the report of 3 June.", None),
        ("He was arrested in March and will be tried later.", "2031-03"),
        ("The wing, if money is found, will in the end be closed, in March.", None),
        ("A man arrested on Monday died in the hospital.", None),
        ("The prison, raided on Monday, was closed down.", None),
        ("The guards were suspended on Monday and will be heard on 3 September.", "2031-06-30"),
        ("It was built in 2024. The delegation came in March of that year.", "2024-03"),
        ("It was built from 2024 to 2026. The delegation came in March of that year.", None),
        ("The claims published yesterday by the ward's doctors were read with care.", None),
        ("Nobody had looked after him, a court heard on Monday.", None),
        ("On 3 June ‘The Door’, a film about a prison, was shown there.", "2031-06-03"),
        ("The chief of the guards was born there on 3 June 1990.", None),
        ("The visit began on 30 June and ends tomorrow.", "2031-06-30/2031-07-05"),
        ("The visit began on 30 June and will end on 9 August.", None),
    ],
)
def test_an_event_has_the_date_of_its_own_clause(text: str, edtf: str | None) -> None:
    found = [each.date for each in read(text).events if each.date not in ("2024", "2024/2026")]
    assert found == ([edtf] if edtf else [])


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("On Thursday the minister said that it would be closed.", "2031-07-03"),
        ("The minister on Thursday said that it would be closed.", "2031-07-03"),
        ("The minister told a court on Thursday they had been late.", "2031-07-03"),
        ("The minister said in a report last year that it would be closed.", "2030"),
        ("“It will be closed,” the minister told a hearing on Thursday.", "2031-07-03"),
        ("The trial will open on Monday, the minister said in a statement.", None),
        ("The minister said of the raid on Monday that it was lawful.", None),
        ("The minister said in a report on the visit in May that it was short.", None),
        ("In a cell opened on 3 June, the minister said, nobody was held.", None),
        ("The minister condemned the attack on Tuesday.", None),
        ("The minister condemned Tuesday's attack on the three men.", None),
        ("The minister rejected the figures released on Tuesday as “fiction”.", None),
        ("“It is so,” the minister wrote in an email seen by the Courier on Tuesday.", None),
        ("“It is so,” the minister wrote in an article published this morning.", "2031-07-04"),
        ("The minister recommended in 2028 and 2029 that it be closed.", None),
    ],
)
def test_a_statement_has_the_date_of_saying_it(text: str, edtf: str | None) -> None:
    assert [one.date for one in read(text).statements] == [edtf]


def test_without_the_day_of_publication_what_hangs_on_it_stays_open() -> None:
    text = "The delegation went there on Wednesday. The delegation left again on 3 March 2030."
    said = read(text, published=None)
    assert [each.date for each in said.events] == ["2030-03-03"]
    assert "published-unknown" in dict(said.warnings)


def test_a_date_within_what_was_said_is_not_that_of_saying_it() -> None:
    one, other = read(
        "Ida Moe said that the law would be changed on 1 July. On Thursday, Ida Moe said that it was not."
    ).statements
    assert (one.date, other.date) == (None, "2031-07-03")


def test_another_language_is_kept_as_text() -> None:
    text = "Комитет опубликовал доклад о посещении страны, сказал председатель комитета журналистам."
    said = read_press(text, published=FRIDAY)
    assert (said.language, said.statements, said.text) == ("ru", (), text)
    assert [code for code, _message in said.warnings] == ["language-not-read"]


TEXTS = [(each.text[:1000], each.language) for which in labels.SETS for each in labels.texts_of(which)]
MARKS = (
    "“",
    "”",
    '"',
    "‘",
    "’",
    "'",
    "« ",
    " »",
    "„",
    "(",
    ")",
    ",",
    ".",
    "\n",
    "\n\n",
    "\x00",
    "\x01",
    "– ",
)
PIECES = st.sampled_from(
    [*MARKS, " said ", " who ", "Question: ", " Ida Moe ", " on 31 June ", "İ", "\u200f"]
)
CHANGES = st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 40), PIECES), min_size=1, max_size=12)


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(TEXTS), CHANGES)
def test_mutated_texts_are_survived(source: tuple[str, str], changes: list[tuple[int, int, str]]) -> None:
    text, language = source
    for at, cut, piece in changes:
        text = text[:at] + piece + text[at + cut :]
    said = read(text, language=language)
    for one in said.statements:
        assert 0 <= one.span[0] < one.span[1] <= len(text)
    assert said.text == text


@pytest.mark.parametrize(
    "piece",
    [
        *('"a b c d" ', "“ab ", "‘ab c ", "said ", "Ida Moe said, ", "on 3 July ", "Aa", "(", ", who "),
        *("a guard who was there, and who said ", "told the men on Monday ", "« oui, dit Ida Moe, "),
    ],
)
def test_a_long_text_of_one_thing_takes_its_length_and_no_more(piece: str) -> None:
    """40 kB, of which a reading that is quadratic would need minutes: the whole stage has a limit."""
    text = (piece * 20_000)[:40_000]
    assert read(text).text == text
