"""Addresses of letters and talks."""

from django.urls import path

from habeas.web.dialogue import views

app_name = "dialogue"
urlpatterns = [
    path("", views.letters, name="list"),
    path("add/", views.letter_add, name="letter_add"),
    path("talks/add/", views.talks_add, name="talks_add"),
    path("talks/<str:public_id>/", views.talks, name="talks"),
    path("talks/<str:public_id>/change/", views.talks_change, name="talks_change"),
    path("talks/<str:public_id>/step/", views.talks_act, name="talks_act"),
    path("talks/<str:public_id>/step/<str:act_id>/withdraw/", views.talks_withdraw, name="talks_withdraw"),
    path("<str:public_id>/", views.letter, name="letter"),
    path("<str:public_id>/change/", views.letter_change, name="letter_change"),
    path("<str:public_id>/step/", views.letter_act, name="letter_act"),
    path("<str:public_id>/step/<str:act_id>/withdraw/", views.letter_withdraw, name="letter_withdraw"),
]
