"""The app ``places``."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Its name among Django's apps."""

    name = "habeas.web.places"
    label = "places"
    default_auto_field = "django.db.models.BigAutoField"
