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
    found = {name: score.row(name, "tuned", 6) for name in labels.NAMES}
    assert found[labels.QUOTES].recall >= 0.98
    assert found[labels.SPEAKERS].precision >= 0.9
    assert found[labels.BODIES].precision >= 0.95
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
    ],
)
def test_speakers_are_found_however_they_are_named(text: str, speaker: str) -> None:
    assert {who for who, _key, _mode in told(read(text))} == {speaker}


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
    ],
)
def test_a_date_is_right_or_not_told(said: str, edtf: str | None) -> None:
    found = read(f"The delegation of the three went to the prisons of the north {said}.").events
    assert [each.date for each in found] == ([edtf] if edtf else [])


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
    "piece", ['"a b c d" ', "“ab ", "‘ab c ", "said ", "Ida Moe said, ", "on 3 July ", "Aa", "(", ", who "]
)
def test_a_long_text_of_one_thing_takes_its_length_and_no_more(piece: str) -> None:
    """40 kB, of which a reading that is quadratic would need minutes: the whole stage has a limit."""
    text = (piece * 20_000)[:40_000]
    assert read(text).text == text
