"""The app ``replies``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RepliesConfig(AppConfig):
    """Its name among Django's apps."""

    name = "habeas.web.replies"
    label = "replies"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the way to the portal, and lead on from the pages of documents."""
        from habeas.web.parties.showing import register_ways
        from habeas.web.people.roles import Capability
        from habeas.web.replies.ways import ways_on
        from habeas.web.shell import nav

        register_ways(ways_on)
        nav.register(
            nav.NavItem(
                label=_("To answer"),
                url_name="replies:home",
                order=20,
                capability=Capability.READ_TRANSMITTED,
            )
        )
