"""Addresses of the journal; their doors are in ``people/doors.py``, as this app lies below it."""

from django.urls import URLPattern

app_name = "journal"
urlpatterns: list[URLPattern] = []
