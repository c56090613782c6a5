"""What is due: only what a letter or a document set, only what the reader may know, in four forms."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from tests import cast
from tests.web.facts import every_kind, orland, source

from habeas.clock import Edtf
from habeas.web.clocks.access import Due, dues_for
from habeas.web.clocks.calendar_file import calendar_file
from habeas.web.clocks.month import month_asked, month_of
from habeas.web.dialogue.models import Letter, LetterAct
from habeas.web.parties.models import Party
from habeas.web.reports.models import Document, DocumentAct

TODAY = date(2031, 4, 7)


def letter(*acts: tuple[str, str], klass: str = "confidential", subject: str = "On damp") -> Letter:
    row = Letter.objects.create(
        party=orland(), source=source(), sender="The Committee", addressee="B", subject=subject, klass=klass
    )
    for kind, day in acts:
        LetterAct.objects.create(letter=row, kind=kind, date=day)
    return row


def due_on(day: date, number: str = "0123456789ab", what: str = "a") -> Due:
    when = Edtf.parse(day.isoformat())
    return Due(
        number=number,
        what=what,
        party=Party(name="Orland"),
        when=when,
        before=None,
        late=False,
        address="/",
        klass="confidential",
    )


# What is due ------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.bothdbs
def test_only_what_a_letter_set_is_due_and_an_extension_keeps_the_date_before() -> None:
    letter(("sent", "2031-01-01"))
    letter(("sent", "2031-01-01"), ("due", "2031-03-01"), ("answered", "2031-02-01"))
    letter(("due", "2031-03-01"), ("extended", "2031-05-01"))
    (found,) = dues_for(cast.reader(cast.desk_officer()), TODAY)
    assert (found.when.text, found.before.text, found.late) == ("2031-05-01", "2031-03-01", False)


@pytest.mark.django_db
def test_a_document_that_was_answered_is_no_longer_due() -> None:
    report = Document.objects.create(party=orland(), source=source(), kind="visit report")
    DocumentAct.objects.create(document=report, kind="due", date="2031-04-06")
    dana = cast.reader(cast.desk_officer())
    assert [due.late for due in dues_for(dana, TODAY)] == [True]
    Document.objects.create(party=orland(), source=source(), kind="response", responds_to=report)
    assert dues_for(dana, TODAY) == []


@pytest.mark.django_db
@pytest.mark.parametrize("who", [cast.somebody, cast.auditor, cast.delegation_member])
@pytest.mark.parametrize("path", ["", "?export=csv", "month/?month=2031-05", "due.ics"])
def test_who_does_not_read_the_file_learns_of_no_day(who, path, signed_in) -> None:
    letter(("due", "2031-05-01"))
    assert b"2031" in signed_in(cast.desk_officer()).get(f"/due/{path}").content
    told = signed_in(who()).get(f"/due/{path}").content.decode()
    assert "20310501" not in told
    assert "/letters/" not in re.sub(r'href="/letters/"', "", told)


@pytest.mark.django_db
def test_the_list_is_narrowed_by_party_state_and_how_soon(signed_in) -> None:
    today = timezone.localdate()
    letter(("due", (today - timedelta(days=3)).isoformat()), subject="late one")
    letter(("due", (today + timedelta(days=20)).isoformat()), subject="soon one")
    desk = signed_in(cast.desk_officer())

    def told(query: str) -> list[bool]:
        page = desk.get(f"/due/?{query}").content.decode()
        return ["late one" in page, "soon one" in page]

    assert told("") == [True, True]
    assert told("state=late") == [True, False]
    assert told("within=7") == [True, False]
    assert told("within=30&state=due") == [False, True]
    assert told("party=orland") == [True, True]


# A month ----------------------------------------------------------------------------------------------


@given(st.dates(date(1900, 2, 1), date(2200, 1, 1)), st.sampled_from(["en", "ar", "fr", "az"]))
def test_each_day_of_a_month_stands_in_it_once_with_what_is_due(day, language) -> None:
    with translation.override(language):
        shown = month_of(day.replace(day=1), [due_on(day)], TODAY)
    inside = [cell.day for week in shown.weeks for cell in week.days if cell.inside]
    assert inside == sorted(set(inside))
    assert len(inside) in (28, 29, 30, 31)
    assert [cell.day for week in shown.weeks for cell in week.days if cell.dues and cell.inside] == [day]
    assert all(len(week.days) == 7 for week in shown.weeks)
    assert month_asked(month_of(month_asked(shown.before, TODAY), [], TODAY).after, TODAY) == shown.first


@pytest.mark.parametrize("text", ["", "2031", "2031-13", "0-1", "99999-01", "a-b", "2031-1-1"])
def test_a_month_that_is_none_is_this_one(text) -> None:
    assert month_asked(text, TODAY) == date(2031, 4, 1)


@pytest.mark.parametrize("text", ["0001-01", "1900-01", "2999-12", "9999-12"])
def test_the_ends_of_the_calendar_are_no_fault(text, signed_in, db) -> None:
    assert signed_in(cast.desk_officer()).get(f"/due/month/?month={text}").status_code == 200


@pytest.mark.django_db
def test_what_is_due_in_a_month_only_stands_beneath_it(signed_in) -> None:
    letter(("due", "2031-05"))
    page = signed_in(cast.desk_officer()).get("/due/month/?month=2031-05").content.decode()
    assert "on a day not known" in page
    assert "On damp" in page


# A calendar file --------------------------------------------------------------------------------------


@given(
    st.lists(
        st.tuples(
            st.dates(date(1970, 1, 1), date(2200, 1, 1)),
            st.text("0123456789abcdef", min_size=12, max_size=12),
        ),
        max_size=20,
        unique_by=lambda pair: pair[1],
    ),
    st.sampled_from(["en", "ar", "fr"]),
)
def test_a_calendar_file_is_read_back_and_holds_days_and_numbers_only(pairs, language) -> None:
    dues = [due_on(day, number, what="CANARY") for day, number in pairs]
    with translation.override(language):
        data = calendar_file(dues, page="https://habeas.example/due/", at=timezone.now())
    assert b"CANARY" not in data
    assert b"Orland" not in data
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    events = Calendar.from_ical(data).walk("VEVENT")
    assert [(event["dtstart"].dt, str(event["uid"])) for event in events] == [
        (day, f"{number}@habeas.invalid") for day, number in pairs
    ]
    assert len({str(event["summary"]) for event in events}) <= 1


@pytest.mark.django_db
def test_that_a_calendar_file_left_is_noted_and_it_says_nothing_of_what(signed_in, journalled) -> None:
    row = letter(("due", "2031-05-01"), subject="zebrafinch")
    with journalled("clocks.taken"):
        answer = signed_in(cast.desk_officer()).get("/due/due.ics")
    told = answer.content.decode()
    assert "DTSTART;VALUE=DATE:20310501" in told
    for leaked in ("zebrafinch", "Orland", "Committee", row.public_id, "letter"):
        assert leaked not in told


@pytest.mark.django_db
def test_nothing_immediate_or_agreed_counts_without_a_letter(signed_in) -> None:
    every_kind("confidential", "plain")  # its letter alone sets a day
    assert len(dues_for(cast.reader(cast.desk_officer()), TODAY)) == 1
