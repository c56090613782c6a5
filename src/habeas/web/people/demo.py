"""The people of the demo: one for each role, with a passphrase that everybody may know.

Their accounts open only where the setting ``HABEAS_DEMO`` is on.
"""

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from habeas.web.journal.actions import record
from habeas.web.people.access import grants_in_force
from habeas.web.people.actions import ADDED, GRANTED
from habeas.web.people.models import RoleGrant, User
from habeas.web.people.roles import Role

PASSPHRASE = "you may have the body"  # noqa: S105 (shown on the demo's sign-in page)

PINS = {"custody": "4826", "relief": "7391", "doctor": "5160"}
"""By what the demo's people sign entries of the register, shown beside the passphrase."""

_PEOPLE: tuple[tuple[str, str, Role], ...] = (
    ("desk", "Dana Desk (invented)", Role.DESK_OFFICER),
    ("head", "Hélène Head (invented)", Role.HEAD_OF_BODY),
    ("member", "Mikael Member (invented)", Role.DELEGATION_MEMBER),
    ("leader", "Lea Leader (invented)", Role.HEAD_OF_DELEGATION),
    ("publication", "Paul Publication (invented)", Role.PUBLICATION_OFFICER),
    ("auditor", "Aydan Auditor (invented)", Role.AUDITOR),
    ("liaison", "Leyla Liaison (invented)", Role.LIAISON_OFFICER),
    ("custody", "Clara Custody (invented)", Role.CUSTODY_OFFICER),
    ("relief", "Rana Relief (invented)", Role.CUSTODY_OFFICER),
    ("doctor", "Dov Doctor (invented)", Role.DOCTOR),
    ("inspector", "Irena Inspector (invented)", Role.INSPECTOR),
    ("system", "Sam System (invented)", Role.SYSTEM_ADMINISTRATOR),
)


def make_demo_people(passphrase: str = PASSPHRASE, *, party: str = "") -> list[tuple[str, str, Role]]:
    """Make the accounts, or leave those that are there; return sign-in name, name and role of each.

    ``party`` is the public id of the Party that the liaison officer is of; without it that person
    is left out. The sign-in page shows :data:`PASSPHRASE`: give another only where nobody reads it.
    """
    sealed = make_password(passphrase)
    with transaction.atomic():
        for username, name, role in _PEOPLE:
            if role is not Role.LIAISON_OFFICER or party:
                _make(username, name, role, sealed, party if role is Role.LIAISON_OFFICER else "")
    return demo_logins()


def _make(username: str, name: str, role: Role, sealed: str, party: str) -> None:
    user, new = User.objects.get_or_create(
        username=username, defaults={"display_name": name, "password": sealed, "is_demo": True}
    )
    if not user.is_demo:
        return  # somebody's own account has this name
    today = timezone.localdate()
    if new:
        record(None, ADDED, user, fields=["username", "display_name"])
    if not grants_in_force(today).filter(user=user, role=role.value).exists():
        RoleGrant.objects.create(user=user, role=role.value, party=party, since=today)
        record(None, GRANTED, user, changes={"role": (None, role.value)}, party=party)


def demo_logins() -> list[tuple[str, str, Role]]:
    """Return sign-in name, name and role of the demo's accounts, in the order of the cast."""
    there = dict(User.objects.filter(is_demo=True, is_active=True).values_list("username", "display_name"))
    return [(username, there[username], role) for username, _, role in _PEOPLE if username in there]
