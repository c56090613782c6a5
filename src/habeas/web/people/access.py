"""Who is reading, what they may, and the doors in front of every page.

A view without a door does not exist: ``middleware.DefaultDeny`` answers 404. Refused and not
found look alike.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto
from types import MappingProxyType
from typing import Any, Protocol, TypeVar

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.crypto import salted_hmac

from habeas.web.people.models import RoleGrant, User
from habeas.web.people.roles import BY_PARTY, CAPABILITIES, Capability, Role

PartiesOf = Callable[[int, date], Iterable[str]]
"""Given an account's number and a day: the public ids of Parties whose confidential facts it may read."""

_parties_of: list[PartiesOf] = []


def register_parties(hook: PartiesOf) -> PartiesOf:
    """Let an app above say which Parties a member of a delegation may read of; usable as a decorator.

    It is asked once a request, only for people who hold such a role on that day.
    """
    _parties_of.append(hook)
    return hook


PartyNames = Callable[[], Iterable[tuple[str, str]]]
"""Public id and name of every Party, for choosing whose liaison officer somebody is."""

_party_names: list[PartyNames] = []


def register_party_names(hook: PartyNames) -> PartyNames:
    """Let the app of Parties, which lies above, name them; usable as a decorator."""
    _party_names.append(hook)
    return hook


