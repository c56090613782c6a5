"""The app ``visits``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VisitsConfig(AppConfig):
    """Its name among Django's apps."""

    name = "habeas.web.visits"
    label = "visits"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the way to its lists."""
        from habeas.web.shell import nav

        nav.register(nav.NavItem(label=_("Visits"), url_name="visits:list", order=30, to_all=True))
