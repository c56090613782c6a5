"""The people of Habeas, by role: each function makes one, with the role held since long ago.

Give ``name`` where a test needs two of a kind. ``reader`` turns a person into what access
doors and actions take.
"""

from collections.abc import Callable
from datetime import date

from habeas.web.people.access import NOBODY, Reader, reader_of
from habeas.web.people.models import RoleGrant, User
from habeas.web.people.roles import Role

LONG_AGO = date(2001, 1, 1)
PASSPHRASE = "correct horse battery staple"
PARTY = "orland"
"""Public id of the Party that the liaison officer of the cast speaks for."""


def somebody(name: str = "nina", *roles: Role, party: str = "", passphrase: str = PASSPHRASE) -> User:
    """An account, with these roles; with none, its owner may read what is public."""
    user = User.objects.create_user(name, passphrase, display_name=name.title())
    for role in roles:
        of = party if role is Role.LIAISON_OFFICER else ""
        RoleGrant.objects.create(user=user, role=role.value, since=LONG_AGO, party=of)
    return user


def custody_officer(name: str = "clara") -> User:
    """Keeps custody records at the own station; sees nothing of those who visit it."""
    return somebody(name, Role.CUSTODY_OFFICER)


def doctor(name: str = "dov") -> User:
    """Writes examinations; the police see “fit” or “unfit”, not findings."""
    return somebody(name, Role.DOCTOR)


def inspector(name: str = "irena") -> User:
    """The police's own human rights inspector: alerts over all stations."""
    return somebody(name, Role.INSPECTOR)


def delegation_member(name: str = "mikael") -> User:
    """Reads and writes in the visits that the person is a member of: none, until a test says so."""
    return somebody(name, Role.DELEGATION_MEMBER)


def head_of_delegation(name: str = "lea") -> User:
    """Leads visits, likewise only those that the person heads."""
    return somebody(name, Role.HEAD_OF_DELEGATION)


def desk_officer(name: str = "dana") -> User:
    """Keeps places, visits, letters and reports of the secretariat."""
    return somebody(name, Role.DESK_OFFICER)


def publication_officer(name: str = "paul") -> User:
    """Prepares what another person approves for publication."""
    return somebody(name, Role.PUBLICATION_OFFICER)


def auditor(name: str = "aydan") -> User:
    """Sees who did what, without the content."""
    return somebody(name, Role.AUDITOR)


def liaison_officer(name: str = "leyla", party: str = PARTY) -> User:
    """Speaks for one State, and reads what was transmitted to it."""
    return somebody(name, Role.LIAISON_OFFICER, party=party)


def head_of_body(name: str = "helene") -> User:
    """Grants roles, and approves what another prepared."""
    return somebody(name, Role.HEAD_OF_BODY)


def system_administrator(name: str = "sam") -> User:
    """Runs and backs up the machine; sees no content and grants nothing."""
    return somebody(name, Role.SYSTEM_ADMINISTRATOR)


CAST: dict[str, Callable[[], User]] = {
    "no role": somebody,
    "custody officer": custody_officer,
    "doctor": doctor,
    "inspector": inspector,
    "delegation member": delegation_member,
    "head of delegation": head_of_delegation,
    "desk officer": desk_officer,
    "publication officer": publication_officer,
    "auditor": auditor,
    "liaison officer": liaison_officer,
    "head of body": head_of_body,
    "system administrator": system_administrator,
}
"""Everybody who can sign in; the reader of the public record has no account."""


def reader(user: User | None = None) -> Reader:
    """What doors and actions take: ``cast.reader(cast.desk_officer())``; the public without one."""
    return reader_of(user) if user else NOBODY
