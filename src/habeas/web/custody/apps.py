"""The app."""

from django.apps import AppConfig


class CustodyConfig(AppConfig):
    """The custody register."""

    name = "habeas.web.custody"
    label = "custody"

    def ready(self) -> None:
        """Have the database told whose records each statement may see."""
        from habeas.web.custody import wall

        wall.watch()
