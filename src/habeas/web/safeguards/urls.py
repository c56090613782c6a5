"""Addresses of the rules. ``lawyer.called`` is at ``/rules/lawyer.called/``."""

from django.urls import path

from habeas.web.safeguards import views

app_name = "safeguards"
urlpatterns = [
    path("", views.every_rule, name="rules"),
    path("<str:name>/", views.rule, name="rule"),
]
