"""The app ``desk``."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Its name among Django's apps."""

    name = "habeas.web.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"
