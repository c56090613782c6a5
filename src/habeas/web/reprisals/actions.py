"""The doors for writing a follow-up.

The journal holds that one of the two wrote, and neither about whom nor of which visit: else its lines
would tell who reads it that somebody is at risk, and how many.
"""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from habeas.errors import RefusedError
from habeas.language import N_
from habeas.web.journal.actions import record
from habeas.web.journal.kinds import register
from habeas.web.people.access import Reader
from habeas.web.people.models import User
from habeas.web.reprisals.access import candidates, keepers_of
from habeas.web.reprisals.models import FollowUp, FollowUpAct, Keeper
from habeas.web.reprisals.state import state_of
from habeas.web.visits.models import Visit

NAMED = register("followup.named", N_("named a member who follows up on reprisals"))
REPLACED = register("followup.replaced", N_("ended that a member follows up on reprisals"))
WRITTEN = register("followup.written", N_("wrote in what two named members alone keep"))

TWO = 2


def name_keepers(actor: Reader, visit: Visit, people: Sequence[User], *, day: date) -> None:
    """Name the two who follow up, once. Raises ``RefusedError``."""
    if len({user.pk for user in people}) != TWO:
        raise RefusedError("keepers-not-two", N_("Exactly two members are named."))
    if keepers_of(visit).exists():
        raise RefusedError(
            "keepers-named",
            N_("Two members are named already."),
            advice=N_("The head of the body can replace one of them, with a reason."),
        )
    with transaction.atomic():
        for user in people:
            _name(actor, visit, user, day=day)


def replace_keeper(actor: Reader, keeper: Keeper, user: User, *, day: date, reason: str) -> None:
    """Let another member follow up in place of one of the two. Raises ``RefusedError``."""
    if not reason.strip():
        raise RefusedError("reason-missing", N_("To replace somebody needs a reason."))
    if user.pk == actor.user_id:
        raise RefusedError("named-by-oneself", N_("Nobody names themselves."))
    visit = keeper.visit
    with transaction.atomic():
        _name(actor, visit, user, day=day, reason=reason)
        keeper.ended_on = day
        keeper.save(update_fields=["ended_on"])
        changes = {"user": (keeper.user.public_id, None)}
        record(actor, REPLACED, keeper, changes=changes, reason=reason, party=visit.party.public_id)


def _name(actor: Reader, visit: Visit, user: User, *, day: date, reason: str = "") -> None:
    if not candidates(visit, day).filter(pk=user.pk).exists():
        raise RefusedError(
            "keeper-not-a-member", N_("Only a member of this visit's delegation can be named.")
        )
    keeper = Keeper.objects.create(visit=visit, user=user)
    changes = {"user": (None, user.public_id)}
    record(actor, NAMED, keeper, changes=changes, reason=reason, party=visit.party.public_id)


def open_follow_up(actor: Reader, row: FollowUp, *, check_on: date) -> None:
    """Begin to follow up, with the first day to check back."""
    with transaction.atomic():
        row.save()
        FollowUpAct.objects.create(follow_up=row, kind="check", on=check_on)
        record(actor, WRITTEN, None)


def add_act(actor: Reader, act: FollowUpAct) -> None:
    """Record a day to check back, what was found, or the end with its reason. Raises ``RefusedError``."""
    if state_of(act.follow_up.acts.all()).closed:
        raise RefusedError(
            "followup-closed", N_("It is closed."), advice=N_("Begin a new one if the worry is back.")
        )
    if act.kind == "closed" and not act.note.strip():
        raise RefusedError("reason-missing", N_("To close it needs a reason."))
    with transaction.atomic():
        act.save()
        record(actor, WRITTEN, None)
