"""The app ``recordings``."""

from django.apps import AppConfig


class RecordingsConfig(AppConfig):
    """Its name among Django's apps; it has no rows: what there is stands in the register."""

    name = "habeas.web.recordings"
    label = "recordings"
