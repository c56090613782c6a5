"""The app ``places``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    """Its name among Django's apps."""

    name = "habeas.web.places"
    label = "places"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the way to its lists."""
        from habeas.web.shell import nav

        nav.register(nav.NavItem(label=_("Places"), url_name="places:list", order=20, to_all=True))
