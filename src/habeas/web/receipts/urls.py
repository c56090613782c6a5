"""Addresses of receipts. What is printed is ``/check/#…``; what stands behind the ``#`` is sent to nobody."""

from django.urls import path

from habeas.web.receipts import views

app_name = "receipts"
urlpatterns = [
    path("", views.check, name="check"),
    path("download/", views.download, name="download"),
]
