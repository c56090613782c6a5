"""The app ``reading``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from habeas.web.people.roles import Capability


class ReadingConfig(AppConfig):
    """Its name among Django's apps."""

    name = "habeas.web.reading"
    label = "reading"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the way to its page."""
        from habeas.web.shell import nav

        nav.register(
            nav.NavItem(
                label=_("Reading"),
                url_name="reading:list",
                place="more",
                order=65,
                capability=Capability.IMPORT,
            )
        )
