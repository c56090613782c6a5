"""The journal is written with the row, or not at all, and never changed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import override
from tests import cast
from tests.web.facts import orland, source

from habeas.errors import RefusedError
from habeas.web.journal import actions, kinds
from habeas.web.journal.access import history_of
from habeas.web.journal.kinds import tell
from habeas.web.journal.models import Approval, JournalEntry, Revision
from habeas.web.people import actions as people
from habeas.web.places.models import Place
from habeas.web.visits.models import Visit

pytestmark = [pytest.mark.django_db, pytest.mark.bothdbs]

NOW = datetime(2031, 7, 3, 12, 0, tzinfo=UTC)
SHA = "ab" * 32
RENAMED = kinds.register("test.renamed", "renamed the thing")


def an_entry() -> JournalEntry:
    return actions.record(None, RENAMED, cast.somebody(), changes={"display_name": ("Nina", "Nino")})


def refused(statement: str, *values: object) -> None:
    refusal = pytest.raises(DatabaseError, match="append-only")
    with refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_the_database_refuses_to_change_or_delete_an_entry():
    number = an_entry().number
    refused("UPDATE journal_journalentry SET reason = 'another' WHERE number = %s", number)
    refused("DELETE FROM journal_journalentry WHERE number = %s", number)
    refused("UPDATE journal_revision SET changes = '{}'")
    refused("DELETE FROM journal_revision")
    assert JournalEntry.objects.get().reason == ""


def test_the_database_refuses_the_orm_too():
    entry = actions.record(None, RENAMED, None)
    entry.reason = "another"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        entry.save()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        JournalEntry.objects.filter(revision=None).delete()


def test_replacing_or_emptying_is_changing(vendor):
    number = an_entry().number
    if vendor == "postgresql":
        connection.check_constraints()  # pending checks would refuse to empty a table by themselves
        refused("TRUNCATE journal_journalentry CASCADE")
        refused(
            "INSERT INTO journal_revision (entry_id, changes) VALUES (%s, '{}') "
            "ON CONFLICT (entry_id) DO UPDATE SET changes = '{}'",
            number,
        )
    else:
        refused("INSERT OR REPLACE INTO journal_revision (entry_id, changes) VALUES (%s, '{}')", number)
    assert Revision.objects.get().changes == {"display_name": ["Nina", "Nino"]}


@pytest.mark.django_db(transaction=True)
def test_an_entry_needs_the_transaction_of_its_row():
    user = cast.somebody()
    with pytest.raises(RuntimeError):
        actions.record(None, RENAMED, user)
    with transaction.atomic():
        actions.record(None, RENAMED, user)
        transaction.set_rollback(True)
    assert not JournalEntry.objects.exists()


def test_an_act_that_nobody_registered_is_a_fault():
    with pytest.raises(ValueError, match="test\\.unheard"):
        actions.record(None, "test.unheard", None)
    with pytest.raises(ValueError, match="another sentence"):
        kinds.register("test.renamed", "another sentence")
    with pytest.raises(ValueError, match="no dot"):
        kinds.register("undotted", "did")


def test_an_entry_says_who_in_which_role_did_what_to_which_row():
    head, user = cast.head_of_body(), cast.somebody()
    entry = actions.record(cast.reader(head), RENAMED, user, fields=["display_name"], reason="as asked")
    assert (entry.actor, entry.actor_role) == (head, "head_of_body")
    assert (entry.object_kind, entry.object_id) == ("people.user", user.public_id)
    assert (entry.fields, entry.reason, entry.sentence) == (["display_name"], "as asked", "renamed the thing")


def test_history_is_of_one_row_newest_first_with_what_changed():
    one, other = cast.somebody(), cast.somebody("otto")
    actions.record(None, RENAMED, one, changes={"display_name": ("Nina", "Nino")})
    actions.record(None, RENAMED, other)
    actions.record(None, RENAMED, one, reason="back again")
    first, second = history_of(one)
    assert first.reason == "back again"
    assert second.revision.changes == {"display_name": ["Nina", "Nino"]}


def test_changes_are_told_by_the_labels_of_the_form():
    entry = actions.record(
        None,
        RENAMED,
        cast.somebody(),
        changes={"display_name": ("", "Nino"), "is_active": (True, False), "gone": (None, ["a", "b"])},
    )
    told = [(change.label, change.before, change.after) for change in entry.revision.told]
    assert told == [("Name", "", "Nino"), ("Is active", "yes", "no"), ("gone", "", "a, b")]


def test_what_is_no_column_is_told_in_the_readers_words():
    tell("people.user", "stage", "Steps", {"visit begun": "Confidential"})
    entry = actions.record(None, RENAMED, cast.somebody(), changes={"stage": (None, "visit begun")})
    with override("fr"):
        told = [(change.label, change.after) for change in entry.revision.told]
    assert told == [("Étapes", "Confidentiel")]


def test_a_choice_an_account_and_a_place_are_told_by_name():
    place = Place.objects.create(name="Northgate", kind="prison", party=orland(), source=source())
    changes = {
        "certainty": (None, "seen"),
        "user": (None, cast.somebody().public_id),
        "place": (None, place.public_id),
    }
    entry = actions.record(None, RENAMED, Visit(), changes=changes)
    told = [(change.label, change.after) for change in entry.revision.told]
    assert told == [
        ("Certainty", "read in the source"),
        ("Member of the delegation", "Nina"),
        ("Place", "Northgate"),
    ]


def test_snapshots_tell_what_changed_and_never_a_secret():
    user = cast.somebody()
    before = actions.snapshot(user)
    user.display_name = "Nino"
    user.set_password("another passphrase")
    assert actions.changed(before, user) == {"display_name": ("Nina", "Nino")}
    assert "password" not in before


def asked(by=None) -> tuple[Approval, object]:
    subject = cast.somebody("subject")
    approval = actions.request_approval(
        cast.reader(by or cast.publication_officer()),
        sha256=SHA,
        action="publication.published",
        subject=subject,
        at=NOW,
        expires_at=NOW + timedelta(days=7),
    )
    return approval, subject


def required(subject, *, sha256=SHA, at=NOW + timedelta(days=1)):
    with transaction.atomic():
        return actions.require_approval(sha256, "publication.published", subject=subject, at=at)


def test_another_person_approves_and_it_holds_for_exactly_these_bytes():
    approval, subject = asked()
    with pytest.raises(RefusedError, match="Nobody has approved"):
        required(subject)
    actions.approve(cast.reader(cast.head_of_body()), approval, at=NOW + timedelta(hours=1))
    assert required(subject) == approval
    with pytest.raises(RefusedError):
        required(subject, sha256="cd" * 32)
    with pytest.raises(RefusedError):
        required(cast.somebody("other"))
    with pytest.raises(RefusedError):
        required(subject, at=NOW + timedelta(days=8))


def test_nobody_approves_what_they_asked_for():
    head = cast.head_of_body()
    approval, _ = asked(by=head)
    with pytest.raises(RefusedError, match="cannot give"):
        actions.approve(cast.reader(head), approval, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.filter(pk=approval.pk).update(approved_by=head, approved_at=NOW)


def test_an_approval_is_given_once_and_in_time():
    approval, _ = asked()
    head = cast.reader(cast.head_of_body())
    with pytest.raises(RefusedError, match="run out"):
        actions.approve(head, approval, at=NOW + timedelta(days=7))
    actions.approve(head, approval, at=NOW)
    with pytest.raises(RefusedError, match="already"):
        actions.approve(head, approval, at=NOW)


def test_asking_and_approving_are_in_the_journal(journalled):
    with journalled(kinds.APPROVAL_REQUESTED):
        approval, _ = asked()
    with journalled(kinds.APPROVAL_GIVEN) as entries:
        actions.approve(cast.reader(cast.head_of_body()), approval, at=NOW)
    assert entries[0].object_id == approval.public_id


HANDS = ("add_person", "reset_passphrase", "reset_second_factors")


@pytest.mark.parametrize("hand", HANDS)
@pytest.mark.parametrize("maker_asks", [True, False])
def test_two_accounts_in_one_hand_do_not_approve_for_each_other(hand, maker_asks):
    head, other = cast.head_of_body(), cast.head_of_body("second")
    if hand == "add_person":
        other, _ = people.add_person(cast.reader(head), username="third", display_name="Third")
    else:
        more = {"reason": "lost"} if hand == "reset_second_factors" else {}
        getattr(people, hand)(cast.reader(head), other, **more)
    now = timezone.now()
    asks, approves = (head, other) if maker_asks else (other, head)
    approval = actions.request_approval(
        cast.reader(asks),
        sha256=SHA,
        action="publication.published",
        subject=cast.somebody("subject"),
        at=now,
        expires_at=now + timedelta(days=30),
    )
    with pytest.raises(RefusedError, match="One of the two accounts"):
        actions.approve(cast.reader(approves), approval, at=now)
    actions.approve(cast.reader(approves), approval, at=now + timedelta(days=15))
    assert JournalEntry.objects.filter(action=kinds.APPROVAL_GIVEN).count() == 1


def test_an_account_made_by_the_command_line_is_nobodys_hand():
    head = cast.head_of_body()
    desk, _ = people.add_person(None, username="desk", display_name="Desk")
    approval, _ = asked(by=desk)
    assert actions.approve(cast.reader(head), approval, at=NOW).approved_by == head


def test_a_day_is_told_in_the_readers_words_and_what_only_looks_like_one_as_it_stands():
    changes = {"since": ("2031-07-03", "2031-07-03/2031-07-09"), "reference": (None, "2031-13-45")}
    entry = actions.record(None, RENAMED, cast.somebody(), changes=changes)
    days, reference = Revision.objects.get(entry=entry).told
    assert (days.before, days.after) == ("3 July 2031", "3 July 2031 to 9 July 2031")
    assert reference.after == "2031-13-45"
