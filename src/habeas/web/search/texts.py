"""The words of published files: each read once, in the background, by the reader that reads documents.

What is kept of a file are its paragraphs with their numbers and pages. A file is published for good once its
hour has come, and its bytes never change: so what was read of it never does.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from habeas.apart.calling import paragraphs_apart
from habeas.errors import HabeasError, PartMissingError
from habeas.web.publication.access import form_of, published_file, published_files
from habeas.web.publication.models import PublicationFile
from habeas.web.search.models import FileText, Passage, Waiting


def passages() -> "QuerySet[Passage, Any]":
    """The paragraphs of what is published now: the same for everybody."""
    rows = Passage.objects.filter(read__file__in=published_files().order_by().values("pk"))
    return rows.select_related("read__file__document__party").defer("read__file__data")


def unread() -> bool:
    """Whether something is published that was not read yet."""
    return bool(published_files().filter(text=None).exists())


def read_new(most: int | None = None) -> int:
    """Read the published files that were not read yet, ``most`` of them (``None``: all); return how many.

    What cannot be read is noted with why, and not tried again: its title and reference are found as before.
    """
    read = 0
    for public_id in list(published_files().filter(text=None).values_list("public_id", flat=True)[:most]):
        try:
            _keep(published_file(public_id))
        except PartMissingError:
            return read  # nothing is read here; it is tried again where the part is
        read += 1
    return read


def _keep(file: PublicationFile) -> None:
    row, found = FileText(file=file), list[Mapping[str, Any]]()
    try:
        found = list(_composed(file) if file.text_digest else _brought(file))
    except PartMissingError:
        raise
    except HabeasError as fault:
        row.refusal = fault.code
    with transaction.atomic():
        row.save()
        Passage.objects.bulk_create(Passage(read=row, **one) for one in found)
        Waiting.objects.create(mark=f"reports.document:{file.document.public_id}")


def _composed(file: PublicationFile) -> Iterator[Mapping[str, Any]]:
    """The pieces of a text that was composed here, by their place in it: they stand on its page."""
    for at, unit in enumerate(json.loads(bytes(form_of(file, "json").data))["units"]):
        if unit["text"]:
            yield {"at": at, "number": unit.get("label", "").strip(" ."), "text": unit["text"]}


def _brought(file: PublicationFile) -> Iterator[Mapping[str, Any]]:
    """The paragraphs of a PDF that was brought in as it is, read as any document is."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "document.pdf"
        path.write_bytes(bytes(file.data))
        for at, one in enumerate(paragraphs_apart(path)):
            yield {"at": at, **one}
