"""The app ``stations``."""

from django.apps import AppConfig


class StationsConfig(AppConfig):
    """Its name among Django's apps."""

    name = "habeas.web.stations"
    label = "stations"
    default_auto_field = "django.db.models.BigAutoField"
