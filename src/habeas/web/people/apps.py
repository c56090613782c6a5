"""The app ``people``."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Its name among Django's apps."""

    name = "habeas.web.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
