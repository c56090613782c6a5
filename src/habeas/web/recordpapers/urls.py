"""Addresses below a record. They name it by an opaque id, never a person."""

from django.urls import path

from habeas.web.recordpapers import views

app_name = "recordpapers"
urlpatterns = [
    path("<str:record_id>/day/", views.day, name="day"),
    path("<str:record_id>/copy/", views.paper, name="copy"),
]
