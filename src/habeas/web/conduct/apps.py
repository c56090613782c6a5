"""The app ``conduct``."""

from django.apps import AppConfig


class ConductConfig(AppConfig):
    """Its name among Django's apps; it has no rows of its own."""

    name = "habeas.web.conduct"
    label = "conduct"
