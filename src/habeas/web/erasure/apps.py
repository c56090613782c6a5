"""The app ``erasure``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from habeas.web.people.roles import Capability


class ErasureConfig(AppConfig):
    """Its name among Django's apps."""

    name = "habeas.web.erasure"
    label = "erasure"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the way to its list."""
        from django.conf import settings

        from habeas.web.shell import nav

        if "register" in settings.SURFACES:
            nav.register(
                nav.NavItem(
                    label=_("Erasure"),
                    url_name="erasure:list",
                    place="more",
                    capability=(Capability.RUN_REGISTER, Capability.OVERSEE_REGISTER),
                    order=895,
                )
            )
