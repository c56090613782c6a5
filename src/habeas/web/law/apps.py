"""The app ``law``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LawConfig(AppConfig):
    """Its name among Django's apps."""

    name = "habeas.web.law"
    label = "law"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Enter the way to its page."""
        from habeas.web.shell.nav import NavItem, register

        register(NavItem(label=_("Law"), url_name="law:instruments", place="more", order=80, to_all=True))
