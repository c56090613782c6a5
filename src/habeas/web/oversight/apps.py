"""The app ``oversight``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from habeas.web.people.roles import Capability


class OversightConfig(AppConfig):
    """Its name among Django's apps."""

    name = "habeas.web.oversight"
    label = "oversight"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the way to its board."""
        from django.conf import settings

        from habeas.web.shell import nav

        if "register" in settings.SURFACES:
            nav.register(
                nav.NavItem(
                    label=_("Oversight"),
                    url_name="oversight:board",
                    order=6,
                    capability=(Capability.OVERSEE_REGISTER, Capability.READ_REGISTER),
                )
            )
