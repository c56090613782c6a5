"""The app ``parties``."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """Its name among Django's apps."""

    name = "habeas.web.parties"
    label = "parties"
    default_auto_field = "django.db.models.BigAutoField"
