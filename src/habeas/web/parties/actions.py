"""The doors for writing Parties: made, opened to the public, given another name."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from habeas.dossier.facts import Klass
from habeas.errors import RefusedError
from habeas.language import N_
from habeas.law import cite
from habeas.web.journal.actions import Actor, changed, record
from habeas.web.journal.kinds import register
from habeas.web.parties.models import (
    Authority,
    LiaisonOfficer,
    ListCompleteness,
    Party,
    PartyName,
    Succession,
)
from habeas.web.sources import actions as sources
from habeas.web.sources.models import Source

PARTY_ADDED = register("party.added", N_("added the Party"))
PARTY_INVENTED = register("party.invented", N_("marked the Party as invented"))
PARTY_OPENED = register("party.opened", N_("opened the Party's page, which its source had made public"))
PARTY_NAMED = register("party.named", N_("added another name of the Party"))
COMPLETENESS_SAID = register("list.completeness_said", N_("said whether a list is complete"))
AUTHORITY_ADDED = register("authority.added", N_("added the authority"))
AUTHORITY_CHANGED = register("authority.changed", N_("changed what is known of the authority"))
SUCCESSION_ADDED = register("authority.succeeded", N_("recorded what became of the authority"))
SUCCESSION_WITHDRAWN = register(
    "authority.succession_withdrawn", N_("withdrew what had become of the authority")
)
OFFICER_ADDED = register("liaison_officer.added", N_("added the liaison officer"))
OFFICER_CHANGED = register("liaison_officer.changed", N_("changed what is known of the liaison officer"))

cite(
    "ECPT#15", enforces="Authorities and liaison officers of a Party are kept with the dates of their office."
)
cite("ECPT#11(1)", enforces="A Party made by hand is confidential, as are the facts about it.")


def add_party(
    actor: Actor | None, *, name: str, iso: str = "", note: str = "", klass: Klass = Klass.CONFIDENTIAL
) -> Party:
    """Make a Party. Raises ``RefusedError`` (``party-without-name``, ``party-there-already``)."""
    name = " ".join(name.split())
    slug = slugify(name)
    if not slug:
        raise RefusedError(
            "party-without-name",
            _("The name of the Party has no Latin letters for an address."),
            advice=_("Write its name in Latin letters."),
        )
    if Party.objects.filter(slug=slug).exists() or Party.objects.filter(name=name).exists():
        raise RefusedError(
            "party-there-already",
            _("There is a Party of this name already."),
            advice=_("Choose it from the list."),
        )
    row = Party(name=name, slug=slug, iso=iso.upper(), note=note, klass=klass.value)
    with transaction.atomic():
        row.save()
        record(actor, PARTY_ADDED, row, changes=changed({}, row), party=row.public_id)
    return row


def mark_invented(actor: Actor | None, party: Party) -> None:
    """Mark a Party as invented: every page that shows it says so, and the mark cannot be taken away."""
    with transaction.atomic():
        party.invented = True
        party.save(update_fields=["invented"])
        record(actor, PARTY_INVENTED, party, changes={"invented": (False, True)}, party=party.public_id)


def open_party(actor: Actor | None, party: Party, *, source: Source) -> None:
    """Let the public know of a Party that a public source names (rule 1).

    Raises ``RefusedError`` (``party-has-note``) where a note was written about it, which nobody
    has cleared for the public.
    """
    if party.klass == Klass.PUBLIC.value:
        return
    if party.note:
        raise RefusedError(
            "party-has-note",
            _("The page of this Party is confidential and has a note; it cannot be opened by an import."),
            advice=_("Import the list as confidential, or take the note away first."),
        )
    with transaction.atomic():
        party.klass = Klass.PUBLIC.value
        party.save(update_fields=["klass"])
        changes = {"klass": (Klass.CONFIDENTIAL.value, Klass.PUBLIC.value)}
        record(actor, PARTY_OPENED, party, changes=changes, reason=source.name, party=party.public_id)


def name_party(actor: Actor, party: Party, *, name: str) -> None:
    """Add a name or spelling by which sources call the Party."""
    name = " ".join(name.split())
    with transaction.atomic():
        _row, new = PartyName.objects.get_or_create(party=party, name=name)
        if new:
            record(actor, PARTY_NAMED, party, changes={"name": (None, name)}, party=party.public_id)


def say_completeness(actor: Actor, party: Party, *, of: str, complete: bool | None, note: str = "") -> None:
    """Say whether one list of a Party's dossier is complete; ``None`` takes back what was said."""
    rows = ListCompleteness.objects.filter(party=party, list=of)
    with transaction.atomic():
        before = rows.values_list("complete", flat=True).first()
        if complete is None:
            rows.delete()
        else:
            said = {"complete": complete, "note": note}
            ListCompleteness.objects.update_or_create(party=party, list=of, defaults=said)
        changes = {of: (before, complete)}
        record(actor, COMPLETENESS_SAID, party, changes=changes, reason=note, party=party.public_id)


def add_authority(actor: Actor | None, row: Authority, /) -> None:
    """Store a new authority."""
    sources.add(actor, AUTHORITY_ADDED, row, party=row.party.public_id)


def change_authority(actor: Actor, row: Authority, before: Mapping[str, Any], /, *, reason: str) -> None:
    """Store a changed authority."""
    sources.change(actor, AUTHORITY_CHANGED, row, before, party=row.party.public_id, reason=reason)


def add_succession(actor: Actor | None, row: Succession, /) -> None:
    """Record that another authority took over. Raises ``RefusedError``.

    Both are of the same Party (``succession-across-parties``), and nobody takes over from itself, not
    by way of others (``succession-in-a-circle``).
    """
    authority, successor = row.authority, row.successor
    if authority.party_id != successor.party_id:
        raise RefusedError("succession-across-parties", _("This belongs to another Party."))
    known = Succession.objects.filter(party=authority.party, withdrawn_why="")
    after = {successor.pk}
    while more := set(known.filter(authority__in=after).values_list("successor", flat=True)) - after:
        after |= more
    if authority.pk in after:
        raise RefusedError(
            "succession-in-a-circle",
            _("By what is recorded already, this authority took over from that one."),
            advice=_("Withdraw what was recorded in error first."),
        )
    row.party = authority.party
    sources.sourced(row, authority.source)
    sources.add(actor, SUCCESSION_ADDED, row, party=row.party.public_id)


def withdraw_succession(actor: Actor, row: Succession, *, reason: str) -> None:
    """Withdraw one recorded in error."""
    sources.withdraw(actor, SUCCESSION_WITHDRAWN, row, party=row.party.public_id, reason=reason)


def add_officer(actor: Actor | None, row: LiaisonOfficer, /) -> None:
    """Store a new liaison officer."""
    sources.add(actor, OFFICER_ADDED, row, party=row.party.public_id)


def change_officer(actor: Actor, row: LiaisonOfficer, before: Mapping[str, Any], /, *, reason: str) -> None:
    """Store a changed liaison officer."""
    sources.change(actor, OFFICER_CHANGED, row, before, party=row.party.public_id, reason=reason)
