"""The app ``visits``."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    """Its name among Django's apps."""

    name = "habeas.web.visits"
    label = "visits"
    default_auto_field = "django.db.models.BigAutoField"
