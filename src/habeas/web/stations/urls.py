"""Addresses of stations."""

from django.urls import path

from habeas.web.stations import mirror_views, views

app_name = "stations"
urlpatterns = [
    path("", views.stations, name="list"),
    path("add/", views.add, name="add"),
    path("pin/", views.pin, name="pin"),
    path("mirrors/", mirror_views.mirrors, name="mirrors"),
    path("mirrors/add/", mirror_views.add_mirror, name="add_mirror"),
    path("mirrors/<str:public_id>/withdraw/", mirror_views.withdraw_mirror, name="withdraw_mirror"),
    path("<str:public_id>/", views.station, name="station"),
    path("<str:public_id>/change/", views.change, name="change"),
    path("<str:public_id>/post/", views.post, name="post"),
    path("<str:public_id>/posts/<str:post_id>/end/", views.end_post, name="end_post"),
    path("<str:public_id>/posts/<str:post_id>/reset/", views.reset, name="reset"),
    path("<str:public_id>/posts/<str:post_id>/badge/", views.badge, name="badge"),
    path("<str:public_id>/machines/add/", views.add_machine, name="add_machine"),
    path(
        "<str:public_id>/machines/<str:device_id>/withdraw/", views.withdraw_machine, name="withdraw_machine"
    ),
]
