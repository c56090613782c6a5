"""Addresses of the law. A provision ``ECPT#10(2)`` is at ``/law/ECPT/at/10(2)/``."""

from django.urls import path

from habeas.web.law import views

app_name = "law"
urlpatterns = [
    path("", views.instruments, name="instruments"),
    path("<path:key>/at/<str:place>/", views.provision, name="provision"),
    path("<path:key>/", views.instrument, name="instrument"),
]
