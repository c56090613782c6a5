"""The app ``reports``."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Its name among Django's apps."""

    name = "habeas.web.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"
