"""The app ``dialogue``."""

from django.apps import AppConfig


class DialogueConfig(AppConfig):
    """Its name among Django's apps."""

    name = "habeas.web.dialogue"
    label = "dialogue"
    default_auto_field = "django.db.models.BigAutoField"
