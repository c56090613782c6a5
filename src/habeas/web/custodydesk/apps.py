"""The app ``custodydesk``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustodyDeskConfig(AppConfig):
    """Its name among Django's apps; it has no rows of its own."""

    name = "habeas.web.custodydesk"
    label = "custodydesk"

    def ready(self) -> None:
        """Name the way to the board, for all who may open the register of a station."""
        from habeas.web.custodydesk.access import READERS
        from habeas.web.shell import nav

        nav.register(
            nav.NavItem(label=_("Custody"), url_name="custodydesk:board", capability=READERS, order=5)
        )
