"""Addresses of the desk for reading. They name a document, a proposal or a page by number."""

from django.urls import path

from habeas.web.reading import adding, review, take_views, views

app_name = "reading"
urlpatterns = [
    path("", views.every_reading, name="list"),
    path("bring/", views.bring, name="bring"),
    path("<str:public_id>/", views.reading, name="reading"),
    path("<str:public_id>/published/", views.published, name="published"),
    path("<str:public_id>/withdraw/", views.withdraw, name="withdraw"),
    path("<str:public_id>/add/", adding.add, name="add"),
    path("<str:public_id>/download/", views.document, name="document"),
    path("<str:public_id>/take/", take_views.take, name="take"),
    path("<str:public_id>/pages/<int:number>.png", views.page, name="page"),
    path("<str:public_id>/<str:proposal_id>/", review.proposal, name="proposal"),
]
