"""The app ``publication``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicationConfig(AppConfig):
    """Its name among Django's apps."""

    name = "habeas.web.publication"
    label = "publication"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the ways to what is published, to the desk, and from the page of a document."""
        from habeas.web.parties.showing import register_published, register_ways
        from habeas.web.people.roles import Capability
        from habeas.web.publication.access import published_lines, ways_on
        from habeas.web.shell import nav

        nav.register(
            nav.NavItem(label=_("Published"), url_name="published:list", place="more", order=46, to_all=True)
        )
        nav.register(
            nav.NavItem(
                label=_("Publication"),
                url_name="publication:desk",
                place="more",
                capability=Capability.PREPARE_PUBLICATION,
                order=47,
            )
        )
        register_ways(ways_on)
        register_published(published_lines)
