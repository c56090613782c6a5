"""What is found, by whom, and what stands on the disk."""

from collections import Counter
from datetime import date
from pathlib import Path
from random import Random

import pytest

from habeas.errors import RefusedError
from habeas.search import Facet, Item, read_query
from habeas.search.asking import Wanted
from habeas.search.index import Found, Index, make_anew


def item(key: str, *texts: str, seen_by: str = "public", **more: object) -> Item:
    return Item(key=key, texts=texts, seen_by=frozenset({seen_by}), **more)  # type: ignore[arg-type]


ITEMS = [
    item(
        "en",
        "The authorities should ensure that lawyers are called without delay.",
        labels={"en": ("recommendation",), "fr": ("recommandation",)},
        facets={Facet.PARTY: ("orland",), Facet.YEAR: ("2030",), Facet.THEME: ("a", "b")},
        day=date(2030, 1, 1),
    ),
    item(
        "fr",
        "Les personnes détenues dans les cellules doivent pouvoir appeler un avocat.",
        facets={Facet.PARTY: ("mareva",), Facet.YEAR: ("2031",)},
        day=date(2031, 1, 1),
    ),
    item("ru", "Доступ к адвокатам должен быть обеспечен, мы объявляем"),
    item("uk", "Доступ до адвокатів має бути забезпечено міліцією"),
    item("tr", "Avukatların hakları ve bu haklar için olan kurallar"),
    item("az", "Vəkillərin hüquqları müdafiə olunmalıdır, Hacızadə dedi"),
    item("ka", "ადვოკატების უფლებები"),
    item("hy", "փաստաբանների իրավունքները"),
    item(
        "secret", "The lawyer whom nobody knows: xylograph", seen_by="file:orland", rests_on=frozenset({"d1"})
    ),
    item("number", "A report on prisons", inner=("CPT (2029) 7",), seen_by="file:orland"),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return make_anew(tmp_path_factory.mktemp("index"), ITEMS)


def found(index: Index, text: str, **more: object) -> Found:
    wanted = {"seen_by": None, "opened": None, **more}
    return index.search(Wanted(query=read_query(text), **wanted), limit=20)  # type: ignore[arg-type]


def keys(index: Index, text: str, **more: object) -> set[str]:
    return set(found(index, text, **more).keys)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("lawyer", "en"),
        ("calling", "en"),
        ("détenu", "fr"),
        ("detenues", "fr"),
        ("адвокат", "ru"),
        ("адвокат", "uk"),
        ("avukat", "tr"),
        ("vəkil", "az"),
        ("vekillerin", "az"),
        ("Hacizada", "az"),
        ("ადვოკატი", "ka"),
        ("փաստաբան", "hy"),
    ],
)
def test_every_form_of_a_word_is_found_in_its_language(index: Index, text: str, key: str) -> None:
    assert key in keys(index, text)


def test_and_or_not_and_passages(index: Index) -> None:
    assert keys(index, "lawyers authorities") == {"en"}
    assert keys(index, "authorities OR cellules") == {"en", "fr"}
    assert "en" not in keys(index, "lawyer NOT authorities")
    assert keys(index, '"called without delay"') == {"en"}
    assert keys(index, '"delay without"') == set()
    assert keys(index, "authorit*") == {"en"}


def test_labels_are_found_in_every_language(index: Index) -> None:
    assert keys(index, "recommendations") == keys(index, "recommandations") == {"en"}


def test_nobody_finds_or_counts_what_they_may_not_see(index: Index) -> None:
    public = {"seen_by": frozenset({"public"}), "opened": frozenset()}
    assert keys(index, "xylograph") == {"secret"}
    assert found(index, "xylograph", **public) == Found(0, (), found(index, "zzzz").facets)
    assert keys(index, '"CPT (2029) 7"') == {"number"}
    shown = {"seen_by": frozenset({"public", "file:orland"})}
    assert keys(index, '"CPT (2029) 7"', **shown, opened=frozenset()) == set()
    assert keys(index, '"CPT (2029) 7"', **shown, opened=frozenset({"file:orland"})) == {"number"}
    assert keys(index, '"CPT (2029) 7"', **shown, opened=frozenset({"file:mareva"})) == set()


def test_what_rests_on_something_in_doubt_is_left_out(index: Index) -> None:
    assert keys(index, "xylograph", in_doubt=frozenset({"d1"})) == set()


