"""The app ``disclosure``."""

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    """Its name among Django's apps."""

    name = "habeas.web.disclosure"
    label = "disclosure"
    default_auto_field = "django.db.models.BigAutoField"
