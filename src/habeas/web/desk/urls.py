"""The address of the first page."""

from django.urls import path

from habeas.web.desk import views

urlpatterns = [path("", views.desk, name="desk")]
