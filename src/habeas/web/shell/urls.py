"""Addresses of the shell."""

from django.urls import path

from habeas.web.shell import views

app_name = "shell"
urlpatterns = [
    path("help/", views.help_page, name="help"),
    path("help/<slug:topic>/", views.help_page, name="help"),
    path("set/language/", views.set_language, name="set_language"),
    path("set/theme/", views.set_theme, name="set_theme"),
]
