"""Addresses of the statistics."""

from django.urls import path

from habeas.web.statistics import views

app_name = "statistics"
urlpatterns = [
    path("", views.page, name="page"),
    path("<slug:key>/", views.figure, name="figure"),
]
