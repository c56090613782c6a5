"""What is done to accounts and roles: the row and its journal entry in one transaction."""

import secrets
from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from axes import utils as axes
from django.db import transaction

from habeas.errors import RefusedError
from habeas.language import N_
from habeas.web.journal.actions import record
from habeas.web.journal.kinds import register
from habeas.web.people.access import Reader, grants_in_force, may
from habeas.web.people.models import RoleGrant, User
from habeas.web.people.roles import Capability, Role
from habeas.web.rows import ALPHABET

ADDED = register("person.added", N_("made the account"), gives_the_account=True)
CHANGED = register("person.changed", N_("changed name or language of the account"))
DEACTIVATED = register("person.deactivated", N_("shut the account"))
REACTIVATED = register("person.reactivated", N_("opened the account again"))
GRANTED = register("role.granted", N_("granted a role"))
GRANT_ENDED = register("role.ended", N_("ended a role"))
PASSPHRASE_RESET = register("passphrase.reset", N_("gave a new one-time passphrase"), gives_the_account=True)
PASSPHRASE_CHANGED = register("passphrase.changed", N_("changed the own passphrase"))
SIGNED_OUT_ELSEWHERE = register("session.others_ended", N_("signed out everywhere else"))
FACTORS_REMOVED = register(
    "second_factor.reset", N_("removed every second factor of the account"), gives_the_account=True
)

FIRST_ROLES = frozenset({Role.HEAD_OF_BODY, Role.SYSTEM_ADMINISTRATOR})
"""What the command line may grant, as long as there is no head of the body."""


def new_passphrase() -> str:
    """Return a one-time passphrase: five groups of four characters (about 98 bits), easy to say."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(5))


def add_person(
    actor: Reader | None, *, username: str, display_name: str, language: str = "en"
) -> tuple[User, str]:
    """Make an account; return it with its one-time passphrase, which is kept nowhere else."""
    passphrase = new_passphrase()
    user = User(username=User.normalize_username(username), display_name=display_name, language=language)
    user.set_password(passphrase)  # outside the transaction: it takes its time on purpose
    user.must_change_passphrase = True
    with transaction.atomic():
        if User.objects.filter(username=user.username).exists():
            raise RefusedError("name-taken", N_("This sign-in name is taken."))
        user.save()
        record(actor, ADDED, user, fields=["username", "display_name", "language"])
    return user, passphrase


def grant_role(
    actor: Reader | None,
    user: User,
    role: Role,
    *,
    since: date,
    until: date | None = None,
    party: str = "",
    reason: str = "",
) -> RoleGrant:
    """Let ``user`` hold ``role`` from one day to another (included); never granted to oneself.

    ``party`` is the public id of the liaison officer's Party. Without an actor (the command line)
    only the first roles are granted, and only while nobody heads the body.
    """
    if actor is None:
        refuse_unless_first(role, since)
    else:
        _refuse_unless_grantor(actor, user)
    if (role is Role.LIAISON_OFFICER) != bool(party):
        raise RefusedError(
            "role-needs-party", N_("A liaison officer belongs to a Party, and nobody else does.")
        )
    if until is not None and until < since:
        raise RefusedError("role-ends-early", N_("The role would end before it begins."))
    with transaction.atomic():
        return _grant(actor, user, role, since=since, until=until, party=party, reason=reason)


def refuse_unless_first(role: Role, day: date) -> None:
    """Refuse what the command line may not grant."""
    if role not in FIRST_ROLES:
        raise RefusedError(
            "role-not-first",
            N_("The command line grants head_of_body and system_administrator only."),
            advice=N_("The head of the body grants every other role, in the browser."),
        )
    if heads(day):
        raise RefusedError(
            "role-granted-by-head",
            N_("There is a head of the body, who grants roles in the browser."),
        )


def _refuse_unless_grantor(actor: Reader, user: User) -> None:
    if not may(actor, Capability.GRANT_ROLES):
        raise RefusedError("role-not-yours-to-grant", N_("Only the head of the body grants and ends roles."))
    if actor.user_id == user.pk:
        raise RefusedError("role-to-oneself", N_("Nobody grants a role to themselves."))


def _grant(  # the row and its entry; who may was asked before
    actor: Reader | None,
    user: User,
    role: Role,
    *,
    since: date,
    until: date | None,
    party: str,
    reason: str,
) -> RoleGrant:
    grant = RoleGrant.objects.create(
        user=user,
        role=role.value,
        party=party,
        granted_by_id=actor.user_id if actor else None,
        since=since,
        until=until,
    )
    changes = {"role": (None, role.value), "since": (None, since.isoformat())}
    if until:
        changes["until"] = (None, until.isoformat())
    record(actor, GRANTED, user, changes=changes, reason=reason, party=party)
    return grant


def end_grant(actor: Reader, grant: RoleGrant, *, today: date, reason: str) -> None:
    """End a role: yesterday was its last day; a role that begins today or later never held."""
    if not may(actor, Capability.GRANT_ROLES):
        raise RefusedError("role-not-yours-to-grant", N_("Only the head of the body grants and ends roles."))
    with transaction.atomic():
        grant = RoleGrant.objects.select_for_update().select_related("user").get(pk=grant.pk)
        if grant.role == Role.HEAD_OF_BODY and heads(today) <= {grant.user_id}:
            raise RefusedError(
                "head-is-last",
                N_("Nobody else heads the body, and somebody must."),
                advice=N_("Grant the role to another person first."),
            )
        changes = {"role": (grant.role, None)}
        if grant.since < today:
            grant.until = today - timedelta(days=1)
            grant.save(update_fields=["until"])
        else:
            grant.delete()
        record(actor, GRANT_ENDED, grant.user, changes=changes, reason=reason, party=grant.party)


def heads(day: date) -> set[int]:
    """Return the numbers of the active accounts that head the body on a day."""
    found = grants_in_force(day).filter(role=Role.HEAD_OF_BODY.value, user__is_active=True)
    return set(found.values_list("user_id", flat=True))


def set_active(actor: Reader | None, user: User, *, active: bool, today: date, reason: str) -> None:
    """Shut an account, which signs it out at once, or open it again. Never one's own."""
    if actor and actor.user_id == user.pk:
        raise RefusedError("account-own", N_("Nobody shuts the own account."))
    with transaction.atomic():
        if not active and heads(today) == {user.pk}:
            raise RefusedError(
                "head-is-last",
                N_("Nobody else heads the body, and somebody must."),
                advice=N_("Grant the role to another person first."),
            )
        user.is_active = active
        user.epoch += 1
        user.save(update_fields=["is_active", "epoch"])
        record(actor, REACTIVATED if active else DEACTIVATED, user, fields=["is_active"], reason=reason)


