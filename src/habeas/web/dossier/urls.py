"""Addresses of the dossier."""

from django.urls import path

from habeas.web.dossier import views

app_name = "dossier"
urlpatterns = [
    path("", views.parties, name="parties"),
    path("<slug:slug>/", views.page, name="page"),
    path("<slug:slug>/dossier.<slug:form>", views.paper, name="paper"),
]
