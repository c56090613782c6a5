"""The doors for writing the mail book, and the one door to who sent an entry."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.http import Http404

from habeas.errors import RefusedError
from habeas.language import N_
from habeas.law import cite
from habeas.web.dialogue.models import Letter
from habeas.web.journal.actions import Actor, changed, record
from habeas.web.journal.kinds import register
from habeas.web.mailbook.access import is_named
from habeas.web.mailbook.harm import refuse_harm
from habeas.web.mailbook.models import HarmCheck, MailEntry, MailStep, NamedReader, SealedSender, Sender
from habeas.web.people.access import Reader
from habeas.web.people.models import User
from habeas.web.sources import actions as sources

RECEIVED = register("mail.received", N_("entered something received in the mail book"))
CHANGED = register("mail.changed", N_("changed an entry of the mail book"))
STEP = register("mail.step", N_("recorded what was done with an entry of the mail book"))
STEP_WITHDRAWN = register("mail.step_withdrawn", N_("withdrew a step of an entry of the mail book"))
SENDER_READ = register("mail.sender_read", N_("read who sent an entry of the mail book"))
READER_NAMED = register("mail.reader_named", N_("named somebody who may see who sent an entry"))
READER_ENDED = register("mail.reader_ended", N_("ended that somebody may see who sent an entry"))
LINKED = register("mail.linked", N_("linked an entry of the mail book to a letter, after the questions"))

cite("ECPT#8(4)", enforces="Whoever gives information is known only to those named on the entry.")
cite("ECPT#11(1)", enforces="Who sent something is sealed: each reading of it is an entry of the journal.")


def receive(
    actor: Reader, entry: MailEntry, *, who: str, sender: Sender | None, readers: Iterable[User]
) -> None:
    """Enter something received; who enters it is named on it, with ``readers``.

    ``sender`` is one known from before; else a new pseudonym is made. ``who`` is sealed; the journal
    does not even hold whether there is any.
    """
    with transaction.atomic():
        entry.sender = sender or Sender.objects.create()
        entry.save()
        if who.strip() and sender is None:
            SealedSender.objects.create(sender=entry.sender, who=who.strip())
        for user in User.objects.filter(public_id__in={actor.public_id, *(one.public_id for one in readers)}):
            NamedReader.objects.create(entry=entry, user=user)
        record(actor, RECEIVED, entry, changes=changed({}, entry), party=entry.party.public_id)


def change_entry(actor: Actor, entry: MailEntry, before: Mapping[str, Any], *, reason: str) -> None:
    """Store a changed entry; the sender is no part of it."""
    sources.change(actor, CHANGED, entry, before, party=entry.party.public_id, reason=reason)


def add_step(actor: Actor, step: MailStep) -> None:
    """Record what was done. Raises ``RefusedError`` (``mail-used-for-none``, ``mail-of-another-party``)."""
    if (step.kind == "used") != (step.visit is not None):
        raise RefusedError("mail-used-for-none", N_("Name the visit that it was used for, and only then."))
    if step.visit is not None and step.visit.party_id != step.entry.party_id:
        raise RefusedError("mail-of-another-party", N_("This belongs to another Party."))
    if step.on < step.entry.received_on:
        raise RefusedError("mail-before-received", N_("This day lies before the day it was received."))
    with transaction.atomic():
        step.save()
        changes = {step.kind: (None, step.on.isoformat())}
        record(actor, STEP, step.entry, changes=changes, party=step.entry.party.public_id)


def withdraw_step(actor: Actor, step: MailStep, *, reason: str) -> None:
    """Withdraw a step recorded in error; it stays with the reason."""
    if not reason.strip():
        raise RefusedError("reason-missing", N_("To withdraw an act needs a reason."))
    with transaction.atomic():
        step.withdrawn_why = reason
        step.save(update_fields=["withdrawn_why"])
        changes = {step.kind: (step.on.isoformat(), None)}
        party = step.entry.party.public_id
        record(actor, STEP_WITHDRAWN, step.entry, changes=changes, reason=reason, party=party)


def open_sender(reader: Reader, entry: MailEntry) -> str:
    """Return who sent the entry, to somebody named on it; that it was read is an entry of the journal.

    Empty where nobody knows. ``Http404`` for everybody else.
    """
    if not is_named(reader, entry):
        raise Http404
    with transaction.atomic():
        record(reader, SENDER_READ, entry, party=entry.party.public_id)
        found = SealedSender.objects.filter(sender_id=entry.sender_id).first()
    return found.who if found else ""


def name_reader(actor: Reader, entry: MailEntry, user: User, *, reason: str) -> None:
    """Let somebody see who sent the entry. Raises ``RefusedError``."""
    if not reason.strip():
        raise RefusedError("reason-missing", N_("To name somebody needs a reason."))
    if user.pk == actor.user_id:
        raise RefusedError("named-by-oneself", N_("Nobody names themselves."))
    if NamedReader.objects.filter(entry=entry, user=user, ended_on=None).exists():
        raise RefusedError("named-already", N_("This person is named already."))
    with transaction.atomic():
        NamedReader.objects.create(entry=entry, user=user)
        changes = {"user": (None, user.public_id)}
        record(actor, READER_NAMED, entry, changes=changes, reason=reason, party=entry.party.public_id)


def end_reader(actor: Reader, named: NamedReader, *, last_day: date, reason: str) -> None:
    """End that somebody may see who sent the entry."""
    if not reason.strip():
        raise RefusedError("reason-missing", N_("To end it needs a reason."))
    with transaction.atomic():
        named.ended_on = last_day
        named.save(update_fields=["ended_on"])
        changes = {"user": (named.user.public_id, None)}
        entry = named.entry
        record(actor, READER_ENDED, entry, changes=changes, reason=reason, party=entry.party.public_id)


def link_letter(
    actor: Reader, entry: MailEntry, letter: Letter, *, answers: Mapping[str, bool], why: str
) -> None:
    """Link an entry to a letter to the authorities, once the questions are answered.

    Raises ``RefusedError``, also where an answer forbids it (:func:`~habeas.web.mailbook.harm.refuse_harm`).
    """
    if letter.party_id != entry.party_id:
        raise RefusedError("mail-of-another-party", N_("This belongs to another Party."))
    if HarmCheck.objects.filter(entry=entry, letter=letter).exists():
        raise RefusedError("mail-linked-already", N_("It is linked to this letter already."))
    refuse_harm(answers, why)
    with transaction.atomic():
        HarmCheck.objects.create(
            entry=entry, letter=letter, answers=dict(answers), why=why.strip(), by_id=actor.user_id
        )
        changes = {"letter": (None, letter.public_id)}
        record(actor, LINKED, entry, changes=changes, party=entry.party.public_id)
