"""Addresses of audits. They name an audit, a register or a rule; a record by its number in an audit alone."""

from django.urls import path

from habeas.web.audits import finding_views, views

app_name = "audits"
urlpatterns = [
    path("", views.every_audit, name="list"),
    path("ask/", views.ask, name="ask"),
    path("bring/", views.bring, name="bring"),
    path("registers/<str:register_id>/bring/", views.bring_again, name="bring_again"),
    path("registers/<str:register_id>/withdraw/", views.withdraw, name="withdraw"),
    path("<str:public_id>/", views.audit, name="audit"),
    path("<str:public_id>/stop/", views.stop, name="stop"),
    path("<str:public_id>/occasions/", views.occasions, name="occasions"),
    path("<str:public_id>/records/<int:number>/", views.record, name="record"),
    path("<str:public_id>/compared/", views.compared, name="compared"),
    path("<str:public_id>/files/<str:name>", views.taken_away, name="file"),
    path("<str:public_id>/rules/<str:rule>/", views.safeguard, name="rule"),
    path("<str:public_id>/rules/<str:rule>/finding/", finding_views.take_over, name="take_over"),
]
