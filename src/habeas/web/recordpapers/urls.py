"""Addresses below a record. They name it by an opaque id, never a person."""

from django.urls import path

from habeas.web.recordpapers import receipt_views, views

app_name = "recordpapers"
urlpatterns = [
    path("<str:record_id>/day/", views.day, name="day"),
    path("<str:record_id>/copy/", views.paper, name="copy"),
    path("<str:record_id>/receipts/", receipt_views.receipts, name="receipts"),
    path("<str:record_id>/receipts/rights.pdf", receipt_views.rights_pdf, name="rights_pdf"),
    path("<str:record_id>/receipts/<uuid:event_id>/", receipt_views.receipt, name="receipt"),
    path(
        "<str:record_id>/receipts/<uuid:event_id>/receipt.pdf", receipt_views.receipt_pdf, name="receipt_pdf"
    ),
    path(
        "<str:record_id>/receipts/<uuid:event_id>/receipt.tlog-proof",
        receipt_views.receipt_file,
        name="receipt_file",
    ),
]
