"""Addresses of threads, and of what is said of one ask."""

from django.urls import path

from habeas.web.threads import proposal_views, scale_views, views

app_name = "threads"
urlpatterns = [
    path("threads/", views.listed, name="list"),
    path("threads/scale/", scale_views.scale, name="scale"),
    path("threads/scale/add/", scale_views.degree_add, name="degree_add"),
    path("threads/scale/<slug:code>/", scale_views.degree_change, name="degree_change"),
    path("threads/scale/<slug:code>/retire/", scale_views.degree_retire, name="degree_retire"),
    path("threads/<slug:kind>/<str:public_id>/withdraw/", views.withdraw, name="withdraw"),
    path("documents/<str:public_id>/proposals/", proposal_views.document, name="document"),
    path("asks/<str:public_id>/thread/", views.thread, name="thread"),
    path("asks/<str:public_id>/thread/link/", views.link, name="link"),
    path("asks/<str:public_id>/thread/answer/", proposal_views.answer, name="answer"),
    path("asks/<str:public_id>/thread/claim/", views.claim, name="claim"),
    path("asks/<str:public_id>/thread/assess/", views.assess, name="assess"),
]
