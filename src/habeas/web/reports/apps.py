"""The app ``reports``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Its name among Django's apps."""

    name = "habeas.web.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the way to its lists."""
        from habeas.web.people.roles import Capability
        from habeas.web.reports import conducting  # noqa: F401 (leads on from the page of a visit)
        from habeas.web.shell import nav

        nav.register(nav.NavItem(label=_("Documents"), url_name="reports:documents", order=50, to_all=True))
        nav.register(nav.NavItem(label=_("Asked"), url_name="reports:asks", order=60, to_all=True))
        nav.register(
            nav.NavItem(
                label=_("Import"),
                url_name="reports:import",
                place="more",
                order=70,
                capability=Capability.IMPORT,
            )
        )
