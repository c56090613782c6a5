"""Addresses of the board. They name records by an opaque id, never a person."""

from django.urls import path

from habeas.web.oversight import views

app_name = "oversight"
urlpatterns = [
    path("", views.board, name="board"),
    path("complaints/", views.complaints, name="complaints"),
    path("complaints/<str:record_id>/<uuid:event_id>/", views.complaint, name="complaint"),
    path("<str:record_id>/<str:rule>/", views.alert, name="alert"),
]
