"""Addresses of drafts."""

from django.urls import path

from habeas.web.drafts import views

app_name = "drafts"
urlpatterns = [path("<str:key>/<str:public_id>/", views.draft, name="draft")]
