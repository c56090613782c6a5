"""Addresses of authorities, liaison officers, and the forms of a Party; its page is the dossier."""

from django.urls import path

from habeas.web.parties import views

app_name = "parties"
urlpatterns = [
    path("add/", views.party_add, name="add"),
    path("authorities/", views.authorities, name="authorities"),
    path("authorities/add/", views.authority_add, name="authority_add"),
    path("authorities/<str:public_id>/", views.authority, name="authority"),
    path("authorities/<str:public_id>/change/", views.authority_change, name="authority_change"),
    path("authorities/<str:public_id>/succession/", views.succession_add, name="succession_add"),
    path("successions/<str:public_id>/withdraw/", views.succession_withdraw, name="succession_withdraw"),
    path("liaison-officers/", views.officers, name="officers"),
    path("liaison-officers/add/", views.officer_add, name="officer_add"),
    path("liaison-officers/<str:public_id>/", views.officer, name="officer"),
    path("liaison-officers/<str:public_id>/change/", views.officer_change, name="officer_change"),
    path("<slug:slug>/name/", views.party_name, name="name"),
    path("<slug:slug>/complete/", views.completeness, name="completeness"),
]
