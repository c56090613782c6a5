"""What a link may not say, each refused by its code."""

import pytest

from habeas.clock import Edtf
from habeas.errors import RefusedError
from habeas.threads import Item, Link, Relation, hold, threads


def asked(**dates: str) -> dict[str, Item]:
    return {
        name: Item(id=name, party="Orland", date=Edtf.parse(text) if text else None)
        for name, text in dates.items()
    }


def link(pair: str, relation: Relation = Relation.REPEATS, *, withdrawn: bool = False) -> Link:
    """``"b<a"``: b takes up a."""
    later, earlier = pair.split("<")
    return Link(later=later, earlier=earlier, relation=relation, withdrawn=withdrawn)


ASKS = asked(a="2010", b="2014-05-01", c="2018", d="", e="2010/2020")

REFUSED = {
    "itself": ("a<a", [], "link-to-itself"),
    "back in time": ("a<b", [], "link-backwards"),
    "back in time by way of another": ("a<e", ["e<c"], "link-backwards"),
    "back in time by way of one without a date": ("a<d", ["d<c"], "link-backwards"),
    "twice": ("b<a", ["b<a"], "link-there-already"),
    "both ways": ("d<e", ["e<d"], "link-there-already"),
    "in a circle": ("a<d", ["e<a", "d<e"], "link-in-a-circle"),
}


@pytest.mark.parametrize("case", REFUSED, ids=list(REFUSED))
def test_a_link_that_cannot_be_is_refused(case: str) -> None:
    pair, there, code = REFUSED[case]
    with pytest.raises(RefusedError) as refused:
        hold(link(pair), ASKS, [link(one) for one in there])
    assert refused.value.code == code


@pytest.mark.parametrize("pair", ["b<a", "c<b", "e<a", "e<c", "c<e", "d<a", "a<d"])
def test_a_date_known_in_part_forbids_only_what_it_excludes(pair: str) -> None:
    hold(link(pair), ASKS, [])


def test_asks_to_two_parties_are_not_linked() -> None:
    other = {**ASKS, "z": Item(id="z", party="Nordia", date=Edtf.parse("2001"))}
    with pytest.raises(RefusedError, match="same Party"):
        hold(link("a<z"), other, [])


def test_a_withdrawn_link_is_in_the_way_of_nothing() -> None:
    gone = link("b<a", withdrawn=True)
    hold(link("b<a"), ASKS, [gone])
    assert len(threads(ASKS.values(), [gone])) == len(ASKS)


def test_none_of_these_is_kept_and_joins_nothing() -> None:
    answer = link("b<a", Relation.NONE)
    hold(answer, ASKS, [])
    assert len(threads(ASKS.values(), [answer])) == len(ASKS)
    with pytest.raises(RefusedError, match="said already"):
        hold(link("b<a"), ASKS, [answer])


def test_what_supersedes_is_asked_but_not_repeated() -> None:
    found = threads(ASKS.values(), [link("b<a"), link("c<b", Relation.SUPERSEDES)])
    (thread,) = (one for one in found if one.asked > 1)
    assert [item.id for item in thread.items] == ["a", "b", "c"]
    assert (thread.asked, thread.repeated, str(thread.first_made)) == (3, 1, "2010")


def test_one_that_merges_two_is_asked_again_once() -> None:
    found = threads(ASKS.values(), [link("c<a", Relation.MERGES), link("c<b", Relation.MERGES)])
    (thread,) = (one for one in found if one.asked > 1)
    assert (thread.asked, thread.repeated) == (3, 1)
