"""Addresses of the procedures that the body conducts."""

from django.urls import path

from habeas.web.procedure import views

app_name = "procedure"
urlpatterns = [
    path("open/<slug:slug>/", views.open_one, name="open"),
    path("<str:public_id>/", views.page, name="page"),
    path("<str:public_id>/step/<slug:step>/", views.take, name="take"),
    path("<str:public_id>/withdraw/<str:step_id>/", views.withdraw, name="withdraw"),
]
