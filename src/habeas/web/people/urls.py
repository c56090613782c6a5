"""Addresses of people and of the own account."""

from django.urls import path

from habeas.web.people import views

app_name = "people"
urlpatterns = [
    path("account/", views.account, name="account"),
    path("account/elsewhere/", views.sign_out_elsewhere, name="sign_out_elsewhere"),
    path("account/typed/", views.typed, name="typed"),
    path("people/", views.people, name="list"),
    path("people/add/", views.add, name="add"),
    path("people/<str:public_id>/", views.person, name="person"),
    path("people/<str:public_id>/grant/", views.grant, name="grant"),
    path("people/<str:public_id>/grants/<str:grant_id>/end/", views.end_grant, name="end_grant"),
    path("people/<str:public_id>/active/", views.set_active, name="set_active"),
    path("people/<str:public_id>/factors/", views.remove_factors, name="remove_factors"),
    path("people/<str:public_id>/passphrase/", views.new_passphrase, name="new_passphrase"),
]
