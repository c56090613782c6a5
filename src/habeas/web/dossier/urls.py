"""Addresses of the dossier."""

from django.urls import path

from habeas.web.dossier import editing, views

app_name = "dossier"
urlpatterns = [
    path("", views.parties, name="parties"),
    path("openings/", editing.openings, name="openings"),
    path("open/<slug:kind>/<slug:public_id>/", editing.ask_to_open, name="ask_to_open"),
    path("fact/procedure/<slug:public_id>/step/", editing.step, name="step"),
    path("fact/<slug:kind>/<slug:public_id>/", editing.change, name="change"),
    path("<slug:slug>/add/<slug:kind>/", editing.add, name="add"),
    path("<slug:slug>/", views.page, name="page"),
    path("<slug:slug>/dossier.<slug:form>", views.paper, name="paper"),
]
