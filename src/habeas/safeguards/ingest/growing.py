"""A text that only grew at its end since it was brought in: what came is read as a file that came.

A register is exported to one file, longer each night. Such a file is divided into the parts that lie in the
cache, each known again by all of its bytes, and what follows them.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from habeas.custody.exchange import EVENTS
from habeas.safeguards.ingest.faults import Fault
from habeas.safeguards.ingest.sources import MEBIBYTE, Form, Source


def divided(found: Sequence[Source], there: Mapping[str, Any] | None) -> Sequence[Source]:
    """The files, of which the last that the cache ``there`` was made of is divided if it only grew.

    Only the last can be: what came to an earlier one would stand before what is read already.
    """
    known = [] if there is None else [each for each in there["sources"] if each.get("table") == EVENTS.name]
    if there is None or not known or there["faults"].get(Fault.RECORDED_AHEAD):
        return found
    parts = [each for each in known if each["path"] == known[-1]["path"]]
    rows, contents = (there[each][len(known) - len(parts) : len(known)] for each in ("rows", "contents"))
    for at, each in enumerate(found):
        if each.table is EVENTS and str(each.path.resolve()) == known[-1]["path"]:
            fits = each.form in (Form.CSV, Form.JSONL) and None not in rows
            own = _parts(each, parts, contents, sum(rows)) if fits else [each]
            return [*found[:at], *own, *found[at + 1 :]]
    return found


def _parts(
    source: Source, parts: Sequence[Mapping[str, Any]], contents: Sequence[str], rows: int
) -> list[Source]:
    """The parts that are known, with so many rows, and what came after them; or the file as it is."""
    now = source.path.stat()
    end = parts[-1]["begin"] + parts[-1]["size"]
    is_as_it_was = now.st_size == end and now.st_mtime_ns == parts[-1]["mtime_ns"]
    only_grew = now.st_size > end and now.st_mtime_ns >= parts[-1]["mtime_ns"] and _ends_a_line(source, end)
    if not (only_grew or (is_as_it_was and len(parts) > 1)):
        return [source]
    found = [replace(source, begin=each["begin"], known=each) for each in parts]
    if only_grew and [content(each) for each in found] != list(contents):
        return [source]
    return [*found, replace(source, begin=end, before=rows)] if only_grew else found


def content(source: Source) -> str:
    """The SHA-256 of all bytes of a file, or of a part of it."""
    digest, left = hashlib.sha256(), source.size
    with source.path.open("rb") as stream:
        stream.seek(source.begin)
        while left and (piece := stream.read(min(left, MEBIBYTE))):
            digest.update(piece)
            left -= len(piece)
    return digest.hexdigest()


def _ends_a_line(source: Source, at: int) -> bool:
    with source.path.open("rb") as stream:
        stream.seek(max(0, at - 1))
        return stream.read(1) == b"\n"


def write_end(source: Source, copy: Path) -> Path:
    """Write what came at the end of a file, of CSV under its headings."""
    with source.path.open("rb") as given, copy.open("wb") as made:
        if source.form is Form.CSV:
            made.write(given.readline())
        given.seek(source.begin)
        while piece := given.read(MEBIBYTE):
            made.write(piece)
    return copy
