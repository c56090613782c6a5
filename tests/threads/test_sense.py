"""What is near in sense is proposed beside what has the same words; without a model nothing changes."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.threads.letters import Letters

from habeas.clock import Edtf
from habeas.errors import RefusedError
from habeas.threads import Asked, Likeness, sense
from habeas.threads.files import why
from habeas.threads.proposing import Pool
from habeas.threads.sense.kept import Kept
from habeas.threads.sense.near import Near
from habeas.threads.terms import plain

EARLIER = (
    "Reduce the overcrowding of prisons.",
    "Let every detainee see a lawyer.",
    "Shorten pretrial imprisonment.",
    "Record interviews by the police.",
    "Open the exercise yard each day.",
    "Train the staff of hospitals.",
    "Ratify the protocol.",
    "Photograph injuries.",
)


def asked(name: str, text: str, date: str, *references: str, language: str = "en") -> Asked:
    return Asked(
        id=name,
        party="Orland",
        date=Edtf.parse(date),
        text=text,
        references=frozenset(references),
        language=language,
    )


BEFORE = [asked(f"e{number}", text, "2012", "SYN 1") for number, text in enumerate(EARLIER)]
OTHER_WORDS = asked("now", "Photographing injury!", "2020", "SYN 2")
"""The stems are those of the last; by its letters it is near to that alone."""
MISSPELT = asked("now", "The overcroding of the prizons: reduse.", "2020", "SYN 2")


def by_letters(items: Iterable[Asked]) -> sense.Sense:
    return sense.read((plain(one.text) for one in items), Letters())


def test_what_is_near_in_sense_is_proposed_whatever_words_it_has() -> None:
    items = [*BEFORE, MISSPELT]
    assert Pool(items).proposals("now") == [], "no word is the same"
    (made,) = Pool(items, by_letters(items)).proposals("now")
    assert made.earlier == "e0"
    assert made.likeness is Likeness.POSSIBLE
    assert why(made) == "the same sense, by the model runs of three letters"


def test_words_and_sense_count_together_and_a_proposal_says_both() -> None:
    items = [*BEFORE, OTHER_WORDS]
    first = Pool(items, by_letters(items)).proposals("now")[0]
    assert first.earlier == "e7"
    assert why(first).startswith("shares injury/injuries, photographing/photograph; the same sense, by the")


def test_a_reference_and_the_same_words_come_before_what_is_near() -> None:
    near = asked("near", "Reduce overcrowdings of the prison!", "2013", "SYN 3")
    meant = replace(asked("meant", "Open windows.", "2012", "CPT/Inf (2012) 7"), paragraphs=frozenset({"4"}))
    now = asked("now", "Reduce the overcrowding of prisons. (CPT/Inf (2012) 7, § 4)", "2020", "SYN 4")
    items = [*BEFORE, near, meant, now]
    names = [one.earlier for one in Pool(items, by_letters(items)).proposals("now")]
    assert names[0] == "meant"
    assert names.index("e0") < names.index("near")


@pytest.mark.parametrize("now", [OTHER_WORDS, MISSPELT, *BEFORE[:2]])
def test_without_vectors_nothing_changes(now: Asked) -> None:
    items = [*BEFORE, asked("now", now.text, "2020", "SYN 2")]
    unread = sense.Sense("a model that read none of them", {})
    assert Pool(items, unread).proposals("now") == Pool(items).proposals("now")
    read_but_for_this = by_letters(BEFORE)
    if plain(now.text) not in read_but_for_this.vectors:
        assert Pool(items, read_but_for_this).proposals("now") == Pool(items).proposals("now")


def test_what_sense_proposes_keeps_the_rules_of_proposing() -> None:
    later = asked("later", MISSPELT.text, "2021")
    beside = asked("beside", MISSPELT.text + " Beside.", "2015", "SYN 2")
    items = [*BEFORE, MISSPELT, beside, later]
    pool = Pool(items, by_letters(items))
    names = {one.earlier for one in pool.proposals("now")}
    assert names == {"e0"}, "not what is later, of the same document, or itself"
    assert pool.proposals("now", apart=frozenset({"e0"})) == []
    assert len(pool.proposals("later")) <= 5


def test_a_language_of_its_own_does_not_make_near() -> None:
    """An axis for each matter and one for each language, and that of the language is the longer one."""
    meant = {"lawyer": 0, "doctor": 1, "visit": 2, "yard": 3, "food": 4, "staff": 5}
    spoken = {"en": 6, "ru": 7}

    def vector(what: str, language: str) -> sense.Vector:
        row = np.zeros(8, np.float16)
        row[meant[what]], row[spoken[language]] = 0.5, 0.55
        return row

    said = [(what, language) for language in spoken for what in meant]
    said.append(said.pop(said.index(("doctor", "ru"))))
    texts = [" ".join(one) for one in said]
    vectors = {text: vector(*one) for text, one in zip(texts, said, strict=True)}
    near = Near(texts, [language for _, language in said], sense.Sense("made up", vectors))
    among = np.ones(len(texts) - 1, bool)
    out = near.standing_out(len(texts) - 1, among)
    assert texts[int(out.argmax())] == "doctor en", "though each Russian text has the higher cosine"
    assert out.max() > 2
    among[out.argmax()] = False
    assert near.standing_out(len(texts) - 1, among)[out.argmax()] == 0


def test_a_text_is_read_once(tmp_path: Path) -> None:
    encoder = Letters()
    kept = Kept(tmp_path / "vectors", encoder.digest, encoder.width)
    first = sense.read([*EARLIER, *EARLIER], encoder, kept)
    assert encoder.read == list(EARLIER)
    steps: list[int] = []
    again = Kept(tmp_path / "vectors", encoder.digest, encoder.width)
    second = sense.read([*EARLIER, "One more."], encoder, again, step=steps.append)
    assert encoder.read == [*EARLIER, "One more."]
    assert steps == [len(EARLIER), 1]
    assert all(np.array_equal(second.vectors[text], first.vectors[text]) for text in EARLIER)
    assert set(kept.of(["One more."])) == {"One more."}, "what another process kept is seen"


def test_a_record_that_was_broken_off_is_written_over(tmp_path: Path) -> None:
    path, encoder = tmp_path / "vectors", Letters()
    kept = Kept(path, encoder.digest, encoder.width)
    sense.read(EARLIER[:2], encoder, kept)
    path.write_bytes(path.read_bytes()[:-7])
    assert set(kept.of(EARLIER)) == {EARLIER[0]}
    sense.read(EARLIER[2:4], encoder, kept)
    assert set(kept.of(EARLIER)) == {EARLIER[0], *EARLIER[2:4]}


def test_only_what_is_wanted_stays_and_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    path, encoder = tmp_path / "vectors", Letters()
    kept = Kept(path, encoder.digest, encoder.width)
    sense.read(EARLIER, encoder, kept)
    assert path.stat().st_mode & 0o077 == 0
    assert kept.keep_only(EARLIER[:3]) == len(EARLIER) - 3
    assert set(kept.of(EARLIER)) == set(EARLIER[:3])
    assert kept.keep_only(EARLIER) == 0


def test_vectors_of_another_model_are_refused(tmp_path: Path) -> None:
    encoder = Letters()
    sense.read(EARLIER, encoder, Kept(tmp_path / "vectors", encoder.digest, encoder.width))
    other = Kept(tmp_path / "vectors", "0" * 64, encoder.width)
    for use in (lambda: other.of(EARLIER), lambda: other.keep({"x": np.zeros(encoder.width, np.float16)})):
        with pytest.raises(RefusedError) as refused:
            use()
        assert refused.value.code == "vectors-other"
