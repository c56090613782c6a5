"""Threads are derived from links: each ask in one, in order of time, and withdrawing undoes linking."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from habeas.clock import Edtf
from habeas.errors import RefusedError
from habeas.threads import Item, Link, Relation, hold, threads

DAY_ONE = date(1990, 1, 1)


@st.composite
def spans(draw) -> Edtf | None:
    """A day, a span of up to some years, an open one, or no date at all."""
    start = DAY_ONE + timedelta(days=draw(st.integers(0, 40)) * 300)
    match draw(st.sampled_from(["day", "span", "open", "none"])):
        case "day":
            return Edtf.of(start)
        case "span":
            return Edtf.parse(f"{start}/{start + timedelta(days=draw(st.integers(0, 1500)))}")
        case "open":
            return Edtf.parse(f"{start}/..")
    return None


@st.composite
def recorded(draw) -> tuple[dict[str, Item], list[Link]]:
    """Some asks, and the links that a person tried to record and that were let through."""
    items = {
        name: Item(
            id=name,
            party=draw(st.sampled_from(["A", "A", "A", "B"])),
            date=draw(spans()),
            places=frozenset(draw(st.sets(st.sampled_from("xyz")))),
        )
        for name in "abcdefgh"[: draw(st.integers(1, 8))]
    }
    names, links = st.sampled_from(sorted(items)), []  # type: ignore[var-annotated]
    for _ in range(draw(st.integers(0, 12))):
        link = Link(later=draw(names), earlier=draw(names), relation=draw(st.sampled_from(Relation)))
        try:
            hold(link, items, links)
        except RefusedError:
            continue
        links.append(link)
    return items, links


@given(recorded(), st.randoms())
def test_the_order_of_recording_does_not_matter(found, chance) -> None:
    items, links = found
    mixed, shuffled = list(items.values()), list(links)
    chance.shuffle(mixed)
    chance.shuffle(shuffled)
    assert threads(mixed, shuffled) == threads(items.values(), links)


@given(recorded())
def test_each_ask_is_in_exactly_one_thread_and_counts_add_up(found) -> None:
    items, links = found
    made = threads(items.values(), links)
    assert sorted(item.id for thread in made for item in thread.items) == sorted(items)
    for thread in made:
        assert len({item.party for item in thread.items}) == 1
        again = {link.later for link in thread.links if link.relation.asks_again}
        replaced = {link.later for link in thread.links} - again
        begun = thread.asked - len(again) - len(replaced)
        assert begun >= 1
        assert thread.repeated == len(again) < thread.asked
        assert thread.places == {place for item in thread.items for place in item.places}
    assert sum(len(thread.links) for thread in made) == sum(link.joins for link in links)


@given(recorded(), st.data())
def test_withdrawing_a_link_gives_back_the_threads_before_it(found, data) -> None:
    items, links = found
    before = threads(items.values(), links)
    names = st.sampled_from(sorted(items))
    link = Link(later=data.draw(names), earlier=data.draw(names), relation=Relation.REPEATS)
    withdrawn = Link(later=link.later, earlier=link.earlier, relation=link.relation, withdrawn=True)
    assert threads(items.values(), [*links, withdrawn]) == before


@given(recorded())
def test_an_ask_comes_after_what_it_takes_up_and_after_what_is_surely_earlier(found) -> None:
    items, links = found
    for thread in threads(items.values(), links):
        place = {item.id: number for number, item in enumerate(thread.items)}
        for link in thread.links:
            assert place[link.earlier] < place[link.later]
        for one in thread.items:
            for other in thread.items:
                assert not one.to_day < other.from_day or place[one.id] < place[other.id]


@given(recorded(), st.data())
def test_what_one_may_not_see_joins_nothing(found, data) -> None:
    items, links = found
    shown = data.draw(st.sets(st.sampled_from(sorted(items))))
    part = [item for name, item in items.items() if name in shown]
    told = threads(part, links)
    assert {item.id for thread in told for item in thread.items} == shown
    assert all({link.later, link.earlier} <= shown for thread in told for link in thread.links)
