"""Addresses of the text that is gone through."""

from django.urls import path

from habeas.web.redaction import met_views, views

app_name = "redaction"
urlpatterns = [
    path("<str:public_id>/", views.text, name="text"),
    path("<str:public_id>/take/", views.take, name="take"),
    path("<str:public_id>/take/adopted/", views.take_adopted, name="take_adopted"),
    path("<str:public_id>/unit/<int:number>/", views.unit, name="unit"),
    path("<str:public_id>/proposed/", views.proposed, name="proposed"),
    path("<str:public_id>/undo/<str:mark_id>/", views.undo, name="undo"),
    path("<str:public_id>/met/", met_views.met, name="met"),
    path("<str:public_id>/met/add/", met_views.add, name="met_add"),
    path("<str:public_id>/met/offered/", met_views.offered, name="met_offered"),
    path("<str:public_id>/met/<str:met_id>/", met_views.answer, name="met_answer"),
    path("<str:public_id>/consents/", views.consents, name="consents"),
    path("<str:public_id>/consents/add/", views.consent_add, name="consent_add"),
]
