"""The app ``recordpapers``."""

from django.apps import AppConfig


class RecordpapersConfig(AppConfig):
    """Its name among Django's apps."""

    name = "habeas.web.recordpapers"
    label = "recordpapers"
