"""What each role may: the one table that every door asks.

A role gives capabilities. Some it gives only for certain Parties: a liaison officer reads what was
sent to the own State, a member of a delegation the confidential facts of Parties that the visits
are to. Which these are is asked at the time (``access.py``).
"""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.translation import gettext

from habeas.language import N_


class Role(StrEnum):
    """Who somebody is here. A reader of public facts needs no role, nor an account."""

    CUSTODY_OFFICER = "custody_officer"
    DOCTOR = "doctor"
    INSPECTOR = "inspector"
    DELEGATION_MEMBER = "delegation_member"
    HEAD_OF_DELEGATION = "head_of_delegation"
    DESK_OFFICER = "desk_officer"
    PUBLICATION_OFFICER = "publication_officer"
    AUDITOR = "auditor"
    LIAISON_OFFICER = "liaison_officer"
    HEAD_OF_BODY = "head_of_body"
    SYSTEM_ADMINISTRATOR = "system_administrator"

    @property
    def label(self) -> str:
        """The role's name, in the language of the reader."""
        return gettext(_TOLD[self][0])

    @property
    def may(self) -> str:
        """One sentence on what it may, in the language of the reader."""
        return gettext(_TOLD[self][1])


class Capability(StrEnum):
    """One thing that a door asks for."""

    READ_CONFIDENTIAL = "read_confidential"
    WRITE_FACTS = "write_facts"
    WRITE_PLACES = "write_places"
    IMPORT = "import"
    EXPORT = "export"
    APPROVE = "approve"
    PREPARE_PUBLICATION = "prepare_publication"
    READ_TRANSMITTED = "read_transmitted"
    READ_JOURNAL = "read_journal"
    GRANT_ROLES = "grant_roles"
    SET_SCALE = "set_scale"
    RUN_SYSTEM = "run_system"
    KEEP_REGISTER = "keep_register"
    WRITE_HEALTH = "write_health"
    OVERSEE_REGISTER = "oversee_register"
    READ_REGISTER = "read_register"
    RUN_REGISTER = "run_register"


_C = Capability

CAPABILITIES: Mapping[Role, frozenset[Capability]] = {
    Role.CUSTODY_OFFICER: frozenset({_C.KEEP_REGISTER}),
    Role.DOCTOR: frozenset({_C.WRITE_HEALTH}),
    Role.INSPECTOR: frozenset({_C.OVERSEE_REGISTER}),
    Role.DELEGATION_MEMBER: frozenset({_C.READ_CONFIDENTIAL, _C.EXPORT}),
    Role.HEAD_OF_DELEGATION: frozenset({_C.READ_CONFIDENTIAL, _C.EXPORT}),
    Role.DESK_OFFICER: frozenset(
        {_C.READ_CONFIDENTIAL, _C.WRITE_FACTS, _C.WRITE_PLACES, _C.IMPORT, _C.EXPORT}
    ),
    Role.PUBLICATION_OFFICER: frozenset({_C.READ_CONFIDENTIAL, _C.EXPORT, _C.PREPARE_PUBLICATION}),
    Role.AUDITOR: frozenset({_C.READ_JOURNAL, _C.READ_REGISTER}),
    Role.LIAISON_OFFICER: frozenset({_C.READ_TRANSMITTED}),
    Role.HEAD_OF_BODY: frozenset(
        {
            _C.READ_CONFIDENTIAL,
            _C.WRITE_FACTS,
            _C.WRITE_PLACES,
            _C.IMPORT,
            _C.EXPORT,
            _C.APPROVE,
            _C.READ_JOURNAL,
            _C.GRANT_ROLES,
            _C.SET_SCALE,
            _C.RUN_REGISTER,
        }
    ),
    Role.SYSTEM_ADMINISTRATOR: frozenset({_C.RUN_SYSTEM}),
}
BY_PARTY: frozenset[tuple[Role, Capability]] = frozenset(
    {
        (Role.LIAISON_OFFICER, _C.READ_TRANSMITTED),
        (Role.DELEGATION_MEMBER, _C.READ_CONFIDENTIAL),
        (Role.HEAD_OF_DELEGATION, _C.READ_CONFIDENTIAL),
    }
)
"""What a role gives for certain Parties only."""

_TOLD: Mapping[Role, tuple[str, str]] = {
    Role.CUSTODY_OFFICER: (
        N_("custody officer"),
        N_("Opens and keeps custody records at the own station."),
    ),
    Role.DOCTOR: (N_("doctor"), N_("Writes examinations and injuries.")),
    Role.INSPECTOR: (
        N_("human rights inspector"),
        N_("Sees alerts over all stations and receives complaints past the station."),
    ),
    Role.DELEGATION_MEMBER: (
        N_("delegation member"),
        N_("Reads and writes in the visits that the person is a member of."),
    ),
    Role.HEAD_OF_DELEGATION: (
        N_("head of delegation"),
        N_("Leads the visits that the person heads, and closes them."),
    ),
    Role.DESK_OFFICER: (
        N_("desk officer"),
        N_("Keeps places, visits, letters and reports; imports and exports."),
    ),
    Role.PUBLICATION_OFFICER: (
        N_("publication officer"),
        N_("Prepares a publication; another person approves it."),
    ),
    Role.AUDITOR: (
        N_("auditor"),
        N_(
            "Reads who did what, without the content of visits, and the custody register of every station. "
            "Has registers audited, and withdraws those that the person brought."
        ),
    ),
    Role.LIAISON_OFFICER: (
        N_("liaison officer"),
        N_("Reads what was transmitted to the own State."),
    ),
    Role.HEAD_OF_BODY: (
        N_("head of the body"),
        N_("Grants roles, approves what another prepared, reads and writes facts."),
    ),
    Role.SYSTEM_ADMINISTRATOR: (
        N_("system administrator"),
        N_("Runs, backs up and restores the system; reads no content and grants no roles."),
    ),
}
