"""The app ``clocks``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClocksConfig(AppConfig):
    """Its name among Django's apps."""

    name = "habeas.web.clocks"
    label = "clocks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the way to the own reminders; the list is reached from the desk."""
        from habeas.web.shell import nav

        nav.register(
            nav.NavItem(label=_("Reminders"), url_name="clocks:reminders", order=30, place="account")
        )
