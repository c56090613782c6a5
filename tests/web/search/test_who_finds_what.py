"""Nobody finds, counts or guesses what they may not open."""

from datetime import date

import pytest
from django.utils import timezone
from tests import cast
from tests.web.search.conftest import CANARY, EVERYTHING

from habeas.search import Facet, read_query
from habeas.web.people.access import NOBODY, Reader, reader_of
from habeas.web.reading.models import Reading
from habeas.web.search import kept
from habeas.web.search.access import Found
from habeas.web.search.gathering import EVERYTHING as INDEXER
from habeas.web.search.kinds import KINDS

pytestmark = [pytest.mark.django_db, pytest.mark.bothdbs]
READ_THE_FILE = ("desk officer", "publication officer", "head of body")


def may_open(reader: Reader) -> set[str]:
    """What the doors themselves say, of what is in ``every_kind``."""
    return {
        f"{code}:{public_id}"
        for code, kind in KINDS.items()
        if code != "party"
        for public_id in kind.rows(reader).values_list("public_id", flat=True)
    }


def rows(found: Found) -> set[str]:
    """The keys of what is a row of the store: law, rules and help are everybody's."""
    return {one.key for one in found.results if one.key.partition(":")[0] in KINDS}


def told(found: Found) -> str:
    """All that a reader is told, in one string."""
    return repr(found.results) + repr(found.facets)


def test_who_finds_what_and_how_much_is_counted(store, keys) -> None:
    for name in [*cast.CAST, "the public"]:
        reader = reader_of(cast.CAST[name]()) if name in cast.CAST else NOBODY
        found = keys(EVERYTHING, reader)
        assert rows(found) == may_open(reader), name
        assert found.count == len(found.results) == sum(one.count for one in found.facets[Facet.KIND])
        assert sum(one.count for one in found.facets[Facet.PARTY]) == len(rows(found))
        inside = name in READ_THE_FILE
        assert (CANARY in told(found)) is inside
        assert (keys(CANARY, reader).count > 0) is inside
        assert ("psychiatric" in {one.code for one in found.facets[Facet.PLACE]}) is inside
        assert (keys("sentfinch", reader).count > 0) is (inside or name == "liaison officer")


def test_a_member_of_a_delegation_finds_the_file_of_its_party(member, store, keys) -> None:
    found = keys(EVERYTHING, reader_of(member))
    assert rows(found) == may_open(reader_of(member))
    assert CANARY in told(found)


def test_the_working_number_of_a_public_report_is_found_by_who_reads_the_file(store, keys, member) -> None:
    assert keys('"Working plain"').count == 0
    for user in (cast.desk_officer(), member):
        assert keys('"Working plain"', reader_of(user)).count == 1


def test_the_public_index_holds_nothing_else(store) -> None:
    """Asked as if by somebody who may see everything: it is not there."""
    public, every = kept.opened(public=True), kept.opened(public=False)
    for words, there in ((CANARY, True), ("sentfinch", True), ('"Working plain"', True), ("plain", True)):
        wanted = kept.parts().Wanted(query=read_query(words), seen_by=None, opened=None)
        assert (every.search(wanted, limit=1).count > 0) is there
        assert (public.search(wanted, limit=1).count > 0) is (words == "plain")


def test_a_page_tells_nothing_by_theme_or_place_or_number(store, client, signed_in) -> None:
    for browser, inside in ((client, False), (signed_in(cast.desk_officer()), True)):
        answer = browser.post("/search/", {"q": EVERYTHING}, follow=True)
        page = answer.content.decode()
        assert answer.status_code == 200
        assert (CANARY in page) is inside
        theme = store.held.ask.themes.get(name__contains=CANARY)
        narrowed = browser.get(answer.redirect_chain[-1][0], {"theme": theme.pk}).content.decode()
        assert (store.held.ask.public_id in narrowed) is inside
        assert (CANARY in narrowed) is inside


def test_what_was_withdrawn_and_the_register_are_not_found(store, keys) -> None:
    store.held.ask.claims.update(withdrawn_why="typed twice")
    kept.make_anew()  # from the store alone
    assert not any(one.key.startswith("claim:") for one in keys(CANARY, INDEXER).results)
    assert not any("custody" in kind.rows(NOBODY).model._meta.label_lower for kind in KINDS.values())


def test_what_was_read_is_found_by_who_may_read_it_and_by_nobody_else(store, keys, member) -> None:
    """In any form of its words, and by who may import: to read the whole file is not enough."""
    desk = reader_of(cast.desk_officer())
    others = (NOBODY, reader_of(member), reader_of(cast.publication_officer()))
    for words in ("адвокат", "полиция", f"отчет AND {CANARY}"):
        found = keys(words, desk)
        assert [(one.code, one.confidential, one.day) for one in found.results] == [
            ("reading", True, date(2024, 7, 5))
        ], words
        assert [keys(words, other).count for other in others] == [0, 0, 0]
    Reading.objects.update(withdrawn_at=timezone.now())
    assert keys("адвокат", desk).results == ()
