"""The app ``procedure``."""

from django.apps import AppConfig


class ProcedureConfig(AppConfig):
    """Its name among Django's apps. Its rows are those of the dossier."""

    name = "habeas.web.procedure"
    label = "procedure"
