"""The app."""

from django.apps import AppConfig


class CustodyConfig(AppConfig):
    """The custody register."""

    name = "habeas.web.custody"
    label = "custody"
