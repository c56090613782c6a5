"""The app ``sources``."""

from django.apps import AppConfig


class SourcesConfig(AppConfig):
    """Its name among Django's apps."""

    name = "habeas.web.sources"
    label = "sources"
    default_auto_field = "django.db.models.BigAutoField"
