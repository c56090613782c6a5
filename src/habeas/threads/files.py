"""Asks to be compared, as files: CSV or JSON lines in, proposals out in either.

A fault is refused with its file and line, and then nothing is compared: a list with a hole would have
threads with a hole.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from habeas.clock import Edtf
from habeas.documents.encodings import decode
from habeas.documents.sources import MEGABYTE, Limits, read_all
from habeas.documents.tables.delimited import records, separator_of
from habeas.errors import RefusedError, Where
from habeas.threads.proposing import Proposal, proposals
from habeas.threads.sense import Sense
from habeas.threads.values import Asked

SCHEMA = "habeas/threads/1"
NEEDED = ("id", "party", "date", "text")
BESIDE = ("reference", "paragraph", "language")
OUT = ("id", "candidate_id", "rank", "score", "relation", "why")
LIMITS = Limits(file=2_000 * MEGABYTE, rows=5_000_000, cells=100_000_000)


def read_asked(paths: Iterable[Path]) -> list[Asked]:
    """Read what was asked from each file; an ``id`` stands once in all of them.

    Raises ``RefusedError``: the codes of ``documents`` for what is no list, ``columns-missing``,
    ``line-not-json``, ``value-missing``, ``value-not-text``, ``date-unreadable``, ``id-repeated``.
    """
    found: dict[str, Asked] = {}
    for path in paths:
        for line, row in _rows(path):
            one = _asked(row, Where(str(path), line))
            if one.id in found:
                raise RefusedError(
                    "id-repeated",
                    f"the id “{one.id}” stands twice",
                    where=Where(str(path), line, "id"),
                    advice="Give each ask an id of its own; it may come from another file of this call.",
                )
            found[one.id] = one
    return list(found.values())


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    text, _ = decode(read_all(path, str(path), LIMITS.file), str(path))
    if path.suffix.casefold() in (".jsonl", ".ndjson") or text.lstrip()[:1] == "{":
        yield from _lines(text, path)
        return
    separator, start = separator_of(text)
    headings: list[str] = []
    for line, cells in records(text[start:], separator, str(path), LIMITS):
        if not headings:
            headings = _headings(cells, Where(str(path), line))
        elif len(cells) not in (0, len(headings)):
            raise RefusedError(
                "row-columns-differ",
                f"this row has {len(cells)} cells where the headings are {len(headings)}",
                where=Where(str(path), line),
                advice="Look for a separator too many or too few, or a text without quotation marks.",
            )
        elif any(map(str.strip, cells)):
            yield line, dict(zip(headings, cells, strict=True))


def _headings(cells: Iterable[str], where: Where) -> list[str]:
    headings = [cell.strip().casefold() for cell in cells]
    if missing := [name for name in NEEDED if headings.count(name) != 1]:
        raise RefusedError(
            "columns-missing",
            f"the headings have not each of these once: {', '.join(missing)}",
            where=where,
            advice=f"Needed are {', '.join(NEEDED)}; {', '.join(BESIDE)} may stand beside them.",
        )
    return headings


def _lines(text: str, path: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    for line, said in enumerate(io.StringIO(text), start=1):
        if not said.strip():
            continue
        try:
            row: Any = json.loads(said)
        except (ValueError, RecursionError):
            row = None
        if not isinstance(row, dict):
            raise RefusedError(
                "line-not-json",
                "this line is no JSON object",
                where=Where(str(path), line),
                advice="JSON lines have one object a line, with " + ", ".join(NEEDED) + ".",
            )
        values = {name: row[name] for name in (*NEEDED, *BESIDE) if row.get(name) is not None}
        for name, value in values.items():
            if not isinstance(value, str):
                raise RefusedError(
                    "value-not-text",
                    f"{name} is no text",
                    where=Where(str(path), line, name),
                    advice="Write each value in quotation marks, numbers and dates too.",
                )
        yield line, values


def _asked(row: Mapping[str, str], where: Where) -> Asked:
    given = {name: row.get(name, "").strip() for name in (*NEEDED, *BESIDE)}
    for name in ("id", "party", "text"):
        if not given[name]:
            raise RefusedError(
                "value-missing",
                f"{name} is empty",
                where=Where(where.file, where.line, name),
                advice="Fill it, or take the row out; only a date may be empty, where none is known.",
            )
    return Asked(
        id=given["id"],
        party=given["party"],
        date=_date(given["date"], where),
        text=given["text"],
        references=_each(given["reference"]),
        paragraphs=_each(given["paragraph"]),
        language=given["language"],
    )


def _date(text: str, where: Where) -> Edtf | None:
    try:
        return Edtf.parse(text) if text else None
    except RefusedError as fault:
        raise RefusedError(
            fault.code, fault.message, where=Where(where.file, where.line, "date"), advice=fault.advice
        ) from None


def _each(text: str) -> frozenset[str]:
    return frozenset(part.strip() for part in text.split(";") if part.strip())


def why(proposal: Proposal) -> str:
    """What speaks for a proposal: the reference that the text itself makes, the words of both, a model.

    A word that the earlier text says in another way stands with that behind a stroke.
    """
    told = []
    if (reference := proposal.reference) is not None:
        numbers = sorted(reference.paragraphs, key=lambda one: [int(part) for part in one.split(".")])
        told.append("refers to " + ", ".join((reference.reference, *(f"§ {one}" for one in numbers))))
    if proposal.words:
        told.append("shares " + ", ".join("/".join(dict.fromkeys(pair)) for pair in proposal.words))
    if proposal.sense:
        told.append(f"the same sense, by the model {proposal.sense}")
    return "; ".join(told)


def compared(asked: list[Asked], sense: Sense | None = None, *, as_lines: bool) -> tuple[int, int, bytes]:
    """Compare what was asked of one Party: how many proposals, for how many asks, and as they are written."""
    made = proposals(asked, sense)
    return len(made), len({one.later for one in made}), as_written(made, as_lines=as_lines)


def as_written(made: Iterable[Proposal], *, as_lines: bool, head: bool = False) -> bytes:
    """Proposals as JSON lines, else as CSV; ``head`` is the line with the headings, which only CSV has."""
    rows = map(_row, made)
    if as_lines:
        said = (json.dumps({"schema": SCHEMA, **row}, ensure_ascii=False) + "\n" for row in rows)
        return "".join(said).encode()
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerows([OUT] if head else [])
    writer.writerows(row.values() for row in rows)
    return text.getvalue().encode()


def _row(made: Proposal) -> dict[str, object]:
    values = (made.later, made.earlier, made.rank, made.score, made.likeness.value, why(made))
    return dict(zip(OUT, values, strict=True))
