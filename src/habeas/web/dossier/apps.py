"""The app ``dossier``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DossierConfig(AppConfig):
    """Its name among Django's apps."""

    name = "habeas.web.dossier"
    label = "dossier"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Enter the way to its page."""
        from habeas.web.shell.nav import NavItem, register

        register(NavItem(label=_("Dossiers"), url_name="dossier:parties", order=10, to_all=True))
