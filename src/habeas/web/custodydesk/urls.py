"""Addresses of the custody desk. They name stations by code and records by an opaque id, never a person."""

from django.urls import path

from habeas.web.custodydesk import entering, notice_views, views

app_name = "custodydesk"
urlpatterns = [
    path("", views.board, name="board"),
    path("at/<slug:code>/", views.board_at, name="board_at"),
    path("at/<slug:code>/open/", entering.open_record, name="open"),
    path("at/<slug:code>/find/", views.find, name="find"),
    path("at/<slug:code>/handover/", entering.handover, name="handover"),
    path("records/<str:record_id>/", views.record, name="record"),
    path("records/<str:record_id>/amend/", entering.amend, name="amend"),
    path("records/<str:record_id>/enter/<slug:kind>/", entering.enter, name="enter"),
    path("records/<str:record_id>/correct/<uuid:event_id>/", entering.correct, name="correct"),
    path("records/<str:record_id>/annul/<uuid:event_id>/", entering.annul, name="annul"),
    path("records/<str:record_id>/rights/", notice_views.choose, name="rights"),
    path("records/<str:record_id>/rights/<slug:language>/", notice_views.notice_page, name="notice"),
    path(
        "records/<str:record_id>/rights/<slug:language>/notice.pdf",
        notice_views.notice_pdf,
        name="notice_pdf",
    ),
]
