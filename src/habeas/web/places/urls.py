"""Addresses of places."""

from django.urls import path

from habeas.web.places import views

app_name = "places"
urlpatterns = [
    path("", views.places, name="list"),
    path("add/", views.place_add, name="add"),
    path("<str:public_id>/", views.place, name="place"),
    path("<str:public_id>/change/", views.place_change, name="change"),
    path("<str:public_id>/history/<slug:what>/", views.place_event, name="event"),
    path("<str:public_id>/history/<str:change_id>/withdraw/", views.place_withdraw, name="withdraw"),
]
