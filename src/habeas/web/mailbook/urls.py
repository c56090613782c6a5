"""Addresses of the mail book. None of them holds a pseudonym."""

from django.urls import path

from habeas.web.mailbook import views

app_name = "mailbook"
urlpatterns = [
    path("", views.entries, name="list"),
    path("receive/", views.receive, name="receive"),
    path("<str:public_id>/", views.entry, name="entry"),
    path("<str:public_id>/change/", views.change, name="change"),
    path("<str:public_id>/step/", views.step, name="step"),
    path("<str:public_id>/step/<str:step_id>/withdraw/", views.step_withdraw, name="step_withdraw"),
    path("<str:public_id>/sender/", views.sender, name="sender"),
    path("<str:public_id>/named/", views.name_reader, name="name_reader"),
    path("<str:public_id>/named/<str:named_id>/end/", views.end_reader, name="end_reader"),
    path("<str:public_id>/letter/", views.link, name="link"),
]
