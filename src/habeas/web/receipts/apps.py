"""The app ``receipts``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReceiptsConfig(AppConfig):
    """Its name among Django's apps."""

    name = "habeas.web.receipts"
    label = "receipts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Enter the way to its page."""
        from habeas.web.shell.nav import NavItem, register

        way = NavItem(
            label=_("Check a receipt"), url_name="receipts:check", place="more", order=85, to_all=True
        )
        register(way)
