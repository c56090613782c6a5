"""References: written one way, read back as they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.errors import RefusedError
from habeas.law import Reference
from habeas.law.references import KEY, PLACE

references = st.builds(
    Reference,
    instrument=st.from_regex(KEY, fullmatch=True),
    place=st.from_regex(PLACE, fullmatch=True),
    subs=st.lists(st.from_regex(r"[0-9a-z]+", fullmatch=True), max_size=3).map(tuple),
)


@given(references)
def test_a_reference_written_and_read_is_the_same(reference: Reference) -> None:
    assert Reference.parse(str(reference)) == reference


@given(st.text(max_size=30) | st.from_regex(r"[A-Z]{1,3}#[0-9a-z().]{1,8}", fullmatch=True))
def test_any_text_is_a_reference_that_writes_back_or_is_refused(text: str) -> None:
    try:
        written = str(Reference.parse(text))
    except RefusedError as refused:
        written = text if refused.code == "law-bad-reference" else ""
    assert written == text


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("ECPT#10(2)", ("ECPT", "10", ("2",))),
        ("DIR2013/48#3(2)(a)", ("DIR2013/48", "3", ("2", "a"))),
        ("PACE1984-C#12.2", ("PACE1984-C", "12.2", ())),
        ("PACE1984-C#2.4A", ("PACE1984-C", "2.4A", ())),
        ("PACE1984-C#note12B", ("PACE1984-C", "note12B", ())),
        ("PACE-Rules#8.2.b", ("PACE-Rules", "8.2.b", ())),
        ("CPT-practice#response-clock", ("CPT-practice", "response-clock", ())),
    ],
)
def test_the_forms_in_use(text: str, parts: tuple[str, str, tuple[str, ...]]) -> None:
    parsed = Reference.parse(text)
    assert (parsed.instrument, parsed.place, parsed.subs) == parts


@pytest.mark.parametrize(
    "text", ["", "ECPT", "#10", "ECPT#", "ECPT#10(", "ECPT#10()", "ECPT #10", "ECPT#10(2) "]
)
def test_what_is_no_reference_is_refused(text: str) -> None:
    with pytest.raises(RefusedError, match="not a reference"):
        Reference.parse(text)


def test_a_sub_paragraph_stands_under_its_article_and_nothing_stands_under_itself() -> None:
    article, paragraph, letter = (Reference.parse(text) for text in ("ECPT#8", "ECPT#8(2)", "ECPT#8(2)(a)"))
    assert letter.stands_under(article)
    assert letter.stands_under(paragraph)
    assert not article.stands_under(article)
    assert not Reference.parse("ECPT#18(2)").stands_under(article)