def party_names() -> dict[str, str]:
    """Return the name of each Party by public id; empty where no app names them."""
    return {public_id: name for hook in _party_names for public_id, name in hook()}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks at a page and what they may on one day, fixed for the whole request."""

    user_id: int | None = None
    public_id: str = ""
    name: str = ""
    language: str = ""
    roles: frozenset[Role] = frozenset()
    capabilities: frozenset[Capability] = frozenset()
    """Held for every Party."""
    by_party: Mapping[Capability, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    """Held for these Parties (public ids) only; the set may be empty."""
    session: str = ""
    """A keyed hash of the sign-in, for the journal."""
    must_change_passphrase: bool = False

    @property
    def signed_in(self) -> bool:
        """Whether this is somebody with an account."""
        return self.user_id is not None

    @property
    def role_names(self) -> str:
        """The roles as names with commas between, as the journal keeps them."""
        return ",".join(sorted(self.roles))

    @property
    def may(self) -> Mapping[str, bool]:
        """For templates: ``{% if reader.may.write_facts %}``."""
        return {capability.value: may(self, capability) for capability in Capability}


NOBODY = Reader()
"""The public: not signed in."""


class Request(HttpRequest):
    """A request behind a door: it has its reader."""

    reader: Reader
    user: Any


def reader_of(
    user: User | AnonymousUser, *, on: date | None = None, session_key: str | None = None
) -> Reader:
    """Return the reader that ``user`` is on a day (today, without it)."""
    if not isinstance(user, User) or not user.is_active:
        return NOBODY
    if user.is_demo and not settings.DEMO:  # its passphrase is known to everybody
        return NOBODY
    day = on or timezone.localdate()
    grants = list(grants_in_force(day).filter(user=user))
    roles = frozenset(Role(grant.role) for grant in grants)
    return Reader(
        user_id=user.pk,
        public_id=user.public_id,
        name=str(user),
        language=user.language,
        roles=roles,
        capabilities=frozenset(
            capability
            for role in roles
            for capability in CAPABILITIES[role]
            if (role, capability) not in BY_PARTY
        ),
        by_party=MappingProxyType(_by_party(user.pk, day, grants)),
        session=_session_hash(session_key),
        must_change_passphrase=user.must_change_passphrase,
    )


def grants_in_force(day: date) -> Any:
    """Return the grants that hold on a day."""
    return RoleGrant.objects.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


def _by_party(user_id: int, day: date, grants: list[RoleGrant]) -> dict[Capability, frozenset[str]]:
    roles = {Role(grant.role) for grant in grants}
    found: dict[Capability, frozenset[str]] = {}
    for role, capability in BY_PARTY:
        if role not in roles:
            continue
        if role is Role.LIAISON_OFFICER:
            parties = {grant.party for grant in grants if grant.role == role}
        else:
            parties = {party for hook in _parties_of for party in hook(user_id, day)}
        found[capability] = found.get(capability, frozenset()) | parties
    return found


def _session_hash(session_key: str | None) -> str:
    return (
        salted_hmac("habeas.journal", session_key, algorithm="sha256").hexdigest()[:16] if session_key else ""
    )


def may(reader: Reader, capability: Capability, party: str | None = None) -> bool:
    """Whether the reader may, for the Party with this public id; without one, for any at all."""
    if capability in reader.capabilities:
        return True
    if party is None:
        return capability in reader.by_party
    return party in reader.by_party.get(capability, frozenset())


def parties_where(reader: Reader, capability: Capability) -> frozenset[str] | None:
    """Return the Parties (public ids) for which the reader may; ``None`` means every one.

    For filtering a list: ``rows if parties is None else rows.filter(party__public_id__in=parties)``.
    """
    return None if capability in reader.capabilities else reader.by_party.get(capability, frozenset())


# The doors -----------------------------------------------------------------------------------


class Opens(Enum):
    """For whom a door opens, apart from capabilities."""

    ANYONE = auto()
    PUBLIC = auto()
    SIGNED_IN = auto()
    ABLE = auto()
    BY_TOKEN = auto()
    """For machines: the view itself asks for the token, and no sign-in opens it."""


@dataclass(frozen=True, slots=True)
class Door:
    """The mark on a view. ``capabilities`` counts for :attr:`Opens.ABLE` only: any of them opens."""

    opens: Opens
    capabilities: frozenset[Capability] = frozenset()

    def lets(self, reader: Reader, *, public: bool) -> bool:
        """Whether the reader comes in; ``public`` is whether the public surface is switched on."""
        match self.opens:
            case Opens.ANYONE | Opens.BY_TOKEN:
                return True
            case Opens.PUBLIC:
                return public or reader.signed_in
            case Opens.SIGNED_IN:
                return reader.signed_in
            case Opens.ABLE:
                return any(may(reader, capability) for capability in self.capabilities)


class _View(Protocol):
    def __call__(self, request: Any, /, *args: Any, **kwargs: Any) -> Any: ...


V = TypeVar("V", bound=_View)


def door(*capabilities: Capability) -> Callable[[V], V]:
    """Open a view to people signed in who hold any of ``capabilities`` (for at least one Party)."""
    if not capabilities:
        raise ValueError("a door names the capabilities that open it")
    return _marking(Door(Opens.ABLE, frozenset(capabilities)))


def door_for_signed_in(view: V) -> V:
    """Open a view to everybody who is signed in, whatever the role."""
    return _marking(Door(Opens.SIGNED_IN))(view)


def public_door(view: V) -> V:
    """Open a view of public facts: to anyone where the public surface is on, else to the signed in.

    What the page shows must still be asked for by ``request.reader``.
    """
    return _marking(Door(Opens.PUBLIC))(view)


def open_door(view: V) -> V:
    """Open a view to anyone on every surface: sign-in, help, the language."""
    return _marking(Door(Opens.ANYONE))(view)


def _marking(mark: Door) -> Callable[[V], V]:
    def marked(view: V) -> V:
        view.door = mark  # type: ignore[attr-defined]
        return view

    return marked


# People, for those who grant roles --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """What secures one account."""

    totp: bool
    passkeys: int
    recovery_codes: bool
    last_signed_in: Any


def own_account(user: User) -> OwnAccount:
    """Return what secures the account of somebody who looks at their own."""
    kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    return OwnAccount(
        totp=Authenticator.Type.TOTP in kinds,
        passkeys=kinds.count(Authenticator.Type.WEBAUTHN),
        recovery_codes=Authenticator.Type.RECOVERY_CODES in kinds,
        last_signed_in=user.last_login,
    )


def everybody(day: date) -> list[tuple[User, list[Role]]]:
    """Return every account with the roles held on a day, those that are open first."""
    held: dict[int, list[Role]] = {}
    for grant in grants_in_force(day):
        held.setdefault(grant.user_id, []).append(Role(grant.role))
    return [(user, held.get(user.pk, [])) for user in User.objects.order_by("-is_active", "display_name")]


def delegates(day: date) -> Any:
    """Return the open accounts that may belong to a delegation: those with such a role on that day."""
    roles = (Role.DELEGATION_MEMBER.value, Role.HEAD_OF_DELEGATION.value)
    held = grants_in_force(day).filter(role__in=roles).values("user")
    return User.objects.filter(pk__in=held, is_active=True).order_by("display_name")


def insiders(day: date) -> Any:
    """Return the open accounts of the body and its delegations, to whom a sealed note can be given."""
    roles = [role.value for role, may_ in CAPABILITIES.items() if Capability.READ_CONFIDENTIAL in may_]
    held = grants_in_force(day).filter(role__in=roles).values("user")
    return User.objects.filter(pk__in=held, is_active=True).order_by("display_name")


def person(public_id: str) -> User:
    """Return an account, or 404."""
    return get_object_or_404(User, public_id=public_id)


def grants_of(user: User) -> list[tuple[RoleGrant, Role, str]]:
    """Return the roles that a person holds, held and will hold, each with its Party's name, latest first."""
    found = user.grants.select_related("granted_by").order_by("-since", "-pk")
    names = party_names()
    return [(grant, Role(grant.role), names.get(grant.party, grant.party)) for grant in found]


def grant(public_id: str, grant_id: str) -> RoleGrant:
    """Return one role of one person, or 404."""
    found = RoleGrant.objects.select_related("user")
    return get_object_or_404(found, public_id=grant_id, user__public_id=public_id)
