"""Three texts compared: nothing that came back is lost, and a conflict is never decided by the machine."""

from hypothesis import given
from hypothesis import strategies as st

from habeas.documents.lists.comparison import Change, Compared, Keyed, compare

BASE = [
    Keyed("a", "The delegation visited Northgate Police Station."),
    Keyed("b", "Lawyers were called in nine of forty records."),
    Keyed("c", "Cell 3 had no window."),
]


def by_key(found: tuple[Compared, ...]) -> dict[str, Compared]:
    return {one.key: one for one in found}


def test_what_nobody_touched_asks_nothing() -> None:
    found = compare(BASE, BASE, BASE)
    assert [one.change for one in found] == [Change.SAME] * 3
    assert not any(one.asks for one in found)


def test_each_kind_of_change_is_told_apart() -> None:
    theirs = [Keyed("a", BASE[0].text), Keyed("b", "Lawyers were called in ten records."), BASE[2]]
    ours = [Keyed("a", "The delegation went to Northgate."), BASE[1], BASE[2]]
    found = by_key(compare(BASE, theirs, ours))
    assert (found["a"].change, found["b"].change) == (Change.OURS, Change.THEIRS)
    assert (found["a"].asks, found["b"].asks) == (False, True)
    both = by_key(compare(BASE, [Keyed("a", "X"), *BASE[1:]], [Keyed("a", "Y"), *BASE[1:]]))
    assert both["a"].change is Change.CONFLICT
    alike = by_key(compare(BASE, [Keyed("a", "X"), *BASE[1:]], [Keyed("a", "X"), *BASE[1:]]))
    assert alike["a"].change is Change.BOTH_SAME


def test_what_they_added_and_took_out_stands_in_its_place() -> None:
    theirs = [BASE[0], Keyed("", "A new paragraph of theirs."), BASE[2]]
    found = compare(BASE, theirs, BASE)
    assert [(one.change, one.after) for one in found] == [
        (Change.SAME, ""),
        (Change.REMOVED, "a"),
        (Change.ADDED, "a"),
        (Change.SAME, "new-2"),
    ]
    changed = [BASE[0], Keyed("b", "We wrote this anew."), BASE[2]]
    assert by_key(compare(BASE, theirs, changed))["b"].change is Change.REMOVED_CHANGED


def test_a_paragraph_that_was_moved_is_known_by_its_key() -> None:
    found = by_key(compare(BASE, [BASE[2], BASE[0], BASE[1]], BASE))
    assert [key for key, one in found.items() if one.moved] == ["c"]
    assert all(one.change is Change.SAME for one in found.values())


def test_one_that_lost_its_key_is_known_by_its_words_and_a_stranger_is_not() -> None:
    theirs = [BASE[0], Keyed("", "Lawyers were called in nine of the forty records."), BASE[2]]
    assert by_key(compare(BASE, theirs, BASE))["b"].change is Change.THEIRS
    other = [BASE[0], Keyed("", "Something else altogether, about food."), BASE[2]]
    assert by_key(compare(BASE, other, BASE))["b"].change is Change.REMOVED


def test_a_key_that_comes_twice_is_taken_once() -> None:
    found = compare(BASE, [*BASE, Keyed("a", "A copy of it, rewritten in other words entirely 12345.")], BASE)
    assert [one.change for one in found] == [Change.SAME] * 3 + [Change.ADDED]


texts = st.text("abc de.", min_size=1, max_size=12)
keys = st.sampled_from("abcdefgh")
some = st.lists(st.builds(Keyed, keys, texts), max_size=8, unique_by=lambda one: one.key)
returned = st.lists(st.builds(Keyed, st.just("") | keys, texts), max_size=8)


@given(some, returned, some)
def test_nothing_that_came_back_is_lost_and_nothing_that_stood(
    base: list[Keyed], theirs: list[Keyed], ours: list[Keyed]
) -> None:
    found = compare(base, theirs, ours)
    assert [one.theirs for one in found if one.theirs is not None] == [one.text for one in theirs]
    assert len({one.key for one in found}) == len(found)
    told = {one.key: one for one in found}
    for one in ours:
        assert told[one.key].ours == one.text
    for one in base:
        assert told[one.key].base == one.text


@given(some, returned)
def test_who_takes_all_of_theirs_has_theirs(base: list[Keyed], theirs: list[Keyed]) -> None:
    text: list[tuple[str, str]] = []
    for one in compare(base, theirs, base):
        if one.theirs is not None:
            at = [key for key, _text in text].index(one.after) + 1 if one.after else 0
            text.insert(at, (one.key, one.theirs))
    assert [said for _key, said in text] == [one.text for one in theirs]
