"""The app ``search``."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Its name among Django's apps."""

    name = "habeas.web.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow what the journal writes, and name the way to it in the head of each page."""
        from habeas.web.journal.actions import register_follower
        from habeas.web.search.following import note
        from habeas.web.shell import nav

        register_follower(note)
        nav.register_search("search:box")
