"""Addresses of follow-ups. None of them holds a pseudonym."""

from django.urls import path

from habeas.web.reprisals import views

app_name = "reprisals"
urlpatterns = [
    path("<str:visit_id>/", views.visit, name="visit"),
    path("<str:visit_id>/named/", views.named, name="named"),
    path("<str:visit_id>/named/<str:keeper_id>/", views.replace, name="replace"),
    path("<str:visit_id>/add/", views.add, name="add"),
    path("<str:visit_id>/<str:public_id>/", views.follow_up, name="follow_up"),
    path("<str:visit_id>/<str:public_id>/check/", views.check, name="check"),
    path("<str:visit_id>/<str:public_id>/found/", views.found, name="found"),
    path("<str:visit_id>/<str:public_id>/close/", views.close, name="close"),
]
