"""The report of an audit as a file to hand on, and beside it what it rests on."""

import argparse
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import PurePath
from typing import TYPE_CHECKING

from habeas.cli import audit_forms as forms
from habeas.cli.audit_registers import Found
from habeas.cli.results import deliver, deliver_files, seal_of
from habeas.cli.saying import note, progress
from habeas.errors import RefusedError
from habeas.language import Words, words
from habeas.safeguards.audit import Told

if TYPE_CHECKING:
    from habeas.papers import Paper


def deliver_records(args: argparse.Namespace, found: Found, told: Sequence[Told]) -> None:
    """Write the records that were asked for, each drawn day by day with what was found in it."""
    from habeas.safeguards.by_duckdb import ByDuckDB  # noqa: PLC0415 (heavy parts)
    from habeas.safeguards.figures import figures_of  # noqa: PLC0415
    from habeas.safeguards.report import records_paper, taken_records  # noqa: PLC0415

    if not isinstance(found.findings, ByDuckDB) or found.read is None:
        raise TypeError("records are drawn of a register that was brought in")
    with progress("Drawing the records"):
        named = taken_records(found.findings, found.read, list(dict.fromkeys(args.record)))
        there = {one.record_id for one in named.records}
        for each in args.record:
            if each not in there:
                raise RefusedError(
                    "call-refused",
                    f"--record: the register has no record “{each}”",
                    advice="The table of occasions beside a report names the records.",
                )
        figures = figures_of(found.findings, told, found.read)
        said = words(args.language)
        paper = records_paper(figures, named, words=said, made_on=datetime.now(UTC).date())
        data = _rendered(paper, PurePath(args.out).suffix, said)
    deliver(data, args.out, form=PurePath(args.out).suffix[1:], private=True, sealed=True)


def _rendered(paper: "Paper", suffix: str, said: Words) -> bytes:
    from habeas import papers  # noqa: PLC0415 (heavy parts)

    if suffix == ".html":
        return papers.render_html(paper, words=said).encode()
    return (papers.render_pdf if suffix == ".pdf" else papers.render_docx)(paper, words=said)


def deliver_report(args: argparse.Namespace, found: Found, told: Sequence[Told]) -> None:
    """Write the report with its hash; beside it its figures, and unless it is public every occasion."""
    from habeas.safeguards.by_duckdb import ByDuckDB  # noqa: PLC0415 (heavy parts)
    from habeas.safeguards.figures import figures_json, figures_of, publicly  # noqa: PLC0415
    from habeas.safeguards.report import report_paper, taken  # noqa: PLC0415

    if not isinstance(found.findings, ByDuckDB) or found.read is None:
        raise TypeError("a report is made of a register that was brought in")
    path = PurePath(args.out)
    said = words(args.language)
    with progress("Making the report"):
        figures = figures_of(found.findings, told, found.read)
        named = None if args.public else taken(found.findings, found.read, figures)
        figures = publicly(figures) if args.public else figures
        sheets, today = path.suffix != ".html", datetime.now(UTC).date()
        paper = report_paper(figures, named, words=said, made_on=today, sheets=sheets)
        data = _rendered(paper, path.suffix, said)
    _hash, of_figures, table = forms.beside(args.out)
    content = json.dumps(figures_json(figures), ensure_ascii=False, indent=1)
    files: dict[str, Iterable[bytes]] = {args.out: [data], **seal_of(data, args.out)}
    files[of_figures] = [content.encode(), b"\n"]
    if not args.public:
        files[table] = forms.occasions_as_parquet(found.findings)
    deliver_files(files, private=not args.public)
    note(f"its figures are in {of_figures}")
    if not args.public:
        note(f"every occasion is in {table}")
