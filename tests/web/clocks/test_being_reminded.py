"""A feed and mails: off until their owner switches them on, and without a word of content."""

import io
import logging
import re
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.utils import timezone
from tests import cast
from tests.web.facts import orland, source

from habeas.web.clocks.actions import hash_of, switch_mails_on
from habeas.web.clocks.digests import send_digests
from habeas.web.clocks.models import Feed, Reminder
from habeas.web.dialogue.models import Letter, LetterAct
from habeas.web.journal.models import JournalEntry
from habeas.web.shell.log_lines import Plain

pytestmark = [pytest.mark.django_db, pytest.mark.bothdbs]
CANARY = "zebrafinch"
ADDRESS = "dana@body.example"


@pytest.fixture
def dana():
    return cast.desk_officer()


def something_due(days: int = 3) -> None:
    row = Letter.objects.create(
        party=orland(), source=source(), sender=CANARY, addressee="B", subject=CANARY, note=CANARY
    )
    day = timezone.localdate() + timedelta(days=days)
    LetterAct.objects.create(letter=row, kind="due", date=day.isoformat(), note=CANARY)


def switched_on(browser) -> str:
    page = browser.post("/due/reminders/", {"do": "feed_on"}).content.decode()
    return re.search(r"http://testserver(/due/feed/[^<]+)", page).group(1)


# The feed -----------------------------------------------------------------------------------------------


def test_the_feed_is_off_until_its_owner_switches_it_on(dana, signed_in, client, journalled) -> None:
    something_due()
    desk = signed_in(dana)
    assert "leave this machine" in desk.get("/due/reminders/").content.decode()
    with journalled("clocks.feed_on") as noted:
        address = switched_on(desk)
    token = address.removeprefix("/due/feed/").removesuffix(".ics")
    assert Feed.objects.get().token_sha256 == hash_of(token)
    assert token not in repr([vars(entry) for entry in noted]) + desk.get("/due/reminders/").content.decode()
    told = client.get(address)
    assert told["Content-Type"].startswith("text/calendar")
    assert "no-store" in told["Cache-Control"]
    assert b"Something is due" in told.content
    for leaked in (CANARY.encode(), b"Orland", b"Dana"):
        assert leaked not in told.content


def test_a_feed_that_was_switched_off_or_replaced_is_not_found(dana, signed_in, client, journalled) -> None:
    desk = signed_in(dana)
    first, second = switched_on(desk), switched_on(desk)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    with journalled("clocks.feed_off"):
        desk.post("/due/reminders/", {"do": "feed_off"})
        desk.post("/due/reminders/", {"do": "feed_off"})
    assert client.get(second).status_code == client.get("/due/feed/guessed.ics").status_code == 404


def test_a_feed_shows_what_its_owner_may_still_know(dana, signed_in, client) -> None:
    something_due()
    address = switched_on(signed_in(dana))
    assert b"VEVENT" in client.get(address).content
    dana.grants.update(until=cast.LONG_AGO)
    assert b"VEVENT" not in client.get(address).content
    dana.is_active = False
    dana.save()
    assert client.get(address).status_code == 404


def test_nobody_switches_it_on_for_another(dana, signed_in) -> None:
    switched_on(signed_in(dana))
    signed_in(cast.head_of_body()).post("/due/reminders/", {"do": "feed_off"})
    assert Feed.objects.get().ended_at is None


# Mails --------------------------------------------------------------------------------------------------


def asked(user) -> None:
    switch_mails_on(cast.reader(user), user, ADDRESS)


def test_a_mail_says_that_something_is_due_and_nothing_else(dana, settings) -> None:
    settings.MAILS = True
    something_due()
    asked(dana)
    assert send_digests(timezone.localdate()) == 1
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == ([ADDRESS], "Something is due")
    for leaked in (CANARY, "Orland", "Dana", "/due/", "letter"):
        assert leaked not in sent.message().as_string()


@pytest.mark.parametrize("switch", ["MAILS", "asked", "due", "role", "account"])
def test_without_one_of_these_nothing_is_sent(switch, dana, settings) -> None:
    settings.MAILS = switch != "MAILS"
    something_due(days=30 if switch == "due" else 3)
    if switch != "asked":
        asked(dana)
    if switch == "role":
        dana.grants.update(until=cast.LONG_AGO)
    if switch == "account":
        type(dana).objects.update(is_active=False)
    assert send_digests(timezone.localdate()) == 0
    assert mail.outbox == []


def test_each_switch_is_noted_without_the_address_which_is_then_forgotten(
    dana, signed_in, settings, journalled
) -> None:
    settings.MAILS = True
    desk = signed_in(dana)
    with journalled("clocks.mails_on"):
        desk.post("/due/reminders/", {"do": "mails_on", "address": ADDRESS})
    assert ADDRESS not in desk.get("/due/reminders/").content.decode()
    with journalled("clocks.mails_off"):
        desk.post("/due/reminders/", {"do": "mails_off"})
    assert Reminder.objects.get().address == ""
    assert ADDRESS not in repr(list(JournalEntry.objects.values_list("fields", "reason", "object_id")))


def test_where_no_mail_is_sent_nobody_is_asked_for_an_address(dana, signed_in) -> None:
    desk = signed_in(dana)
    assert "sends no mail" in desk.get("/due/reminders/").content.decode()
    desk.post("/due/reminders/", {"do": "mails_on", "address": ADDRESS})
    assert not Reminder.objects.exists()


def test_a_server_of_mail_that_refuses_is_logged_without_the_address(dana, settings, monkeypatch) -> None:
    def refuse(*_given: object) -> int:
        raise SMTPRecipientsRefused({ADDRESS: (550, CANARY.encode())})

    settings.MAILS = True
    something_due()
    asked(dana)
    monkeypatch.setattr("habeas.web.clocks.digests.send_mail", refuse)
    said = io.StringIO()
    plain = next(one for one in logging.getLogger().handlers if isinstance(one.formatter, Plain))
    monkeypatch.setattr(plain, "stream", said)
    assert send_digests(timezone.localdate()) == 0
    assert "SMTPRecipientsRefused" in said.getvalue()
    for leaked in (ADDRESS, CANARY):
        assert leaked not in said.getvalue()
