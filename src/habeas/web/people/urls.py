"""Addresses of signing in, of the own account and of people.

Those of signing in have the names that allauth asks for, without a namespace. There is no
sign-up, no address of mail, no passphrase by mail: those pages do not exist.
"""

from allauth.account import views as allauth_views
from django.urls import include, path

from habeas.web.people import views

_PAGES = [
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

urlpatterns = [
    path("account/sign-in/", views.SignIn.as_view(), name="account_login"),
    path("account/sign-out/", allauth_views.logout, name="account_logout"),
    path("account/shut/", allauth_views.account_inactive, name="account_inactive"),
    path("account/again/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path("account/passphrase/", allauth_views.password_change, name="account_change_password"),
    path("account/second-factor/", include("allauth.mfa.urls")),
    path("", include((_PAGES, "people"))),
]
