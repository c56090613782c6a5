"""The app."""

from django.apps import AppConfig


class KeyringConfig(AppConfig):
    """The keys of custody records."""

    name = "habeas.web.keyring"
    label = "keyring"
