"""Addresses of visits and incidents."""

from django.urls import path

from habeas.web.visits import conducting, views

app_name = "visits"
urlpatterns = [
    path("", views.visits, name="list"),
    path("add/", views.visit_add, name="add"),
    path("plan/", conducting.plan, name="plan"),
    path("incidents/", views.incidents, name="incidents"),
    path("incidents/add/", views.incident_add, name="incident_add"),
    path("incidents/<str:public_id>/", views.incident, name="incident"),
    path("incidents/<str:public_id>/change/", views.incident_change, name="incident_change"),
    path("incidents/<str:public_id>/seal/", views.incident_seal, name="incident_seal"),
    path("<str:public_id>/", views.visit, name="visit"),
    path("<str:public_id>/change/", views.visit_change, name="change"),
    path("<str:public_id>/step/", views.visit_act, name="act"),
    path("<str:public_id>/step/<str:act_id>/withdraw/", views.visit_withdraw, name="withdraw"),
    path("<str:public_id>/delegation/", views.member_add, name="member_add"),
    path("<str:public_id>/delegation/<str:membership_id>/end/", views.member_end, name="member_end"),
    path("<str:public_id>/place/", views.visit_stop, name="stop"),
    path("<str:public_id>/take/<slug:step>/", conducting.take, name="take"),
    path("<str:public_id>/incident/", views.incident_met, name="incident_met"),
    path("<str:public_id>/finding/", views.finding_add, name="finding"),
    path(
        "<str:public_id>/finding/<str:finding_id>/withdraw/", views.finding_withdraw, name="finding_withdraw"
    ),
]
