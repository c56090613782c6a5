"""One byte encoding per value: by the vectors of RFC 8785's author, and by properties."""

import hashlib
import json
import unicodedata
from pathlib import Path

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from habeas.canonical import LARGEST_INTEGER, digest, encode

VECTORS = Path(__file__).parent.parent / "vectors" / "jcs"
NAMES = sorted(path.stem for path in (VECTORS / "input").glob("*.json"))
OUTSIDE = {
    "values": "float has no canonical form here",
    "unicode": "not in Unicode NFC",
    "weird": "not in Unicode NFC",
}
"""Vectors that the profile refuses on purpose: their names and what it says."""


def given_by(name: str) -> object:
    def number(text: str) -> float | int:
        value = float(text)
        return int(value) if value.is_integer() and abs(value) <= LARGEST_INTEGER else value

    text = (VECTORS / "input" / f"{name}.json").read_text("utf-8")
    return json.loads(text, parse_float=number)


def bytes_of(name: str) -> bytes:
    return bytes.fromhex((VECTORS / "outhex" / f"{name}.txt").read_text("ascii"))


def test_all_six_vectors_are_here():
    assert NAMES == ["arrays", "french", "structures", "unicode", "values", "weird"]
    assert set(OUTSIDE) < set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_part_beneath_gives_the_bytes_of_every_vector(name):
    assert rfc8785.dumps(given_by(name)) == bytes_of(name)


@pytest.mark.parametrize("name", sorted(set(NAMES) - set(OUTSIDE)))
def test_what_is_in_the_profile_gives_the_bytes_of_the_vector(name):
    assert encode(given_by(name)) == bytes_of(name)
    assert digest(given_by(name)) == hashlib.sha256(bytes_of(name)).hexdigest()


@pytest.mark.parametrize("name", sorted(OUTSIDE))
def test_what_is_outside_the_profile_is_refused(name):
    with pytest.raises(ValueError, match=OUTSIDE[name]):
        encode(given_by(name))


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20).map(
    lambda text: unicodedata.normalize("NFC", text)
)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST_INTEGER, LARGEST_INTEGER) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)


@given(values)
def test_reading_gives_back_what_was_encoded(value):
    assert json.loads(encode(value)) == value


@given(values)
def test_the_way_that_is_taken_for_ascii_gives_the_bytes_of_the_other(value):
    assert encode(value) == rfc8785.dumps(value)


@given(values)
def test_encoding_what_was_read_gives_the_same_bytes(value):
    once = encode(value)
    assert encode(json.loads(once)) == once


@given(st.dictionaries(texts, st.integers(0, 9), min_size=2, max_size=6))
def test_the_order_of_keys_makes_no_difference(value):
    assert encode(dict(reversed(value.items()))) == encode(value)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"a": [0, {"b": 1.5}]}, r"\$\.a\[1\]\.b: float"),
        ([LARGEST_INTEGER + 1], r"\$\[0\]: integer beyond"),
        ({"e\u0301": 1}, r"\$ key: text is not in Unicode NFC"),
        ("\ud800", "lone surrogate"),
        ({1: "one"}, "a key is not a string"),
        ([b"bytes"], r"\$\[0\]: bytes"),
    ],
)
def test_a_refusal_names_the_path(value, said):
    with pytest.raises(ValueError, match=said):
        encode(value)


def test_true_is_not_one():
    assert encode([True, 1]) == b"[true,1]"
