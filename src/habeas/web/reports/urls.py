"""Addresses of documents, of what was asked, and of imports."""

from django.urls import path

from habeas.web.reports import conducting, import_views, views

app_name = "reports"
urlpatterns = [
    path("documents/", views.documents, name="documents"),
    path("documents/add/", views.document_add, name="document_add"),
    path("documents/<str:public_id>/", views.document, name="document"),
    path("documents/<str:public_id>/change/", views.document_change, name="document_change"),
    path("documents/<str:public_id>/step/", views.document_act, name="document_act"),
    path(
        "documents/<str:public_id>/step/<str:act_id>/withdraw/",
        views.document_withdraw,
        name="document_withdraw",
    ),
    path("documents/<str:public_id>/take/<slug:step>/", conducting.take, name="take"),
    path("documents/on/<str:public_id>/", conducting.begin, name="begin"),
    path("asks/", views.asks, name="asks"),
    path("asks/add/", views.ask_add, name="ask_add"),
    path("asks/upr-info.csv", views.asks_upr_info, name="asks_upr_info"),
    path("asks/of/<slug:slug>/", views.asked, name="asked"),
    path("asks/<str:public_id>/", views.ask, name="ask"),
    path("asks/<str:public_id>/change/", views.ask_change, name="ask_change"),
    path("import/", import_views.start, name="import"),
    path("import/openings/", import_views.openings, name="openings"),
    path("import/<str:token>/columns/", import_views.columns, name="import_columns"),
    path("import/<str:token>/try/", import_views.try_out, name="import_try"),
    path("import/<str:token>/drop/", import_views.drop, name="import_drop"),
]
