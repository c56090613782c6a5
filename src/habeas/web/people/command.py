"""Accounts for the command line: the same doors, asked by the system itself."""

from django.utils import timezone

from habeas.errors import RefusedError
from habeas.web.people import actions
from habeas.web.people.access import everybody
from habeas.web.people.models import User
from habeas.web.people.roles import Role


def add(username: str, role: str | None, display_name: str) -> str:
    """Make an account, with one of the first roles where one is named; return its one-time passphrase.

    Nothing is left of it where the role is refused.
    """
    today = timezone.localdate()
    if role is not None:
        actions.refuse_unless_first(_role(role), today)
    user, passphrase = actions.add_person(None, username=username, display_name=display_name or username)
    if role is not None:
        actions.grant_role(None, user, _role(role), since=today, reason="habeas user add")
    return passphrase


def new_passphrase(username: str) -> str:
    """Give a new one-time passphrase, and lift a lock of failed attempts."""
    return actions.reset_passphrase(None, _named(username))


def deactivate(username: str) -> None:
    """Shut an account; it is signed out at once."""
    today = timezone.localdate()
    actions.set_active(None, _named(username), active=False, today=today, reason="habeas user deactivate")


def listed() -> list[dict[str, object]]:
    """Return every account: sign-in name, name, whether it is open, and the roles held today."""
    return [
        {
            "username": user.username,
            "name": user.display_name,
            "open": user.is_active,
            "roles": [role.value for role in roles],
        }
        for user, roles in everybody(timezone.localdate())
    ]


def _named(username: str) -> User:
    user = User.objects.filter(username=User.normalize_username(username)).first()
    if user is None:
        raise RefusedError("user-unknown", f"There is no account with the sign-in name “{username}”.")
    return user


def _role(name: str) -> Role:
    if name not in set(Role):
        raise RefusedError(
            "role-unknown", f"There is no role “{name}”.", advice="Write one of: " + ", ".join(Role)
        )
    return Role(name)
