"""The app ``redaction``."""

from django.apps import AppConfig


class RedactionConfig(AppConfig):
    """Its name among Django's apps."""

    name = "habeas.web.redaction"
    label = "redaction"
    default_auto_field = "django.db.models.BigAutoField"
