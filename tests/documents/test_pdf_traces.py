"""A PDF that is published as it is carries its pages and nothing else."""

import zlib
from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.actions import JavaScript
from pypdf.annotations import FreeText
from tests.documents.test_word_reading import paper

from habeas.documents.pdf.traces import refuse_pdf_traces
from habeas.errors import RefusedError
from habeas.language import words
from habeas.papers import render_pdf

PLAIN = render_pdf(paper("1"), words=words("en"))


def refused(data: bytes) -> str:
    with pytest.raises(RefusedError) as caught:
        refuse_pdf_traces(data, "report.pdf")
    return caught.value.code


def changed(change) -> bytes:
    writer = PdfWriter()
    writer.append(PdfReader(BytesIO(PLAIN)))
    writer.metadata = None
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def test_what_our_own_papers_are_made_of_is_let_through() -> None:
    refuse_pdf_traces(PLAIN, "report.pdf")
    refuse_pdf_traces(changed(lambda _writer: None), "report.pdf")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda pdf: pdf.add_metadata({"/Author": "Zebra Finch"}), "pdf-names-author"),
        (lambda pdf: pdf.add_metadata({"/Keywords": "detained: Finch"}), "pdf-names-author"),
        (lambda pdf: pdf.add_attachment("names.txt", b"Zebra Finch"), "pdf-attachments"),
        (lambda pdf: pdf.add_open_action(JavaScript("app.alert('x')")), "pdf-scripts"),
        (lambda pdf: pdf.add_annotation(0, FreeText(text="Finch", rect=(0, 0, 9, 9))), "pdf-comments"),
        (lambda pdf: pdf.encrypt("x", algorithm="RC4-128"), "pdf-encrypted"),
    ],
)
def test_what_it_carries_beside_its_pages_is_refused(change, code: str) -> None:
    assert refused(changed(change)) == code


def test_what_was_there_before_a_change_is_still_in_it() -> None:
    assert refused(PLAIN + b"\n1 0 obj<</Type/Catalog>>endobj\n%%EOF\n") == "pdf-earlier-versions"


def test_names_that_are_spelt_otherwise_or_packed_are_found() -> None:
    assert refused(b"%PDF-1.7\n1 0 obj<</A#75thor(Finch)>>endobj\n%%EOF") == "pdf-names-author"
    packed = zlib.compress(b"1 0 <</Author(Finch)>>")
    head = b"%PDF-1.7\n1 0 obj<</Type/ObjStm/Filter/FlateDecode/N 1/First 4>>stream\n"
    assert refused(head + packed + b"\nendstream endobj\n%%EOF") == "pdf-names-author"
    other = head.replace(b"/FlateDecode", b"[/ASCII85Decode/FlateDecode]")
    assert refused(other + packed + b"\nendstream endobj\n%%EOF") == "pdf-unreadable"
    assert refused(head + b"not packed\nendstream endobj\n%%EOF") == "pdf-unreadable"
    about = b"%PDF-1.7\n1 0 obj<</Type/Metadata/Subtype/XML>>stream\n<x><dc:creator><rdf:Seq><rdf:li>Finch"
    assert (
        refused(about + b"</rdf:li></rdf:Seq></dc:creator></x>\nendstream endobj\n%%EOF")
        == "pdf-names-author"
    )
