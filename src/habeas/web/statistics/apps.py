"""The app ``statistics``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StatisticsConfig(AppConfig):
    """Its name among Django's apps."""

    name = "habeas.web.statistics"
    label = "statistics"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the way to its page."""
        from habeas.web.people.roles import Capability
        from habeas.web.shell import nav

        nav.register(
            nav.NavItem(
                label=_("Statistics"),
                url_name="statistics:page",
                place="more",
                order=68,
                capability=Capability.READ_CONFIDENTIAL,
            )
        )
