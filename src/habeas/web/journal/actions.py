"""The one door into the journal, used by every other app's ``actions.py``."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.contrib.auth import get_user_model
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import Q

from habeas.errors import RefusedError
from habeas.language import N_
from habeas.web.journal.kinds import APPROVAL_GIVEN, APPROVAL_REQUESTED, give_the_account, kind_of, known
from habeas.web.journal.models import Approval, JournalEntry, Revision

Changes = Mapping[str, tuple[Any, Any] | list[Any]]
"""``{field: (before, after)}`` with values that JSON can hold."""

TIME_TO_BE_SEEN = timedelta(days=14)
"""How long one person's hand on another's account keeps the two from approving for each other."""


class Actor(Protocol):
    """Who acts: a ``Reader`` of ``people`` is one."""

    @property
    def user_id(self) -> int | None:
        """The account's number, ``None`` for somebody not signed in."""

    @property
    def role_names(self) -> str:
        """The roles held now, as names with commas between."""

    @property
    def session(self) -> str:
        """A keyed hash of the sign-in, empty where there is none."""


Follower = Callable[[JournalEntry], None]
_followers: list[Follower] = []


def register_follower(follower: Follower) -> Follower:
    """Let an app above be told of each entry, in the transaction that writes it; usable as a decorator."""
    if follower not in _followers:
        _followers.append(follower)
    return follower


def record(
    actor: Actor | None,
    action: str,
    row: models.Model | None,
    *,
    fields: Iterable[str] = (),
    changes: Changes | None = None,
    reason: str = "",
    party: str | None = None,
) -> JournalEntry:
    """Write that ``actor`` (``None``: the system) did ``action`` to ``row``, and return the entry.

    ``changes`` keeps values of ordinary facts beside it, and gives ``fields`` where these are not
    named. ``party`` is the Party's public id; without it, ``row.party_public_id`` is asked.
    ``ValueError`` for an action that is not registered, ``RuntimeError`` outside a transaction:
    the row and its entry are written together or not at all.
    """
    if not known(action):
        raise ValueError(f"not a kind that the journal knows: {action}")
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("the journal is written in the transaction that writes the row")
    entry = JournalEntry.objects.create(
        actor_id=actor.user_id if actor else None,
        actor_role=actor.role_names if actor else "",
        action=action,
        object_kind=kind_of(row) if row else "",
        object_id=str(getattr(row, "public_id", "")),
        party_id=party if party is not None else str(getattr(row, "party_public_id", "")),
        fields=list(fields) or list(changes or ()),
        reason=reason,
        session=actor.session if actor else "",
    )
    if changes:
        Revision.objects.create(entry=entry, changes={name: list(pair) for name, pair in changes.items()})
    for follower in _followers:
        follower(entry)
    return entry


def snapshot(row: models.Model) -> dict[str, Any]:
    """Return the values of a row's editable columns as JSON can hold them.

    A model keeps columns out by naming them in ``never_in_journal``.
    """
    hidden: frozenset[str] = getattr(row, "never_in_journal", frozenset())
    encoder = DjangoJSONEncoder()
    plain = (str, int, float, bool, list, dict, type(None))
    values = {
        field.name: field.value_from_object(row)
        for field in row._meta.concrete_fields
        if field.editable and not field.primary_key and field.name not in hidden
    }
    return {
        name: value if isinstance(value, plain) else encoder.default(value) for name, value in values.items()
    }


def changed(before: Mapping[str, Any], row: models.Model) -> dict[str, tuple[Any, Any]]:
    """Return what differs between an earlier :func:`snapshot` (``{}`` for a new row) and ``row``."""
    after = snapshot(row)
    return {
        name: (before.get(name), value)
        for name, value in after.items()
        if (before.get(name) != value if before else value not in ("", None, [], {}))
    }


def request_approval(
    actor: Actor,
    *,
    sha256: str,
    action: str,
    subject: models.Model,
    at: datetime,
    expires_at: datetime,
    reason: str = "",
) -> Approval:
    """Ask that another person approves ``action`` on the bytes with this SHA-256 (64 hex digits)."""
    if actor.user_id is None or not at < expires_at:
        raise ValueError("an approval is asked by a person, and ends after it begins")
    with transaction.atomic():
        approval = Approval.objects.create(
            sha256=sha256.lower(),
            action=action,
            subject_kind=kind_of(subject),
            subject_id=str(getattr(subject, "public_id", "")),
            reason=reason,
            requested_by_id=actor.user_id,
            requested_at=at,
            expires_at=expires_at,
        )
        record(actor, APPROVAL_REQUESTED, approval, fields=["sha256", "action"], reason=reason)
    return approval


def approve(actor: Actor, approval: Approval, *, at: datetime) -> Approval:
    """Approve, as somebody else than who asked; ``RefusedError`` for oneself, twice, or too late.

    Two accounts are two persons only where neither had a hand on the other of late: who made an
    account, or gave it a new passphrase, could act as its owner. Whether ``actor`` holds the right
    to approve is asked at the door of the page.
    """
    if actor.user_id is None:
        raise ValueError("an approval is given by a person")
    with transaction.atomic():
        approval = Approval.objects.select_for_update().get(pk=approval.pk)
        if actor.user_id == approval.requested_by_id:
            raise RefusedError("approval-by-oneself", N_("Who asked for an approval cannot give it."))
        if approval.approved_by_id is not None:
            raise RefusedError("approval-given", N_("This has been approved already."))
        if at >= approval.expires_at:
            raise RefusedError("approval-expired", N_("The time for this approval has run out."))
        if _in_one_hand(actor.user_id, approval.requested_by_id, at):
            raise RefusedError(
                "approval-from-one-hand",
                N_(
                    "One of the two accounts was made by the other, or got its passphrase from it, "
                    "in the last 14 days."
                ),
                advice=N_("Let a third person approve."),
            )
        approval.approved_by_id, approval.approved_at = actor.user_id, at
        approval.save(update_fields=["approved_by", "approved_at"])
        record(actor, APPROVAL_GIVEN, approval, fields=["approved_by"])
    return approval


def _in_one_hand(one: int, other: int, at: datetime) -> bool:
    """Whether one of two accounts gave its holder, in the last days, the means to sign in to the other."""
    pairs = Q()
    public_ids = dict(get_user_model().objects.filter(pk__in=(one, other)).values_list("pk", "public_id"))
    for hand, owner in ((one, other), (other, one)):
        pairs |= Q(actor_id=hand, object_id=public_ids[owner])
    return (
        JournalEntry.objects.filter(pairs, action__in=give_the_account(), at__gt=at - TIME_TO_BE_SEEN)
        .filter(object_kind=get_user_model()._meta.label_lower)
        .exists()
    )


def require_approval(sha256: str, action: str, *, subject: models.Model, at: datetime) -> Approval:
    """Return the approval in force for these exact bytes, or refuse with ``approval-missing``.

    Call it in the transaction that acts on the bytes: ``RuntimeError`` outside one.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an approval is checked in the transaction that uses it")
    found = (
        Approval.objects.select_for_update()
        .filter(sha256=sha256.lower(), action=action)
        .filter(subject_kind=kind_of(subject), subject_id=getattr(subject, "public_id", ""))
        .filter(approved_by__isnull=False, approved_at__lte=at, expires_at__gt=at)
        .exclude(approved_by=models.F("requested_by"))
        .first()
    )
    if found is None:
        raise RefusedError(
            "approval-missing",
            N_("Nobody has approved exactly these bytes."),
            advice=N_("Ask another person to approve what is to leave; a later change needs it again."),
        )
    return found
