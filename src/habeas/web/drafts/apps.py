"""The app ``drafts``."""

from django.apps import AppConfig


class DraftsConfig(AppConfig):
    """Its name among Django's apps."""

    name = "habeas.web.drafts"
    label = "drafts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer drafts on the pages of what they are filled from."""
        from habeas.web.drafts.access import ways_to_drafts
        from habeas.web.parties.showing import register_ways

        register_ways(ways_to_drafts)
