"""The app ``threads``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ThreadsConfig(AppConfig):
    """Its name among Django's apps."""

    name = "habeas.web.threads"
    label = "threads"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the way to its list, and let the pages of what was asked say what is known beside."""
        from habeas.web.people.roles import Capability
        from habeas.web.reports.beside import register
        from habeas.web.shell import nav
        from habeas.web.threads.access import claims_for
        from habeas.web.threads.beside import beside

        register(beside, claims_for)
        reading = Capability.READ_CONFIDENTIAL
        nav.register(
            nav.NavItem(
                label=_("Threads"), url_name="threads:list", place="more", order=61, capability=reading
            )
        )
