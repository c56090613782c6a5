"""Addresses of erasures. They name records by an opaque id, never a person."""

from django.urls import path

from habeas.web.erasure import views

app_name = "erasure"
urlpatterns = [
    path("", views.every, name="list"),
    path("of/<str:record_id>/", views.ask, name="ask"),
    path("<slug:public_id>/", views.one, name="one"),
]
