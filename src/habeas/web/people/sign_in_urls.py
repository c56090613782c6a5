"""Addresses of signing in, by the names that allauth asks for: those wanted, and no others.

There is no sign-up, no address of mail, no reset of a passphrase by mail: those pages do not exist.
"""

from allauth.account import views as allauth_views
from django.urls import include, path

from habeas.web.people import views

urlpatterns = [
    path("account/sign-in/", views.SignIn.as_view(), name="account_login"),
    path("account/sign-out/", allauth_views.logout, name="account_logout"),
    path("account/shut/", allauth_views.account_inactive, name="account_inactive"),
    path("account/again/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path("account/passphrase/", allauth_views.password_change, name="account_change_password"),
    path("account/second-factor/", include("allauth.mfa.urls")),
]
