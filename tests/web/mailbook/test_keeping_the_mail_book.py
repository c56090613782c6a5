"""What came in, what was done with it, and what must be answered before any of it is shared."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import cast
from tests.web.facts import every_kind, orland, source

from habeas.errors import RefusedError
from habeas.web.mailbook import actions
from habeas.web.mailbook.harm import QUESTIONS, refuse_harm
from habeas.web.mailbook.lists import state_of
from habeas.web.mailbook.models import HarmCheck, MailEntry, MailStep
from habeas.web.visits.models import Membership, Visit

TODAY = date(2021, 4, 7)
CALM = {question.key: question.calm for question in QUESTIONS}


def entered(reader) -> MailEntry:
    row = MailEntry(party=orland(), received_on=TODAY, sender_kind="family", theme="conditions")
    actions.receive(reader, row, who="", sender=None, readers=[])
    return row


# The questions ------------------------------------------------------------------------------------------


@given(st.dictionaries(st.sampled_from(sorted(CALM)), st.booleans()), st.sampled_from(["", "   "]))
def test_without_a_reason_only_calm_answers_pass_and_only_all_of_them(answers, why) -> None:
    if answers == CALM:
        refuse_harm(answers, why)
    else:
        with pytest.raises(RefusedError):
            refuse_harm(answers, why)


@given(st.fixed_dictionaries(dict.fromkeys(CALM, st.booleans())))
def test_no_reason_carries_what_exposes_somebody(answers) -> None:
    exposed = answers["traceable"] and not answers["agreed"]
    unwatched = answers["punished"] and not answers["watched"]
    if exposed or unwatched:
        with pytest.raises(RefusedError, match=r"agreed|check back"):
            refuse_harm(answers, "it must be raised")
    else:
        refuse_harm(answers, "it must be raised")


@pytest.mark.django_db
def test_an_entry_is_linked_to_a_letter_only_through_the_questions(signed_in, journalled) -> None:
    letter = every_kind("confidential", "out").letter
    dana = cast.desk_officer()
    row, desk = entered(cast.reader(dana)), signed_in(dana)
    address = f"/mail-book/{row.public_id}/letter/"
    chosen = {"letter": letter.public_id, "why": ""}

    def sent(answers):
        return desk.post(address, chosen | {key: "yes" if yes else "no" for key, yes in answers.items()})

    assert sent({}).status_code == 200
    assert "has not agreed" in sent(CALM | {"agreed": False, "traceable": True}).content.decode()
    assert not HarmCheck.objects.exists()
    with journalled("mail.linked"):
        sent(CALM)
    assert HarmCheck.objects.get().answers == CALM
    assert "Subject out" in desk.get(f"/mail-book/{row.public_id}/").content.decode()
    with pytest.raises(RefusedError, match="already"):
        actions.link_letter(cast.reader(dana), row, letter, answers=CALM, why="")


# Steps --------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.bothdbs
def test_whether_it_was_answered_follows_from_the_steps(journalled) -> None:
    dana = cast.reader(cast.desk_officer())
    row = entered(dana)
    assert state_of(row) == "open"
    step = MailStep(entry=row, kind="answered", on=date(2021, 5, 1))
    with journalled("mail.step"):
        actions.add_step(dana, step)
    assert state_of(row) == "answered"
    with journalled("mail.step_withdrawn"):
        actions.withdraw_step(dana, step, reason="another letter")
    assert state_of(MailEntry.objects.get()) == "open"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "with_visit", "on", "code"),
    [
        ("used", False, date(2021, 5, 1), "mail-used-for-none"),
        ("answered", True, date(2021, 5, 1), "mail-used-for-none"),
        ("answered", False, date(2021, 4, 6), "mail-before-received"),
    ],
)
def test_a_step_that_cannot_be_is_refused(kind, with_visit, on, code) -> None:
    dana = cast.reader(cast.desk_officer())
    visit = Visit.objects.create(party=orland(), source=source()) if with_visit else None
    with pytest.raises(RefusedError) as refused:
        actions.add_step(dana, MailStep(entry=entered(dana), kind=kind, on=on, visit=visit))
    assert refused.value.code == code


@pytest.mark.django_db
def test_what_is_used_for_a_visit_says_so(signed_in) -> None:
    dana = cast.desk_officer()
    row, desk = entered(cast.reader(dana)), signed_in(dana)
    visit = Visit.objects.create(party=orland(), source=source(), date="2022-01")
    address = f"/mail-book/{row.public_id}/"
    used = {"kind": "used", "on": "2021-06-01", "visit": visit.public_id}
    assert desk.post(f"{address}step/", used).status_code == 302
    assert f"/visits/{visit.public_id}/" in desk.get(address).content.decode()


@pytest.mark.django_db
def test_a_change_asks_why_and_keeps_what_was(signed_in, journalled) -> None:
    dana = cast.desk_officer()
    row, desk = entered(cast.reader(dana)), signed_in(dana)
    values = {"received_on": "2020-01-02", "channel": "post", "sender_kind": "family", "theme": "health"}
    address = f"/mail-book/{row.public_id}/change/"
    assert desk.post(address, values).status_code == 200
    with journalled("mail.changed") as noted:
        desk.post(address, values | {"reason": "misread"})
    assert noted[0].revision.changes["theme"] == ["conditions", "health"]


@pytest.mark.django_db
def test_nothing_is_received_in_days_to_come(signed_in) -> None:
    desk = signed_in(cast.desk_officer())
    given_ = {
        "party": orland().slug,
        "received_on": "2999-01-01",
        "channel": "post",
        "sender_kind": "family",
        "theme": "other",
    }
    assert "has not come yet" in desk.post("/mail-book/receive/", given_).content.decode()


# Who reads it -------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_member_reads_the_mail_of_the_partys_file_and_nobody_elses(signed_in) -> None:
    row = entered(cast.reader(cast.desk_officer()))
    member = cast.delegation_member()
    browser, address = signed_in(member), f"/mail-book/{row.public_id}/"
    assert browser.get(address).status_code == 404
    assert address not in browser.get("/mail-book/").content.decode()
    visit = Visit.objects.create(party=orland(), source=source())
    Membership.objects.create(visit=visit, user=member, role="member", from_day=cast.LONG_AGO)
    assert browser.get(address).status_code == 200
    assert browser.post(f"{address}step/", {}).status_code == 404
    assert browser.post(f"{address}sender/").status_code == 404
