"""Addresses of the search. None holds what is looked for: ``/search/k4…/`` is an opaque name."""

from django.urls import path

from habeas.web.search import views

app_name = "search"
urlpatterns = [
    path("", views.box, name="box"),
    path("<str:public_id>/", views.results, name="results"),
    path("<str:public_id>/keep/", views.keep, name="keep"),
    path("<str:public_id>/drop/", views.drop, name="drop"),
]
