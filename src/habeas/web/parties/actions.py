"""The doors for writing Parties: made, opened to the public, given another name."""

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from habeas.dossier.facts import Klass
from habeas.errors import RefusedError
from habeas.language import N_
from habeas.law import cite
from habeas.web.journal.actions import Actor, changed, record
from habeas.web.journal.kinds import register
from habeas.web.parties.models import Party, PartyName
from habeas.web.sources.models import Source

PARTY_ADDED = register("party.added", N_("added the Party"))
PARTY_OPENED = register("party.opened", N_("opened the Party's page, which its source had made public"))
PARTY_NAMED = register("party.named", N_("added another name of the Party"))

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
