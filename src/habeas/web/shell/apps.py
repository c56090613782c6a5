"""The app ``shell``."""

from django.apps import AppConfig


class ShellConfig(AppConfig):
    """Its name among Django's apps."""

    name = "habeas.web.shell"
    label = "shell"
    default_auto_field = "django.db.models.BigAutoField"
