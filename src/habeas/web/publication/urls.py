"""Addresses of the publication desk, and of what is published."""

from django.urls import path

from habeas.web.publication import public, terms, views

app_name = "publication"
urlpatterns = [
    path("published/", public.published, name="published"),
    path("published/feed/", public.feed, name="feed"),
    path("published/<str:public_id>/", public.file, name="file"),
    path("published/<str:public_id>/<slug:form>/", public.form, name="form"),
    path("publication/", views.desk, name="desk"),
    path("publication/terms/", terms.regimes, name="regimes"),
    path("publication/terms/add/", terms.add, name="regime_add"),
    path("publication/terms/<str:public_id>/", terms.change, name="regime_change"),
    path("publication/<str:public_id>/", views.page, name="page"),
    path("publication/<str:public_id>/record/<slug:kind>/", views.record, name="record"),
    path("publication/<str:public_id>/prepare/", views.prepare, name="prepare"),
    path("publication/<str:public_id>/compose/", views.compose, name="compose"),
    path("publication/<str:public_id>/prepared/", views.prepared, name="prepared"),
    path("publication/<str:public_id>/prepared/<slug:form>/", views.prepared_form, name="prepared_form"),
    path(
        "publication/<str:public_id>/consents/<str:consent_id>/",
        views.consent_withdrawn,
        name="consent_withdrawn",
    ),
    path("publication/<str:public_id>/approve/", views.approve, name="approve"),
    path("publication/<str:public_id>/publish/", views.publish, name="publish"),
    path("publication/<str:public_id>/withdraw/<str:step_id>/", views.withdraw, name="withdraw"),
]
