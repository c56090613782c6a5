"""The app ``desk``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    """Its name among Django's apps."""

    name = "habeas.web.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Enter the way to its page."""
        from habeas.web.shell.nav import NavItem, register

        register(NavItem(label=_("Desk"), url_name="desk", order=0))
