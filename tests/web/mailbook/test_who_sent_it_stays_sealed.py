"""Who sent something is shown to those named on the entry, noted each time, and stands nowhere else."""

import io
import logging
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import cast
from tests.web.facts import every_kind, orland

from habeas.errors import RefusedError
from habeas.web.journal.models import JournalEntry, Revision
from habeas.web.mailbook import actions
from habeas.web.mailbook.models import MailEntry, NamedReader, SealedSender
from habeas.web.shell.log_lines import Plain

pytestmark = [pytest.mark.django_db, pytest.mark.bothdbs]
SENDER = "zebrafinch in cell nine"
GIST = "waxwing writes of no doctor"
TODAY = date(2031, 4, 7)


@pytest.fixture
def dana():
    return cast.desk_officer()


@pytest.fixture
def entry(dana) -> MailEntry:
    row = MailEntry(party=orland(), received_on=TODAY, sender_kind="prisoner", theme="health", gist=GIST)
    actions.receive(cast.reader(dana), row, who=SENDER, sender=None, readers=[])
    return row


def received(**more: object) -> dict[str, object]:
    return {
        "party": orland().slug,
        "received_on": "2020-04-07",
        "channel": "post",
        "sender_kind": "prisoner",
        "theme": "health",
        "gist": GIST,
        "sealed_who": SENDER,
    } | more


def test_what_came_in_is_entered_and_opened_by_who_entered_it(dana, signed_in, journalled) -> None:
    desk = signed_in(dana)
    with journalled("mail.received"):
        answer = desk.post("/mail-book/receive/", received())
    assert SENDER not in desk.get(answer["Location"]).content.decode()
    asked = desk.get(f"{answer['Location']}sender/")
    assert SENDER not in asked.content.decode()
    with journalled("mail.sender_read") as noted:
        shown = desk.post(f"{answer['Location']}sender/")
    assert SENDER in shown.content.decode()
    assert MailEntry.objects.get().sender.pseudonym in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert (noted[0].actor, noted[0].fields) == (dana, [])


