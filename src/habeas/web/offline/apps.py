"""The app ``offline``."""

from django.apps import AppConfig


class OfflineConfig(AppConfig):
    """Its name among Django's apps; its pages are reached from the board of a station."""

    name = "habeas.web.offline"
    label = "offline"
    default_auto_field = "django.db.models.BigAutoField"
