"""A text that was put together is English as it stands, and is said in the reader's language."""

import ast
import json
import pickle
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import habeas
from habeas.errors import Phrase, Where, as_kept, from_kept, meant
from habeas.language import words

NAMES = st.text("abcxyz_.-#[]{} ", max_size=12)
VALUES = st.recursive(
    NAMES | st.integers(), lambda one: st.builds(lambda value: Phrase("“{name}”", name=value), one)
)
COLUMNS = Phrase(
    "there is no column {wanted}{near}{has}",
    wanted=(Phrase("“{name}”", name="In"), Phrase("“{name}”", name="Out")),
    near=meant(["at", "to"]),
    has="",
)


def test_what_it_was_put_together_of_is_said_too():
    assert COLUMNS == "there is no column “In”, “Out”; perhaps “at” or “to” is meant"
    assert words("en").say(COLUMNS) == COLUMNS
    assert words("fr").say(COLUMNS) == (
        "il n’y a pas de colonne «\u00a0In\u00a0», «\u00a0Out\u00a0»\u00a0;"
        " peut-être faut-il lire «\u00a0at\u00a0» ou «\u00a0to\u00a0»"
    )


def test_names_and_words_of_a_file_stay_as_they_are_and_keep_together():
    assert words("fr").say("Search") == "Chercher"
    assert words("fr").say(Phrase("{key} is empty", key="Search")) == "Search est vide"
    assert words("ar").say(Phrase("{key} is empty", key="[limits] x")) == "\u2068[limits] x\u2069 فارغ"


def test_a_place_is_said_with_its_column():
    where = Where("list.csv", 12, "Name")
    assert words("fr").say(where.phrase) == "list.csv:12, colonne Name"
    assert words("fr").say(Where("Search", 2).phrase) == "Search:2"


def test_it_is_kept_whole_where_it_is_copied_or_written_as_json():
    copied = pickle.loads(pickle.dumps(COLUMNS))  # noqa: S301 (its own)
    for again in (copied, from_kept(json.loads(json.dumps(as_kept(COLUMNS))))):
        assert again == COLUMNS
        assert words("fr").say(again) == words("fr").say(COLUMNS)
    assert [from_kept(as_kept(each)) for each in (None, "a text")] == [None, "a text"]


@given(values=st.lists(VALUES | st.lists(VALUES, min_size=1).map(tuple), min_size=2, max_size=2))
def test_in_english_it_is_said_as_it_stands(values):
    one, other = values
    phrase = Phrase("{one} or {other}", one=one, other=other)
    if not any(each == "" for value in values if isinstance(value, tuple) for each in value):
        assert words("en").say(Phrase.of([phrase, "; ", phrase])) == f"{phrase}; {phrase}"


def test_a_template_is_never_filled_before_it_is_marked():
    """``tools/messages.py`` finds none that is put together, and holds French to have every other."""
    calls = [
        (path, call)
        for path in Path(habeas.__file__).parent.rglob("*.py")
        if "Phrase(" in (text := path.read_text("utf-8"))
        for call in ast.walk(ast.parse(text))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Phrase"
    ]
    assert len(calls) > 100
    for path, call in calls:
        assert not isinstance(call.args[0], (ast.JoinedStr, ast.BinOp)), f"{path}:{call.lineno}"
