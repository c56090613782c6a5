"""What happens at sign-in and to second factors, told to the journal: by others' signals."""

from datetime import timedelta
from typing import Any

from allauth.core import context
from allauth.mfa.models import Authenticator
from axes.signals import user_locked_out
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from habeas.language import N_
from habeas.web.journal.actions import record
from habeas.web.journal.kinds import register
from habeas.web.journal.models import JournalEntry
from habeas.web.people import sessions
from habeas.web.people.access import reader_of
from habeas.web.people.models import User

SIGNED_IN = register("session.began", N_("signed in"))
SIGNED_OUT = register("session.ended", N_("signed out"))
LOCKED = register("session.locked", N_("was locked out after failed sign-ins"))
FACTOR_ADDED = register("second_factor.added", N_("added a second factor"))
FACTOR_REMOVED = register("second_factor.removed", N_("removed a second factor"))
CODES_RENEWED = register("second_factor.codes", N_("made new recovery codes"))


@receiver(user_logged_in)
def on_sign_in(request: HttpRequest, user: User, **_: Any) -> None:
    """Begin the session's time, drop what another person had typed, and note it."""
    sessions.begin(request, user)
    _note(SIGNED_IN, request, user)


@receiver(user_logged_out)
def on_sign_out(request: HttpRequest, user: User | None, **_: Any) -> None:
    """Note it; a session that had nobody is not worth an entry."""
    if user is not None:
        _note(SIGNED_OUT, request, user)


@receiver(user_locked_out)
def on_lock(username: str, **_: Any) -> None:
    """Note once per lock that an account that exists was locked out, as an act of nobody."""
    user = User.objects.filter(username=username).first()
    since = timezone.now() - settings.AXES_COOLOFF_TIME - timedelta(seconds=1)
    if user is None:
        return
    noted = JournalEntry.objects.filter(action=LOCKED, object_id=user.public_id, at__gte=since)
    if not noted.exists():
        with transaction.atomic():
            record(None, LOCKED, user)


@receiver(post_save, sender=Authenticator)
def on_factor_saved(instance: Authenticator, created: bool, **_: Any) -> None:  # noqa: FBT001 (Django's signature)
    """Note a new factor with its row; that a factor was used is no entry."""
    if created:
        codes = instance.type == Authenticator.Type.RECOVERY_CODES
        _note_own_factor(CODES_RENEWED if codes else FACTOR_ADDED, instance)


@receiver(post_delete, sender=Authenticator)
def on_factor_deleted(instance: Authenticator, **_: Any) -> None:
    """Note it; recovery codes go with the last factor or make room for new ones."""
    if instance.type != Authenticator.Type.RECOVERY_CODES:
        _note_own_factor(FACTOR_REMOVED, instance)


def _note_own_factor(action: str, factor: Authenticator) -> None:
    """Note what somebody does to the own factors; for others there are actions."""
    request = context.request
    if request is not None and request.user == factor.user:
        _note(action, request, factor.user)


def _note(action: str, request: HttpRequest, user: User) -> None:
    with transaction.atomic():
        record(reader_of(user, session_key=request.session.session_key), action, user)
