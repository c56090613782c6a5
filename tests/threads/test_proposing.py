"""What is proposed as asked before: of whom, in which order, and why. Everything here is invented."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.clock import Edtf
from habeas.threads import Asked, Likeness
from habeas.threads.files import why
from habeas.threads.proposing import Pool, Proposal, by_party, proposals

LAWYER = "The CPT recommends that access to a lawyer be guaranteed from the very outset of custody."
CELLS = "The CPT recommends that steps be taken to reduce overcrowding in Orland’s remand prisons."
YARD = "The authorities should ensure that every prisoner has an hour of outdoor exercise a day."


def asked(name: str, text: str, date: str = "", **beside: str) -> Asked:
    return Asked(
        id=name,
        party=beside.get("party", "Orland"),
        date=Edtf.parse(date) if date else None,
        text=text,
        references=frozenset(filter(None, beside.get("reference", "").split(";"))),
        paragraphs=frozenset(filter(None, beside.get("paragraph", "").split(";"))),
        language=beside.get("language", ""),
    )


def proposed(*items: Asked) -> dict[str, list[Proposal]]:
    found: dict[str, list[Proposal]] = {one.id: [] for one in items}
    for one in (made for party in by_party(items) for made in proposals(party)):
        found[one.later].append(one)
    return found


def names(made: list[Proposal]) -> list[str]:
    return [one.earlier for one in made]


def test_verbatim_comes_before_close_and_close_before_possible() -> None:
    made = proposed(
        asked("possible", "Take urgent action against the overcrowding of jails.", "2010-05-04"),
        asked("close", CELLS.replace("steps", "further steps"), "2012-05-04"),
        asked("verbatim", CELLS.upper(), "2011-05-04"),
        asked("other", YARD, "2013-05-04"),
        asked("now", CELLS, "2020-05-04"),
    )["now"]
    assert names(made) == ["verbatim", "close", "possible"]
    assert [one.likeness for one in made] == [Likeness.VERBATIM, Likeness.CLOSE, Likeness.POSSIBLE]
    assert [one.rank for one in made] == [1, 2, 3]
    assert 1.0 == made[0].score >= made[1].score > made[2].score > 0
    assert why(made[2]) == "shares overcrowding, remand/jails"


def test_who_asked_it_makes_no_difference() -> None:
    made = proposed(
        asked("old", "To ratify the Optional Protocol (Velmark); 14 A/HRC/99/15", "2010-05-04"),
        asked(
            "now",
            "Ratify the Optional Protocol (Norland and Saint Velm (Islands of), Velmark).",
            "2014-05-04",
        ),
    )["now"]
    assert [(one.earlier, one.likeness) for one in made] == [("old", Likeness.CLOSE)]


@pytest.mark.parametrize("reference", ["CPT/Inf (2013) 10", "CPT/Inf(2013)10", "CPT (2012) 44"])
@pytest.mark.parametrize(
    "said",
    [
        "As recommended in paragraph 27 of {}, action is needed.",
        "Action is needed (see {}, §§ 25 to 28).",
        "Action is needed (cf. {}, paragraphs 12, 26 and 27).",
        "Comme il est dit au paragraphe 27 du document {}, il faut agir.",
    ],
)
def test_what_the_text_refers_to_comes_first_by_either_reference(reference: str, said: str) -> None:
    text = said.format(reference) + " " + CELLS
    earlier = {"reference": "CPT (2012) 44;CPT/Inf (2013) 10"}
    made = proposed(
        asked("alike", CELLS, "2008-05-04", reference="CPT/Inf (2008) 1", paragraph="27"),
        asked("meant", LAWYER, "2012-11-20", paragraph="§ 27", **earlier),
        asked("beside", YARD, "2012-11-20", paragraph="29", **earlier),
        asked("now", text, "2020-05-04", reference="CPT/Inf (2020) 3"),
    )["now"]
    assert names(made) == ["meant", "alike"]
    assert why(made[0]).startswith(f"refers to {reference}, § ")


def test_only_what_may_have_been_asked_before_is_proposed() -> None:
    made = proposed(
        asked("year", CELLS, "2014"),
        asked("undated", CELLS),
        asked("same document", CELLS, "2014-02", reference="SYN 1"),
        asked("elsewhere", CELLS, "2001-01-01", party="Velmark"),
        asked("now", CELLS, "2014-03-05", reference="SYN 1"),
        asked("same day", CELLS, "2014-03-05"),
        asked("after", CELLS, "2014-03-06"),
    )
    assert set(names(made["now"])) == {"year", "undated"}
    assert "now" in names(made["after"])
    assert not made["elsewhere"]


def test_at_most_five_and_none_where_nothing_is_shared() -> None:
    many = [asked(f"ask {year}", CELLS, f"{year}-01-01") for year in range(2000, 2009)]
    made = proposed(*many, asked("now", CELLS, "2020-01-01"), asked("new", YARD, "2020-01-01"))
    assert names(made["now"]) == [f"ask {year}" for year in range(2008, 2003, -1)], "the latest first"
    assert made["new"] == []


def test_what_was_set_aside_makes_room_for_what_was_not() -> None:
    pool = Pool([asked(f"ask {year}", CELLS, f"{year}-01-01") for year in range(2000, 2030)])
    apart = frozenset(f"ask {year}" for year in range(2005, 2029))
    assert names(pool.proposals("ask 2029", apart=apart)) == [f"ask {year}" for year in range(2004, 1999, -1)]


def test_other_words_for_the_same_and_other_languages_are_found() -> None:
    made = proposed(
        asked("fr", "Lutter contre la surpopulation des établissements pénitentiaires.", "2010-05-04"),
        asked("fr2", "Veiller à ce que les avocats soient appelés dès la garde à vue.", "2010-05-04"),
        asked("cells", "Relieve overcrowded jails.", "2011-05-04"),
        asked("now", "Reduce the overcrowding of prisons.", "2020-05-04"),
    )["now"]
    assert names(made) == ["cells", "fr"]
    assert why(made[1]) == "shares overcrowding/surpopulation, prisons/établissements pénitentiaires"


@pytest.mark.parametrize(
    ("language", "earlier", "later"),
    [
        (
            "ru",
            "Обеспечить доступ адвоката к задержанным",
            "Доступ адвокатов к задержанному обеспечен не был",
        ),
        ("", "Обеспечить доступ адвоката к задержанным", "Доступ адвокатов к задержанному обеспечен не был"),
        ("tr", "Avukatların gözaltına erişimi", "Avukata erişim gözaltında sağlanmalı"),
        ("az", "Həbsxanalarda sıxlığın azaldılması", "Həbsxanadakı sıxlıq azalmalıdır"),
        ("uk", "Доступ адвоката до затриманих", "Надати доступ адвокатові до затриманого"),
    ],
)
def test_words_are_compared_by_stems_in_other_languages(language: str, earlier: str, later: str) -> None:
    made = proposed(
        asked("old", earlier, "2010-01-01", language=language),
        asked("now", later, "2011-01-01", language=language),
    )["now"]
    assert names(made) == ["old"]


WORDS = st.sampled_from(
    ["prison", "lawyer", "doctor", "of", "continue", "§ 4 of CPT/Inf (2001) 2", "адвокат"]
)


@st.composite
def lists(draw: st.DrawFn) -> list[Asked]:
    def each() -> Iterator[Asked]:
        for number in range(draw(st.integers(0, 8))):
            words = draw(st.lists(WORDS, max_size=6))
            date = draw(st.sampled_from(["", "2001", "2001-02", "2001-02-03", "2002-01/2003", "2004-05-06"]))
            party = draw(st.sampled_from(["Orland", "Velmark"]))
            reference = draw(st.sampled_from(["", "CPT/Inf (2001) 2"]))
            yield asked(str(number), " ".join(words), date, party=party, reference=reference, paragraph="4")

    return list(each())


@given(lists())
def test_whatever_is_given_the_rules_of_proposing_hold(items: list[Asked]) -> None:
    by_id = {one.id: one for one in items}
    made = proposed(*items)
    for later, found in made.items():
        assert [one.rank for one in found] == list(range(1, len(found) + 1))
        assert len(found) <= 5
        for one in found:
            earlier = by_id[one.earlier]
            assert earlier.party == by_id[later].party
            assert earlier.from_day < by_id[later].to_day
            assert 0 <= one.score <= 1
    assert proposed(*reversed(items)) == made, "in which order they are given does not matter"
