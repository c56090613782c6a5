"""Addresses of people and of the own account."""

from django.urls import URLPattern

app_name = "people"
urlpatterns: list[URLPattern] = []
