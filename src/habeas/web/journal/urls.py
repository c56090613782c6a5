"""Addresses of the journal."""

from django.urls import path

from habeas.web.journal import views

app_name = "journal"
urlpatterns = [
    path("", views.journal, name="list"),
    path("export/", views.export, name="export"),
]
