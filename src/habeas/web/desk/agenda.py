"""What needs somebody today: open clocks, letters without an answer, visits ahead.

Everything is drawn from what the reader may see; the oldest stands first.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from habeas.clock import Edtf
from habeas.dossier.status import (
    Answer,
    VisitStatus,
    answer,
    due_date,
    happened,
    visit_status,
)
from habeas.procedure.publication import RequestedByParty
from habeas.web.clocks.access import documents_due
from habeas.web.dialogue.access import letters_for
from habeas.web.dialogue.store import letter_value
from habeas.web.mailbook.access import mail_for
from habeas.web.mailbook.lists import OPEN, state_of
from habeas.web.people.access import Reader, may
from habeas.web.people.roles import Capability
from habeas.web.publication.access import history_for
from habeas.web.reading.access import unfinished
from habeas.web.reading.showing import called
from habeas.web.replies.access import letters_left, wishes_for
from habeas.web.reprisals.access import checks_due
from habeas.web.sources.access import acts_shown, reads_confidential
from habeas.web.visits.access import visits_for
from habeas.web.visits.store import visit_value


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing to do. ``tone`` is ``late``, ``due`` or ``neutral``; ``action`` is where it is done."""

    what: str
    party: str
    state: str
    tone: str
    since: Edtf | None
    action: str
    do: str
    invented: bool = False


SOON = timedelta(days=7)
"""How long before its day a check-back stands on the desk."""


def agenda(reader: Reader, today: date) -> list[Task]:
    """Return what needs this reader, the oldest first; what has no date comes last."""
    tasks = [
        *_letters(reader, today),
        *_documents(reader, today),
        *_visits(reader, today),
        *_replies(reader),
        *_readings(reader),
        *_wishes(reader),
        *_mail(reader),
        *_checks(reader, today),
    ]
    return sorted(tasks, key=lambda task: task.since.sort_key() if task.since else (date.max, date.max))


def _letters(reader: Reader, today: date) -> Iterator[Task]:
    for row in letters_for(reader):
        if not reads_confidential(reader, row.party.public_id):
            continue  # a letter that anybody can read about needs nobody who has no part in it
        letter = acts_shown(reader, letter_value(row), row.party.public_id)
        state = answer(letter, today)
        if state not in (Answer.UNANSWERED, Answer.AWAITED):
            continue
        unanswered = state is Answer.UNANSWERED
        yield Task(
            what=letter.subject or str(row),
            party=row.party.name,
            state=_("unanswered") if unanswered else _("answer awaited"),
            tone="late" if unanswered else "due",
            since=letter.date if unanswered else due_date(letter.acts),
            action=reverse("dialogue:letter", args=[row.public_id]),
            do=_("Open the letter"),
            invented=row.party.invented,
        )


def _documents(reader: Reader, today: date) -> Iterator[Task]:
    for due in documents_due(reader, today):
        yield Task(
            what=due.what,
            party=due.party.name,
            state=_("overdue") if due.late else _("due"),
            tone="late" if due.late else "due",
            since=due.when,
            action=due.address,
            do=_("Open the document"),
            invented=due.party.invented,
        )


def _replies(reader: Reader) -> Iterator[Task]:
    """Responses that came by letter and are not yet taken apart."""
    for row in letters_left(reader):
        told = {"n": row.done, "every": row.every}
        yield Task(
            what=str(row.response),
            party=row.report.party.name,
            state=_("%(n)s of %(every)s items are taken apart") % told,
            tone="due",
            since=Edtf.parse(row.received_on.isoformat()),
            action=reverse("replies:apart", args=[row.public_id]),
            do=_("Take it apart"),
            invented=row.report.party.invented,
        )


def _readings(reader: Reader) -> Iterator[Task]:
    """Documents that were read and are not reviewed to the end, or not taken over."""
    for row in unfinished(reader):
        told = {"left": row.left, "found": row.found}
        yield Task(
            what=called(row),
            party=row.party.name,
            state=_("%(left)s of %(found)s to be reviewed") % told if row.left else _("to be taken over"),
            tone="due",
            since=Edtf.parse(row.created_at.date().isoformat()),
            action=reverse("reading:reading", args=[row.public_id]),
            do=_("Go on with the review") if row.left else _("Take over what was accepted"),
            invented=row.party.invented,
        )


def _wishes(reader: Reader) -> Iterator[Task]:
    """That a Party asks for publication, until the act that allows it is recorded."""
    for row in wishes_for(reader):
        history, _steps = history_for(row.report)
        if any(isinstance(act, RequestedByParty) for act in history.standing()):
            continue
        yield Task(
            what=str(row.report),
            party=row.report.party.name,
            state=_("publication asked for"),
            tone="due",
            since=Edtf.parse(row.asked_on.isoformat()),
            action=reverse("publication:page", args=[row.report.public_id]),
            do=_("Record the request"),
            invented=row.report.party.invented,
        )


def _mail(reader: Reader) -> Iterator[Task]:
    """What came in and has no answer, for those who answer: by its theme, never by who sent it."""
    for row in mail_for(reader):
        if state_of(row) == OPEN and may(reader, Capability.WRITE_FACTS, row.party.public_id):
            yield Task(
                what=_("Received: %(theme)s") % {"theme": row.get_theme_display()},
                party=row.party.name,
                state=_("not answered"),
                tone="due",
                since=Edtf.parse(row.received_on.isoformat()),
                action=reverse("mailbook:entry", args=[row.public_id]),
                do=_("Open the entry"),
                invented=row.party.invented,
            )


def _checks(reader: Reader, today: date) -> Iterator[Task]:
    """The days on which one of the two checks back on somebody: for them alone, without a word of whom."""
    for visit, day in checks_due(reader, today):
        if day > today + SOON:
            continue
        yield Task(
            what=_("Check back"),
            party=visit.party.name,
            state=_("overdue") if day < today else _("due"),
            tone="late" if day < today else "due",
            since=Edtf.parse(day.isoformat()),
            action=reverse("reprisals:visit", args=[visit.public_id]),
            do=_("Open the follow-up"),
            invented=visit.party.invented,
        )


def _visits(reader: Reader, today: date) -> Iterator[Task]:
    ahead = {
        VisitStatus.PLANNED: _("planned"),
        VisitStatus.NOTIFIED: _("notified"),
        VisitStatus.UNDER_WAY: _("under way"),
        VisitStatus.POSTPONED: _("postponed"),
        VisitStatus.SUSPENDED: _("suspended"),
    }
    for row in visits_for(reader):
        visit = acts_shown(reader, visit_value(row), row.party.public_id)
        status = visit_status(visit, today)
        if status not in ahead:
            continue
        last = happened(visit.acts, today)
        yield Task(
            what=_("Visit"),
            party=row.party.name,
            state=ahead[status],
            tone="due",
            since=visit.period or (last[-1].date if last else None),
            action=reverse("visits:visit", args=[row.public_id]),
            do=_("Open the visit"),
            invented=row.party.invented,
        )