@pytest.mark.parametrize(
    "who", [cast.head_of_body, cast.publication_officer, cast.delegation_member, cast.auditor]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_else_opens_it_whatever_the_role(who, method, entry, signed_in) -> None:
    other = signed_in(who())
    assert getattr(other, method)(f"/mail-book/{entry.public_id}/sender/").status_code == 404
    assert not JournalEntry.objects.filter(action="mail.sender_read").exists()


def test_who_is_named_opens_it_until_it_ends(entry, dana, signed_in, journalled) -> None:
    paul, head = cast.publication_officer(), cast.head_of_body()
    desk, address = signed_in(dana), f"/mail-book/{entry.public_id}/"
    with journalled("mail.reader_named"):
        desk.post(f"{address}named/", {"user": paul.public_id, "reason": "answers it"})
    assert SENDER in signed_in(paul).post(f"{address}sender/").content.decode()
    naming = NamedReader.objects.get(user=paul)
    with journalled("mail.reader_ended"):
        signed_in(head).post(f"{address}named/{naming.public_id}/end/", {"reason": "answered"})
    assert signed_in(paul).post(f"{address}sender/").status_code == 404


def test_the_head_of_the_body_names_others_but_not_themselves(entry, signed_in) -> None:
    head = cast.head_of_body()
    with pytest.raises(RefusedError, match="Nobody names themselves"):
        actions.name_reader(cast.reader(head), entry, head, reason="curious")
    page = signed_in(head).get(f"/mail-book/{entry.public_id}/named/").content.decode()
    assert head.public_id not in page


def test_who_no_longer_reads_the_file_no_longer_opens_it(entry, dana, signed_in) -> None:
    dana.grants.update(until=date(2002, 1, 1))
    assert signed_in(dana).post(f"/mail-book/{entry.public_id}/sender/").status_code == 404


def test_only_readers_of_the_file_can_be_named(dana, signed_in) -> None:
    stranger = cast.auditor()
    answer = signed_in(dana).post("/mail-book/receive/", received(readers=[stranger.public_id]))
    assert answer.status_code == 200
    assert not MailEntry.objects.exists()


def test_a_sender_who_writes_again_keeps_the_pseudonym_for_those_who_know_it(dana, entry, signed_in) -> None:
    known = entry.sender.pseudonym
    twice = received(known_as=known, sealed_who="")
    stranger = signed_in(cast.head_of_body()).post("/mail-book/receive/", twice)
    assert "There is no such sender" in stranger.content.decode()
    assert signed_in(dana).post("/mail-book/receive/", twice).status_code == 302
    assert MailEntry.objects.filter(sender=entry.sender).count() == 2


def test_a_pseudonym_tells_nothing(dana) -> None:
    made = set()
    for _ in range(50):
        row = MailEntry(party=orland(), received_on=TODAY, sender_kind="family", theme="other")
        actions.receive(cast.reader(dana), row, who=SENDER, sender=None, readers=[])
        made.add(row.sender.pseudonym)
    assert len(made) == 50
    assert all(re.fullmatch(r"[2-9a-z]{4}-[2-9a-z]{4}", one) for one in made)


def test_it_stands_in_no_list_file_journal_or_page(entry, dana, signed_in, client) -> None:
    every_kind("public", "plain")
    desk, auditor = signed_in(dana), signed_in(cast.auditor())
    desk.post(f"/mail-book/{entry.public_id}/sender/")
    pages = [
        *(desk.get(f"/mail-book/{query}") for query in ("", "?export=csv", "?export=xlsx", "?compact=1")),
        desk.get(f"/mail-book/{entry.public_id}/"),
        desk.get(f"/mail-book/{entry.public_id}/change/"),
        desk.get("/"),
        desk.get("/dossier/orland/"),
        desk.get("/dossier/orland/dossier.json"),
        auditor.get("/journal/"),
        client.get("/dossier/orland/"),
    ]
    told = b"".join(page.content for page in pages) + b"".join(
        auditor.post("/journal/export/").streaming_content
    )
    for sealed in (SENDER, entry.sender.pseudonym):
        assert sealed.encode() not in told
    written = repr(list(Revision.objects.values_list("changes"))) + repr(
        list(JournalEntry.objects.values_list("fields", "reason", "object_id"))
    )
    for kept_out in (SENDER, GIST, entry.sender.pseudonym):
        assert kept_out not in written


def test_no_query_for_a_page_or_list_touches_the_sealed_table(entry, dana, signed_in) -> None:
    desk = signed_in(dana)
    with CaptureQueriesContext(connection) as asked:
        desk.get("/mail-book/")
        desk.get(f"/mail-book/{entry.public_id}/")
        desk.get(f"/mail-book/{entry.public_id}/sender/")
        desk.get("/")
    assert SealedSender._meta.db_table not in repr(asked.captured_queries)


def test_a_fault_while_it_is_stored_is_logged_without_it(dana, signed_in, monkeypatch) -> None:
    def broken(*_given: object, **_more: object) -> None:
        raise RuntimeError(SENDER)

    monkeypatch.setattr("habeas.web.mailbook.actions.record", broken)
    said = io.StringIO()
    plain = next(one for one in logging.getLogger().handlers if isinstance(one.formatter, Plain))
    monkeypatch.setattr(plain, "stream", said)
    desk = signed_in(dana)
    desk.raise_request_exception = False
    assert desk.post("/mail-book/receive/", received()).status_code == 500
    assert "RuntimeError" in said.getvalue()
    assert SENDER not in said.getvalue()
    assert not MailEntry.objects.exists()


def test_what_is_sealed_is_not_kept_when_a_sign_in_runs_out(dana, signed_in, settings) -> None:
    settings.SESSION_IDLE_LIMIT = -1
    desk = signed_in(dana)
    desk.post("/mail-book/receive/", received())
    kept = desk.session["habeas.typed"]
    assert GIST in repr(kept)
    assert SENDER not in repr(kept)
