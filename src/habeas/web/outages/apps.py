"""The app ``outages``."""

from django.apps import AppConfig


class OutagesConfig(AppConfig):
    """Its name among Django's apps; it has no rows of its own, and is reached from the board of a station."""

    name = "habeas.web.outages"
    label = "outages"
