"""Addresses of what is due."""

from django.urls import path

from habeas.web.clocks import views

app_name = "clocks"
urlpatterns = [
    path("", views.dues, name="list"),
    path("month/", views.month, name="month"),
    path("due.ics", views.file, name="file"),
    path("reminders/", views.reminders, name="reminders"),
    path("feed/<str:token>.ics", views.feed, name="feed"),
]