def reset_passphrase(actor: Reader | None, user: User) -> str:
    """Give a new one-time passphrase, which ends every sign-in and every lock; return it."""
    passphrase = new_passphrase()
    user.set_password(passphrase)
    user.must_change_passphrase = True
    with transaction.atomic():
        user.save(update_fields=["password", "must_change_passphrase"])
        axes.reset(username=user.username)
        record(actor, PASSPHRASE_RESET, user, fields=["password"])
    return passphrase


def reset_second_factors(actor: Reader | None, user: User, *, reason: str) -> None:
    """Remove every second factor of somebody who lost theirs, and sign the account out."""
    with transaction.atomic():
        Authenticator.objects.filter(user=user).delete()
        user.epoch += 1
        user.save(update_fields=["epoch"])
        record(actor, FACTORS_REMOVED, user, reason=reason)


def change_own_passphrase(actor: Reader, user: User, passphrase: str) -> None:
    """Set the own passphrase; every other sign-in of the account ends."""
    user.set_password(passphrase)
    user.must_change_passphrase = False
    with transaction.atomic():
        user.save(update_fields=["password", "must_change_passphrase"])
        record(actor, PASSPHRASE_CHANGED, user, fields=["password"])


def change_own_account(actor: Reader, user: User, *, display_name: str, language: str) -> None:
    """Set the own name and language."""
    changes = {
        name: (getattr(user, name), value)
        for name, value in (("display_name", display_name), ("language", language))
        if getattr(user, name) != value
    }
    if not changes:
        return
    user.display_name, user.language = display_name, language
    with transaction.atomic():
        user.save(update_fields=["display_name", "language"])
        # Names of people are in the journal once, by account: not as values.
        record(actor, CHANGED, user, fields=list(changes))


def sign_out_elsewhere(actor: Reader, user: User) -> None:
    """End every sign-in of the account; the caller keeps the present one (``update_session_auth_hash``)."""
    with transaction.atomic():
        user.epoch += 1
        user.save(update_fields=["epoch"])
        record(actor, SIGNED_OUT_ELSEWHERE, user)
