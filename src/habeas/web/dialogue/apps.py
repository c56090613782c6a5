"""The app ``dialogue``."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DialogueConfig(AppConfig):
    """Its name among Django's apps."""

    name = "habeas.web.dialogue"
    label = "dialogue"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the way to its lists."""
        from habeas.web.shell import nav

        nav.register(nav.NavItem(label=_("Letters"), url_name="dialogue:list", order=40, to_all=True))
