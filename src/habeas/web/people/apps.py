"""The app ``people``."""

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """Its name among Django's apps."""

    name = "habeas.web.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the shell how to ask what a reader may, and the ways to these pages and the journal's."""
        # Models can be read only once every app is there.
        from habeas.web.people import signals  # noqa: F401 (connects them)
        from habeas.web.people.access import may
        from habeas.web.people.roles import Capability
        from habeas.web.shell import nav

        def ask(request: HttpRequest, capability: object) -> bool:
            reader = getattr(request, "reader", None)
            wanted = capability if isinstance(capability, tuple) else (capability,)  # any of them
            return reader is not None and any(
                may(reader, one) for one in wanted if isinstance(one, Capability)
            )

        nav.ask_with(ask)
        nav.register(
            nav.NavItem(label=_("Your account"), url_name="people:account", order=10, place="account")
        )
        nav.register(nav.NavItem(label=_("Second factor"), url_name="mfa_index", order=20, place="account"))
        grants, journal = Capability.GRANT_ROLES, Capability.READ_JOURNAL
        nav.register(
            nav.NavItem(label=_("People"), url_name="people:list", place="more", capability=grants, order=900)
        )
        nav.register(
            nav.NavItem(
                label=_("Journal"), url_name="journal:list", place="more", capability=journal, order=910
            )
        )
