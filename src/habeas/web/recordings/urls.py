"""Addresses of a record's recordings. They name no person: an opaque id, and a SHA-256."""

from django.urls import path, re_path

from habeas.web.recordings import adding, views

app_name = "recordings"
urlpatterns = [
    path("<str:record_id>/recordings/", views.recordings, name="list"),
    path("<str:record_id>/recordings/<uuid:event_id>/file/", adding.add_file, name="file"),
    re_path(
        r"^(?P<record_id>[^/]+)/recordings/(?P<event_id>[0-9a-f-]{36})/file/(?P<sha256>[0-9a-f]{64})/$",
        adding.sign,
        name="sign",
    ),
    path("<str:record_id>/recordings/<uuid:event_id>/elsewhere/", adding.elsewhere, name="elsewhere"),
    path("<str:record_id>/recordings/<uuid:event_id>/take/", views.take_out, name="take"),
]
