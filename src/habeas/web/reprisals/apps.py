"""The app ``reprisals``."""

from django.apps import AppConfig


class ReprisalsConfig(AppConfig):
    """Its name among Django's apps."""

    name = "habeas.web.reprisals"
    label = "reprisals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Lead on from the page of a visit, for those whom it concerns."""
        from habeas.web.parties.showing import register_ways
        from habeas.web.reprisals.access import ways_on

        register_ways(ways_on)
