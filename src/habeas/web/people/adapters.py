"""How allauth does things here: no sign-up, no mail, our words, secrets sealed in the store."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from habeas.errors import RefusedError
from habeas.language import N_


class Accounts(DefaultAccountAdapter):
    """Accounts are made by the head of the body or on the machine, never by the page."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "enter_current_password": _("This is not your passphrase now."),
        "incorrect_password": _("This is not your passphrase."),
        "too_many_login_attempts": _("Too many failed attempts. Try again in some minutes."),
        "username_password_mismatch": _("The sign-in name or the passphrase is not right."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Refuse: nothing leaves the machine by itself."""
        raise RefusedError("mail-never-sent", f"a mail was about to be sent: {template_prefix}")


class SecondFactors(DefaultMFAAdapter):
    """Secrets of second factors are sealed with a key made from the installation's secret key.

    Who copies the database alone cannot sign in with them.
    """

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right. A code is good for half a minute.")
    }

    def encrypt(self, text: str) -> str:
        """Seal; the inverse of :meth:`decrypt`."""
        return _seal().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Open; refused where the installation's secret key is another than when it was sealed."""
        try:
            return _seal().decrypt(encrypted_text.encode("ascii")).decode()
        except InvalidToken as error:
            raise RefusedError(
                "second-factor-unreadable",
                N_("The second factor cannot be read: the secret key of this installation has changed."),
                advice=N_("Put the old secret key back, or have the second factor of the account removed."),
            ) from error

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Name the product, not the host, to the device that keeps the passkey."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": "Habeas"}


def _seal() -> Fernet:
    key = HKDF(SHA256(), 32, salt=None, info=b"habeas.people.second-factor").derive(
        settings.SECRET_KEY.encode()
    )
    return Fernet(base64.urlsafe_b64encode(key))
