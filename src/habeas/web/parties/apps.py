"""The app ``parties``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartiesConfig(AppConfig):
    """Its name among Django's apps."""

    name = "habeas.web.parties"
    label = "parties"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the way to its lists."""
        from habeas.web.shell import nav

        nav.register(
            nav.NavItem(
                label=_("Authorities"), url_name="parties:authorities", place="more", order=65, to_all=True
            )
        )
