"""The app ``builder``."""

from django.apps import AppConfig


class BuilderConfig(AppConfig):
    """Its name among Django's apps."""

    name = "habeas.web.builder"
    label = "builder"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Lead on from the page of a report."""
        from habeas.web.builder import access  # noqa: F401
