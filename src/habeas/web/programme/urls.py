"""Addresses of the programme."""

from django.urls import path

from habeas.web.programme import brief_views, checklist_views, views

app_name = "programme"
urlpatterns = [
    path("", views.parties, name="parties"),
    path("places/", views.places, name="places"),
    path("entries/", views.entries, name="entries"),
    path("entries/add/", views.put_on, name="put_on"),
    path("entries/<str:public_id>/take-off/", views.take_off, name="take_off"),
    path("year/<int:year>/", views.year, name="year"),
    path("criteria/", views.criteria, name="criteria"),
    path("criteria/add/", views.criteria_add, name="criteria_add"),
    path("criteria/<str:public_id>/", views.criteria_change, name="criteria_change"),
    path("protected/<str:public_id>/", views.protect, name="protect"),
    path("protected/<str:public_id>/end/", views.end_protection, name="end_protection"),
    path("brief/<slug:slug>/", brief_views.brief, name="brief"),
    path("brief/<slug:slug>/brief.<str:form>", brief_views.brief_file, name="brief_file"),
    path("checklists/", checklist_views.every, name="checklists"),
    path("checklists/<slug:kind>/", checklist_views.one, name="checklist"),
    path("checklists/<slug:kind>/checklist.<str:form>", checklist_views.file, name="checklist_file"),
]
