"""Addresses of the publication desk, and apart from them those of what is published."""

from django.urls import path

from habeas.web.publication import public, terms, views

published = (
    [
        path("", public.published, name="list"),
        path("feed/", public.feed, name="feed"),
        path("<str:public_id>/", public.file, name="file"),
        path("<str:public_id>/<slug:form>/", public.form, name="form"),
    ],
    "published",
)
"""The public record's own, which is served where nobody works too."""

app_name = "publication"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("terms/", terms.regimes, name="regimes"),
    path("terms/add/", terms.add, name="regime_add"),
    path("terms/<str:public_id>/", terms.change, name="regime_change"),
    path("<str:public_id>/", views.page, name="page"),
    path("<str:public_id>/record/<slug:kind>/", views.record, name="record"),
    path("<str:public_id>/prepare/", views.prepare, name="prepare"),
    path("<str:public_id>/compose/", views.compose, name="compose"),
    path("<str:public_id>/prepared/", views.prepared, name="prepared"),
    path("<str:public_id>/prepared/<slug:form>/", views.prepared_form, name="prepared_form"),
    path(
        "<str:public_id>/consents/<str:consent_id>/",
        views.consent_withdrawn,
        name="consent_withdrawn",
    ),
    path("<str:public_id>/approve/", views.approve, name="approve"),
    path("<str:public_id>/publish/", views.publish, name="publish"),
    path("<str:public_id>/withdraw/<str:step_id>/", views.withdraw, name="withdraw"),
]
