"""The app ``law``."""

from django.apps import AppConfig


class LawConfig(AppConfig):
    """Its name among Django's apps."""

    name = "habeas.web.law"
    label = "law"
    default_auto_field = "django.db.models.BigAutoField"
