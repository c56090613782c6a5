"""The app ``audits``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from habeas.web.people.roles import Capability


class AuditsConfig(AppConfig):
    """Its name among Django's apps."""

    name = "habeas.web.audits"
    label = "audits"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the way to its page, and tell the pages of rules what the last audit found."""
        from habeas.web.audits import access
        from habeas.web.parties.showing import register_ways
        from habeas.web.safeguards.standing import register_last
        from habeas.web.shell import nav

        register_last(access.last_of)
        register_ways(access.ways_from)
        nav.register(
            nav.NavItem(
                label=_("Audits"),
                url_name="audits:list",
                place="more",
                order=5,
                capability=(
                    Capability.OVERSEE_REGISTER,
                    Capability.READ_REGISTER,
                    Capability.RUN_REGISTER,
                    Capability.WRITE_FACTS,
                    Capability.READ_CONFIDENTIAL,
                ),
            )
        )
