"""What is due, as far as a reader may know of it.

A deadline comes from the letter or the document that set it, and from nowhere else: what set none is
not here. An extension stands beside the date that it replaced.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from habeas.clock import Edtf
from habeas.dossier import entries
from habeas.dossier.status import Answer, answer, awaited, open_deadlines
from habeas.law import cite
from habeas.procedure.clocks import Deadline, Standing
from habeas.web.clocks.models import Feed, Reminder
from habeas.web.dialogue.access import letters_for
from habeas.web.dialogue.store import letter_value
from habeas.web.parties.models import Party
from habeas.web.people.access import Reader
from habeas.web.people.models import User
from habeas.web.reports.access import documents_for
from habeas.web.reports.models import Document
from habeas.web.reports.store import document_value
from habeas.web.sources.access import acts_shown, reads_confidential
from habeas.web.visits.access import matter_name, visits_for
from habeas.web.visits.store import visit_value

cite("ECPT#11(1)", enforces="What leaves for a calendar or by mail says that something is due, not what.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One thing that is due. Only ``number`` and ``when`` may leave this machine."""

    number: str
    what: str
    party: Party
    when: Edtf
    before: Edtf | None
    """The date that an extension replaced."""
    late: bool
    address: str
    klass: str

    @property
    def day(self) -> date:
        """The day by which it is due: the last one that its date allows."""
        return self.when.latest or self.when.earliest or date.max


def dues_for(reader: Reader, today: date) -> list[Due]:
    """Everything that the reader may know to be due and not met, the first first."""
    found = [*_letters(reader, today), *documents_due(reader, today), *_observations(reader, today)]
    return sorted(found, key=lambda due: (due.day, due.number))


def _letters(reader: Reader, today: date) -> Iterator[Due]:
    for row in letters_for(reader):
        letter = acts_shown(reader, letter_value(row), row.party.public_id)
        if answer(letter, today) not in (Answer.UNANSWERED, Answer.AWAITED):
            continue
        for clock in open_deadlines(letter.acts, today):
            what = _("Answer to the letter: %(letter)s") % {"letter": row}
            yield _due(row, clock, today, what=what, way="dialogue:letter")


def _observations(reader: Reader, today: date) -> Iterator[Due]:
    """Answers to what a delegation observed: immediate observations, and preliminary ones in writing."""
    for row in visits_for(reader).filter(conducted=True):
        if not reads_confidential(reader, row.party.public_id):
            continue  # observations are the body's and the Party's, whatever else of a visit is public
        for clock in open_deadlines(visit_value(row).acts, today):
            what = _("Answer to the %(observation)s") % {"observation": matter_name(clock.concerns)}
            yield _due(row, clock, today, what=what, way="visits:visit")


def documents_due(reader: Reader, today: date) -> Iterator[Due]:
    """Responses that a document asked for by a day, and that have not come."""
    rows = list(documents_for(reader))
    values = {row.pk: acts_shown(reader, document_value(row), row.party.public_id) for row in rows}
    responses: dict[int, list[entries.Document]] = defaultdict(list)
    for row in rows:
        if row.responds_to_id:
            responses[row.responds_to_id].append(values[row.pk])
    for row in rows:
        for clock in awaited(values[row.pk], responses[row.pk], today):
            yield _due(row, clock, today, what=_response_to(row, clock), way="reports:document")


def _response_to(row: Document, clock: Deadline) -> str:
    if not clock.concerns:
        return _("Response to %(document)s") % {"document": row}
    return _("Response to %(document)s, paragraphs %(numbers)s") % {
        "document": row,
        "numbers": clock.concerns,
    }


def _due(row: Any, clock: Deadline, today: date, *, what: str, way: str) -> Due:
    return Due(
        number=number_of(f"{row.public_id}:{clock.concerns}" if clock.concerns else row.public_id),
        what=what,
        party=row.party,
        when=clock.due,
        before=clock.before,
        late=clock.standing(today) is Standing.LATE,
        address=reverse(way, args=[row.public_id]),
        klass=row.klass,
    )


def number_of(public_id: str) -> str:
    """A number for a calendar: always the same, and telling nothing to who lacks this machine's key."""
    return salted_hmac("habeas.clocks", public_id, algorithm="sha256").hexdigest()[:12]


def feed_of(reader: Reader) -> Feed | None:
    """The reader's own feed, where it is switched on."""
    return Feed.objects.filter(user__public_id=reader.public_id, ended_at=None).first()


def owner_of_feed(token_sha256: str) -> User | None:
    """Whose feed has this secret, where it is switched on and the account is open."""
    found = Feed.objects.filter(token_sha256=token_sha256, ended_at=None, user__is_active=True)
    feed = found.select_related("user").first()
    return feed.user if feed else None


def reminder_of(reader: Reader) -> Reminder | None:
    """Where the reader is written to, where that was ever asked for."""
    return Reminder.objects.filter(user__public_id=reader.public_id).first()


def to_be_reminded() -> list[Reminder]:
    """Everybody who asked for mails and whose account is open."""
    return list(Reminder.objects.filter(on=True, user__is_active=True).select_related("user"))
