"""The app ``stations``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StationsConfig(AppConfig):
    """Its name among Django's apps."""

    name = "habeas.web.stations"
    label = "stations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the way to the stations, for who sets them up."""
        from habeas.web.people.roles import Capability
        from habeas.web.shell import nav

        run = Capability.RUN_REGISTER
        nav.register(
            nav.NavItem(
                label=_("Stations"), url_name="stations:list", place="more", capability=run, order=890
            )
        )
        sign = (Capability.KEEP_REGISTER, Capability.WRITE_HEALTH)
        nav.register(
            nav.NavItem(
                label=_("PIN for signing"),
                url_name="stations:pin",
                place="account",
                capability=sign,
                order=15,
            )
        )
