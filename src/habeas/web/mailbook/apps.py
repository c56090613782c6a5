"""The app ``mailbook``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MailbookConfig(AppConfig):
    """Its name among Django's apps."""

    name = "habeas.web.mailbook"
    label = "mailbook"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the way to its list."""
        from habeas.web.people.roles import Capability
        from habeas.web.shell import nav

        nav.register(
            nav.NavItem(
                label=_("Mail book"),
                url_name="mailbook:list",
                place="more",
                order=42,
                capability=Capability.READ_CONFIDENTIAL,
            )
        )
