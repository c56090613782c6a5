"""The app ``programme``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammeConfig(AppConfig):
    """Its name among Django's apps."""

    name = "habeas.web.programme"
    label = "programme"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the way to its lists, and lead on from the pages of places and visits."""
        from habeas.web.parties.showing import register_party_ways, register_ways
        from habeas.web.people.roles import Capability
        from habeas.web.programme.ways import ways_of_party, ways_on
        from habeas.web.shell import nav

        register_ways(ways_on)
        register_party_ways(ways_of_party)
        nav.register(
            nav.NavItem(
                label=_("Programme"),
                url_name="programme:parties",
                place="more",
                order=32,
                capability=Capability.READ_CONFIDENTIAL,
            )
        )
