"""The ways of the publication desk, as a browser goes them."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from habeas.web.reports.models import Document

PDF = b"%PDF-1.7 canary of the report"


def at(name: str, report: Document, *more: str) -> str:
    return reverse(f"publication:{name}", args=[report.public_id, *more])


def prepare(client: Client, report: Document, data: bytes = PDF, **said: object):
    file = SimpleUploadedFile("report.pdf", data, content_type="application/pdf")
    return client.post(at("prepare", report), {"file": file, "names_deleted": "on", **said})


def asked(client: Client, report: Document) -> None:
    said = {"on": "1 July 2026", "reference": "letter of 1 July 2026"}
    assert client.post(at("record", report, "request"), said).status_code == 302
