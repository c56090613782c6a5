"""The app ``journal``."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Its name among Django's apps."""

    name = "habeas.web.journal"
    label = "journal"
    default_auto_field = "django.db.models.BigAutoField"
