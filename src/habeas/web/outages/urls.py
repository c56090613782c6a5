"""Addresses of a station's outages and paper. They name stations by code, and sheets by number."""

from django.urls import path

from habeas.web.outages import typing_in, views

app_name = "outages"
urlpatterns = [
    path("<slug:code>/", views.station, name="station"),
    path("<slug:code>/start/", views.start, name="start"),
    path("<slug:code>/end/<str:span_id>/", views.end, name="end"),
    path("<slug:code>/sheets/", views.sheets, name="sheets"),
    path("<slug:code>/sheets/issue/", views.issue, name="issue"),
    path("<slug:code>/sheets/from/<int:first>/<slug:language>/sheets.pdf", views.printed, name="printed"),
    path("<slug:code>/sheets/<int:number>/", typing_in.sheet, name="sheet"),
    path("<slug:code>/sheets/<int:number>/cancel/", views.cancel, name="cancel"),
]
