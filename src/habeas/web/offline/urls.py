"""Addresses of the queue, below those of the desk: the worker of a browser serves no others."""

from django.urls import path

from habeas.web.offline import views

app_name = "offline"
urlpatterns = [
    path("worker.js", views.worker, name="worker"),
    path("without-network/", views.shell, name="shell"),
    path("without-network/<slug:code>/", views.station, name="station"),
    path("without-network/<slug:code>/enrol/", views.enrol, name="enrol"),
    path("without-network/<slug:code>/deliver/", views.deliver, name="deliver"),
    path("without-network/<slug:code>/waiting/<str:public_id>/", views.sign_item, name="sign"),
    path("without-network/<slug:code>/waiting/<str:public_id>/leave/", views.leave_item, name="leave"),
]