def test_facets_count_and_narrow(index: Index) -> None:
    told = found(index, "lawyer OR avocat")
    assert dict(told.facets[Facet.PARTY]) == {"orland": 1, "mareva": 1}
    assert dict(told.facets[Facet.THEME]) == {"a": 1, "b": 1}
    assert keys(index, "lawyer OR avocat", narrowed={Facet.PARTY: ("mareva",)}) == {"fr"}
    assert keys(index, "lawyer OR avocat", narrowed={Facet.YEAR: ("2030", "2031")}) == {"en", "fr"}


def test_every_value_of_an_item_is_counted_once_however_many_it_has(tmp_path: Path) -> None:
    chance = Random(5)  # noqa: S311 (the same in every run)
    given = {
        str(number): {
            facet: tuple(chance.choices("abcdefghijklm", k=chance.choice((0, 0, 1, 1, 2, 5, 9, 20))))
            for facet in Facet
        }
        for number in range(300)
    }
    made = make_anew(tmp_path, [item(key, "cell", facets=facets) for key, facets in given.items()])
    made.change([item(key, "cell", facets=given[key]) for key in ("7", "70")])  # a part of its own
    for narrowed in ({}, {Facet.THEME: ("a", "b")}):
        held = [
            one for one in given.values() if all({*one[facet]} & {*narrowed[facet]} for facet in narrowed)
        ]
        told = found(made, "cell", narrowed=narrowed)
        assert told.count == len(held)
        for facet in Facet:
            sums = Counter(value for one in held for value in {*one[facet]})
            assert list(told.facets[facet]) == sorted(sums.items(), key=lambda one: (-one[1], one[0]))


def test_a_change_that_brings_the_first_value_of_a_facet_is_counted(tmp_path: Path) -> None:
    made = make_anew(tmp_path, [item("a", "cell")])
    assert not any(found(made, "cell").facets.values())
    made.change([item("b", "cell", facets={Facet.THEME: ("x", "y")})])
    told = found(made, "cell").facets
    assert {facet: values for facet, values in told.items() if values} == {Facet.THEME: (("x", 1), ("y", 1))}


def test_the_newest_come_first_where_that_is_asked(index: Index) -> None:
    wanted = Wanted(query=read_query("lawyer OR avocat"), seen_by=frozenset({"public"}))
    assert index.search(wanted, limit=2, newest=True).keys == ("fr", "en")
    assert index.search(wanted, limit=1, offset=1, newest=True).keys == ("en",)


def test_kinds_that_are_behind_come_later_and_are_found(tmp_path: Path) -> None:
    kinds = (("law", "cell"), ("ask", "a cell that is described at some length"))
    made = make_anew(tmp_path, [item(key, text, facets={Facet.KIND: (key,)}) for key, text in kinds])
    assert found(made, "cell").keys == ("law", "ask")
    assert found(made, "cell", behind=frozenset({"law"})).keys == ("ask", "law")


def test_a_change_is_read_at_once_by_another_that_is_open(tmp_path: Path) -> None:
    reading = make_anew(tmp_path, [item("a", "cell"), item("b", "cell", rests_on=frozenset({"d"}))])
    Index(tmp_path).change([item("a", "window")], gone=["d"])
    assert keys(reading, "cell") == set()
    assert keys(reading, "window") == {"a"}
    make_anew(tmp_path, [item("c", "cell")])
    assert keys(reading, "cell") == {"c"}
    assert reading.count() == 1


def test_what_breaks_off_while_it_is_made_leaves_what_was(tmp_path: Path) -> None:
    reading = make_anew(tmp_path, [item("a", "cell")])

    def broken_off():
        yield item("b", "cell")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_anew(tmp_path, broken_off())
    with pytest.raises(KeyboardInterrupt):
        Index(tmp_path).change(broken_off(), gone=["a"])
    assert keys(reading, "cell") == keys(Index(tmp_path), "cell") == {"a"}
    Index(tmp_path).change([item("c", "cell")])
    assert keys(reading, "cell") == {"a", "c"}


def test_an_index_that_cannot_be_read_says_how_to_make_it_anew(tmp_path: Path) -> None:
    def code() -> str:
        with pytest.raises(RefusedError) as caught:
            Index(tmp_path)
        assert "habeas index" in str(caught.value.advice)
        return caught.value.code

    assert code() == "index-missing"
    make_anew(tmp_path, ITEMS)
    (tmp_path / "meta.json").write_bytes(b"\0\0")
    assert code() == "index-broken"
    (tmp_path / "state.json").write_text('{"form": 0, "languages": []}')
    assert code() == "index-other-form"
    assert make_anew(tmp_path, ITEMS).count() == len(ITEMS)
