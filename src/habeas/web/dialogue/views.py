"""Pages of letters and talks."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from habeas.web.dialogue import access, actions
from habeas.web.dialogue.forms import LetterActForm, LetterForm, TalksActForm, TalksForm
from habeas.web.dialogue.lists import DialogueLine, DialogueList
from habeas.web.dialogue.models import LETTER_ACTS, TALKS_ACTS, Letter, LetterAct, Talks, TalksAct
from habeas.web.parties.entering import enter, enter_act, withdraw
from habeas.web.parties.showing import change_way, show, steps_of, writes
from habeas.web.people.access import Request, door, public_door
from habeas.web.people.roles import Capability
from habeas.web.sources.access import seen

form_page = require_http_methods(["GET", "HEAD", "POST"])
writing = door(Capability.WRITE_FACTS)

letters = public_door(DialogueList.as_view())


def _letter_address(row: Letter) -> str:
    return reverse("dialogue:letter", args=[row.public_id])


def _talks_address(row: Talks) -> str:
    return reverse("dialogue:talks", args=[row.public_id])


def _withdrawing(request: Request, name: str, public_id: str) -> Callable[[Any], str]:
    def leads(act: Any) -> str:
        return reverse(f"dialogue:{name}_withdraw", args=[public_id, act.public_id])

    return leads


@public_door
@require_safe
def letter(request: Request, public_id: str) -> HttpResponse:
    """One letter: what is known, its steps, whether it was answered."""
    row = access.letter_for(request.reader, public_id)
    writer = writes(request.reader, row)
    leads = _withdrawing(request, "letter", public_id) if writer else None
    count = "" if row.count == 1 else (row.count or _("not known"))
    return show(
        request,
        "dialogue/letter.html",
        row,
        title=row.subject or _("Letter"),
        line=DialogueLine.of(row, request.reader, timezone.localdate()),
        visit=seen(request.reader, row.visit),
        facts=[
            (_("Direction"), row.get_direction_display()),
            (_("From"), row.sender),
            (_("To"), row.addressee),
            (_("Reference"), row.reference),
            (_("Number of letters"), count),
        ],
        steps=steps_of(request.reader, row, row.acts.all(), LETTER_ACTS, leads),
        step_ways=[(_("Record a step"), reverse("dialogue:letter_act", args=[public_id]))] if writer else [],
        ways=[change_way(reverse("dialogue:letter_change", args=[public_id]))] if writer else [],
        crumbs=[(_("Letters and talks"), reverse("dialogue:list")), (str(row.party), "")],
    )


@writing
@form_page
def letter_add(request: Request) -> HttpResponse:
    """Ask for a new letter."""
    return enter(
        request,
        LetterForm,
        Letter(),
        add=actions.add_letter,
        change=actions.change_letter,
        title=_("Add a letter"),
        address=_letter_address,
        cancel=reverse("dialogue:list"),
    )


@writing
@form_page
def letter_change(request: Request, public_id: str) -> HttpResponse:
    """Ask what changes of a letter, and why."""
    row = access.letter_for(request.reader, public_id)
    return enter(
        request,
        LetterForm,
        row,
        add=actions.add_letter,
        change=actions.change_letter,
        title=_("Change the letter"),
        address=_letter_address,
        cancel=_letter_address(row),
    )


@writing
@form_page
def letter_act(request: Request, public_id: str) -> HttpResponse:
    """Ask for a step of a letter."""
    row = access.letter_for(request.reader, public_id)
    return enter_act(
        request,
        LetterActForm,
        LetterAct(letter=row),
        row,
        add=actions.add_letter_act,
        title=_("Record a step of the letter"),
        back=_letter_address(row),
    )


@writing
@form_page
def letter_withdraw(request: Request, public_id: str, act_id: str) -> HttpResponse:
    """Ask why a step is withdrawn."""
    act = access.letter_act_for(request.reader, public_id, act_id)

    def go(reason: str) -> None:
        actions.withdraw_letter_act(request.reader, act, reason=reason)

    said = _("Step: %(kind)s %(date)s") % {
        "kind": dict(LETTER_ACTS).get(act.kind, act.kind),
        "date": act.date,
    }
    title, back = _("Withdraw a step recorded in error"), _letter_address(act.letter)
    return withdraw(request, act.letter.party, go, title=title, back=back, said=said)


@public_door
@require_safe
def talks(request: Request, public_id: str) -> HttpResponse:
    """Talks: what is known, their steps."""
    row = access.one_talks_for(request.reader, public_id)
    writer = writes(request.reader, row)
    leads = _withdrawing(request, "talks", public_id) if writer else None
    return show(
        request,
        "dialogue/letter.html",
        row,
        title=row.subject,
        line=DialogueLine.of(row, request.reader, timezone.localdate()),
        facts=[(_("Level"), row.level)],
        steps=steps_of(request.reader, row, row.acts.all(), TALKS_ACTS, leads),
        step_ways=[(_("Record a step"), reverse("dialogue:talks_act", args=[public_id]))] if writer else [],
        ways=[change_way(reverse("dialogue:talks_change", args=[public_id]))] if writer else [],
        crumbs=[(_("Letters and talks"), reverse("dialogue:list")), (str(row.party), "")],
    )


@writing
@form_page
def talks_add(request: Request) -> HttpResponse:
    """Ask for new talks."""
    return enter(
        request,
        TalksForm,
        Talks(),
        add=actions.add_talks,
        change=actions.change_talks,
        title=_("Add talks"),
        address=_talks_address,
        cancel=reverse("dialogue:list"),
    )


@writing
@form_page
def talks_change(request: Request, public_id: str) -> HttpResponse:
    """Ask what changes of talks, and why."""
    row = access.one_talks_for(request.reader, public_id)
    return enter(
        request,
        TalksForm,
        row,
        add=actions.add_talks,
        change=actions.change_talks,
        title=_("Change the talks"),
        address=_talks_address,
        cancel=_talks_address(row),
    )


@writing
@form_page
def talks_act(request: Request, public_id: str) -> HttpResponse:
    """Ask for a step of talks."""
    row = access.one_talks_for(request.reader, public_id)
    return enter_act(
        request,
        TalksActForm,
        TalksAct(talks=row),
        row,
        add=actions.add_talks_act,
        title=_("Record a step of the talks"),
        back=_talks_address(row),
    )


@writing
@form_page
def talks_withdraw(request: Request, public_id: str, act_id: str) -> HttpResponse:
    """Ask why a step is withdrawn."""
    act = access.talks_act_for(request.reader, public_id, act_id)

    def go(reason: str) -> None:
        actions.withdraw_talks_act(request.reader, act, reason=reason)

    said = _("Step: %(kind)s %(date)s") % {"kind": dict(TALKS_ACTS).get(act.kind, act.kind), "date": act.date}
    title, back = _("Withdraw a step recorded in error"), _talks_address(act.talks)
    return withdraw(request, act.talks.party, go, title=title, back=back, said=said)
