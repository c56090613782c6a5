"""The app ``dossier``."""

from django.apps import AppConfig


class DossierConfig(AppConfig):
    """Its name among Django's apps."""

    name = "habeas.web.dossier"
    label = "dossier"
    default_auto_field = "django.db.models.BigAutoField"
