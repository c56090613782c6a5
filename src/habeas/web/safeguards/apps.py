"""The app ``safeguards``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SafeguardsConfig(AppConfig):
    """Its name among Django's apps."""

    name = "habeas.web.safeguards"
    label = "safeguards"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Enter the way to its page."""
        from habeas.web.shell.nav import NavItem, register

        register(NavItem(label=_("Rules"), url_name="safeguards:rules", place="more", order=81, to_all=True))
