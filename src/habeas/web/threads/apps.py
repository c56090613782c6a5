"""The app ``threads``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ThreadsConfig(AppConfig):
    """Its name among Django's apps."""

    name = "habeas.web.threads"
    label = "threads"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the way to its list, let pages say what is known beside an ask, and follow what is asked."""
        from habeas.web.journal.actions import register_follower
        from habeas.web.people.roles import Capability
        from habeas.web.reports.beside import register
        from habeas.web.shell import nav
        from habeas.web.threads.access import claims_for
        from habeas.web.threads.beside import beside
        from habeas.web.threads.jobs import note

        register(beside, claims_for)
        register_follower(note)
        reading = Capability.READ_CONFIDENTIAL
        nav.register(
            nav.NavItem(
                label=_("Threads"), url_name="threads:list", place="more", order=61, capability=reading
            )
        )
