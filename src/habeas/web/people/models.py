"""Accounts, and the roles that they hold from one day to another."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from habeas.web.people.roles import Role
from habeas.web.rows import Row


class UserManager(BaseUserManager["User"]):
    """Makes accounts; people's actions are the door that also writes the journal."""

    def create_user(self, username: str, passphrase: str | None = None, **values: object) -> "User":
        """Store an account; without a passphrase nobody can sign in to it."""
        user = self.model(username=self.model.normalize_username(username), **values)
        user.set_password(passphrase)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, Row):
    """Somebody who signs in. Deactivated, never deleted: the journal names who did what."""

    username = models.CharField(
        _("sign-in name"),
        max_length=64,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": _("This sign-in name is taken.")},
    )
    display_name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=8, default="en")
    is_active = models.BooleanField(default=True)
    must_change_passphrase = models.BooleanField(default=False)
    epoch = models.PositiveIntegerField(default=0, editable=False)
    """Raised to sign out everywhere: each session carries a hash made with it."""
    is_demo = models.BooleanField(default=False, editable=False)

    never_in_journal = frozenset({"password", "epoch", "last_login"})

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ["display_name", "username"]

    @classmethod
    def normalize_username(cls, username: str) -> str:
        """Return the name as it is stored: one spelling of every letter, and small ones only."""
        return super().normalize_username(username).strip().lower()

    def __str__(self) -> str:
        """The name that others see."""
        return self.display_name or self.username

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Return what ends a session when it changes: the passphrase's hash and the epoch."""
        text = f"{self.epoch}:{self.password}"
        return salted_hmac("habeas.people.session", text, secret=secret, algorithm="sha256").hexdigest()


class RoleGrant(Row):
    """One role, held by one person, from one day to another (the last day included)."""

    user = models.ForeignKey(User, models.PROTECT, related_name="grants")
    role = models.CharField(_("role"), max_length=32)
    party = models.CharField(max_length=64, blank=True)
    """Public id of the Party whose liaison officer this is; empty for every other role."""
    granted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    """Empty where the command line granted it, before there was a head of the body."""
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(
                name="grant_by_another", condition=Q(granted_by=None) | ~Q(granted_by=F("user"))
            ),
            models.CheckConstraint(
                name="grant_ends_after_it_begins", condition=Q(until=None) | Q(until__gte=F("since"))
            ),
            models.CheckConstraint(
                name="grant_party_of_liaison",
                condition=Q(role=Role.LIAISON_OFFICER.value) & ~Q(party="")
                | ~Q(role=Role.LIAISON_OFFICER.value) & Q(party=""),
            ),
        ]
