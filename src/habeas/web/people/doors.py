"""The doors of views that cannot carry their own mark, by the name of their address.

These are views of parts that others made, and of the apps below this one. A name that is not
here and a view without a mark do not open: that is the point.
"""

from collections.abc import Mapping

from habeas.web.people.access import Door, Opens
from habeas.web.people.roles import Capability

_ANYONE = Door(Opens.ANYONE)
_SIGNED_IN = Door(Opens.SIGNED_IN)
_BY_TOKEN = Door(Opens.BY_TOKEN)
_READS_JOURNAL = Door(Opens.ABLE, frozenset({Capability.READ_JOURNAL}))

DOORS: Mapping[str, Door] = {
    # The journal, an app below
    "journal:list": _READS_JOURNAL,
    "journal:export": _READS_JOURNAL,
    # Machines of stations (django-ninja)
    "machines:events": _BY_TOKEN,
    "machines:record": _BY_TOKEN,
    "machines:proof": _BY_TOKEN,
    "machines:leaf": _BY_TOKEN,
    # Signing in and out (allauth)
    "account_login": _ANYONE,
    "account_logout": _ANYONE,
    "account_inactive": _ANYONE,
    "account_reauthenticate": _SIGNED_IN,
    "account_change_password": _SIGNED_IN,
    # The second factor (allauth): authenticate and login are for people half signed in
    "mfa_authenticate": _ANYONE,
    "mfa_login_webauthn": _ANYONE,
    "mfa_reauthenticate": _SIGNED_IN,
    "mfa_reauthenticate_webauthn": _SIGNED_IN,
    "mfa_index": _SIGNED_IN,
    "mfa_activate_totp": _SIGNED_IN,
    "mfa_deactivate_totp": _SIGNED_IN,
    "mfa_view_recovery_codes": _SIGNED_IN,
    "mfa_generate_recovery_codes": _SIGNED_IN,
    "mfa_download_recovery_codes": _SIGNED_IN,
    "mfa_list_webauthn": _SIGNED_IN,
    "mfa_add_webauthn": _SIGNED_IN,
    "mfa_edit_webauthn": _SIGNED_IN,
    "mfa_remove_webauthn": _SIGNED_IN,
}

BEFORE_OWN_PASSPHRASE = frozenset(
    {
        "account_change_password",
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "shell:help",
        "shell:set_language",
        "shell:set_theme",
    }
)
"""What somebody may open who has not yet replaced the one-time passphrase."""
