"""Asks are linked by hand: only earlier ones of the same Party are offered, and a link can be withdrawn."""

from typing import Any

import pytest
from django.urls import reverse
from tests import cast
from tests.web.facts import every_kind, orland, source

from habeas.web.parties.actions import add_party
from habeas.web.parties.models import Authority, Succession
from habeas.web.places.models import Place
from habeas.web.reports.models import Ask
from habeas.web.threads.models import AskLink

pytestmark = [pytest.mark.django_db, pytest.mark.bothdbs]


def ask(text: str, date: str, **columns: Any) -> Ask:
    shared = {"party": orland(), "source": source(), "klass": "confidential", "kind": "recommendation"}
    return Ask.objects.create(text=text, date=date, **(shared | columns))


@pytest.fixture
def desk(signed_in):
    return signed_in(cast.desk_officer())


def way(name: str, row: Ask) -> str:
    return reverse(f"threads:{name}", args=[row.public_id])


def linked(desk: Any, later: Ask, *earlier: Ask, relation: str = "repeats") -> Any:
    given = {"earlier": [one.public_id for one in earlier], "relation": relation, "certainty": "seen"}
    return desk.post(way("link", later), given)


def test_only_what_may_be_earlier_of_the_same_party_is_offered_and_found_by_words(desk) -> None:
    now = ask("Keep registers.", "2021-03")
    ask("Open a lawyer’s office.", "2019")
    ask("Keep one register.", "2019")
    ask("LATER register", "2022")
    ask("FOREIGN register", "2010", party=add_party(None, name="Nordia"))
    page = desk.get(way("link", now)).content.decode()
    assert "Keep one register." in page
    assert "lawyer’s office" in page
    assert "LATER" not in page
    assert "FOREIGN" not in page
    found = desk.get(way("link", now), {"q": "register"}).content.decode()
    assert "Keep one register." in found
    assert "lawyer’s office" not in found


def test_a_chain_is_shown_in_order_from_any_of_its_asks_with_its_counts(desk, journalled) -> None:
    first, second, third = ask("First words.", "2010"), ask("Second words.", "2015"), ask("Third.", "2020")
    first.places.add(Place.objects.create(name="Northgate", party=orland(), source=source()))
    with journalled("link.added") as entries:
        assert linked(desk, third, second).status_code == 302
    assert entries[0].party_id == orland().public_id
    linked(desk, second, first, relation="narrows")
    for row in (first, second, third):
        page = desk.get(way("thread", row)).content.decode()
        order = [page.index(f"ask-{one.public_id}") for one in (first, second, third)]
        assert order == sorted(order)
        assert "3 times, repeated 2 times" in page
        assert "1 place:" in page
    assert "<del>First</del>" in page
    assert "<ins>Second</ins>" in page
    assert (AskLink.objects.first().date, AskLink.objects.first().klass) != ("", "public")


def test_a_withdrawn_link_gives_back_the_threads_before_it_and_stays_readable(desk, journalled) -> None:
    first, second = ask("First.", "2010"), ask("Second.", "2015")
    linked(desk, second, first)
    row = AskLink.objects.get()
    with journalled("link.withdrawn"):
        desk.post(reverse("threads:withdraw", args=["link", row.public_id]), {"reason": "another demand"})
    page = desk.get(way("thread", second)).content.decode()
    assert f"ask-{first.public_id}" not in page
    assert "another demand" in page
    assert linked(desk, second, first).status_code == 302  # it can be said again


def test_none_of_these_is_kept_and_not_asked_again(desk) -> None:
    first, second = ask("First.", "2010"), ask("Second.", "2015")
    linked(desk, second, first, relation="none")
    assert AskLink.objects.get().relation == "none"
    assert first.public_id not in desk.get(way("link", second)).content.decode()
    page = desk.get(way("thread", second)).content.decode()
    assert f"ask-{first.public_id}" not in page
    assert "is another demand than" in page


def test_a_link_that_cannot_be_is_refused_in_words_and_none_of_several_is_kept(desk) -> None:
    # Dates known in part: each pair alone may be, all three together run in a circle.
    one, two, three = ask("One.", "2010/2020"), ask("Two.", "2010/2020"), ask("Three.", "2010/2020")
    linked(desk, two, one)
    linked(desk, three, two)
    fourth = ask("Four.", "2012")
    answer = linked(desk, one, fourth, three)
    assert answer.status_code == 200
    assert "earlier" in answer.context["form"].errors
    assert AskLink.objects.count() == 2


def test_one_ask_merges_two(desk) -> None:
    one, two, both = ask("One.", "2010"), ask("Two.", "2011"), ask("Both.", "2015")
    assert linked(desk, both, one, two, relation="merges").status_code == 302
    page = desk.get(way("thread", one)).content.decode()
    assert "3 times, repeated 1 time" in page


def test_the_list_of_threads_is_narrowed_sorted_and_taken_away(desk, journalled) -> None:
    first, second, third = ask("First.", "2010"), ask("Second.", "2015"), ask("Third.", "2020")
    linked(desk, second, first)
    linked(desk, third, second)
    alone = ask("Alone.", "2018")
    given = {"degree": "implemented", "date": "2019", "third_party": "told", "certainty": "seen"}
    desk.post(way("assess", alone), given)
    every = desk.get(reverse("threads:list")).content.decode()
    assert "Third." in every
    assert "Alone." in every
    assert "Second." not in every  # it is a thread, told by how it was last asked
    for query, shown, hidden in (
        ({"repeated": "2"}, "Third.", "Alone."),
        ({"state": "closed"}, "Alone.", "Third."),
        ({"state": "never"}, "Third.", "Alone."),
        ({"text": "second"}, "Third.", "Alone."),
        ({"party": "orland", "sort": "-asked"}, "Third.", "No such"),
    ):
        page = desk.get(reverse("threads:list"), query).content.decode()
        assert shown in page
        assert hidden not in page
    with journalled("list.exported"):
        file = desk.get(reverse("threads:list"), {"export": "csv"})
    assert 'filename="threads-confidential.csv"' in file["Content-Disposition"]
    assert "Third." in file.content.decode("utf-8-sig")


def test_who_answers_now_for_the_authority_that_it_was_addressed_to(desk) -> None:
    row = ask("Open the doors.", "2010", addressee="ministry of order")
    of = {"party": orland(), "source": source()}
    old = Authority.objects.create(name="Ministry of Order", **of)
    new = Authority.objects.create(name="Prison Service", **of)
    Succession.objects.create(authority=old, successor=new, date="2015", **of)
    page = desk.get(way("thread", row)).content.decode()
    assert page.index("Ministry of Order") < page.index("now answered for by") < page.index("Prison Service")


def test_the_page_of_an_ask_leads_to_its_thread(desk) -> None:
    facts = every_kind("confidential", "held")
    linked(desk, facts.ask, ask("Before.", "2010"))
    page = desk.get(reverse("reports:ask", args=[facts.ask.public_id])).content.decode()
    assert "asked 2 times since 2010" in page
    assert way("thread", facts.ask) in page
