"""The report of an audit as a file to hand on, and beside it what it rests on."""

import argparse
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import PurePath

from habeas.cli import audit_forms as forms
from habeas.cli.audit_registers import Found
from habeas.cli.results import deliver, deliver_parts
from habeas.cli.saying import note, progress
from habeas.language import words
from habeas.safeguards.audit import Told


def deliver_report(args: argparse.Namespace, found: Found, told: Sequence[Told]) -> None:
    """Write the report with its hash; beside it its figures, and unless it is public every occasion."""
    from habeas import papers  # noqa: PLC0415 (heavy parts)
    from habeas.safeguards.by_duckdb import ByDuckDB  # noqa: PLC0415
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
        if path.suffix == ".html":
            data = papers.render_html(paper, words=said).encode()
        else:
            render = papers.render_pdf if path.suffix == ".pdf" else papers.render_docx
            data = render(paper, words=said)
    deliver(data, args.out, form=path.suffix[1:], private=not args.public, sealed=True)
    beside = path.with_suffix(".figures.json")
    of_figures = json.dumps(figures_json(figures), ensure_ascii=False, indent=1)
    deliver_parts([of_figures.encode(), b"\n"], str(beside), private=not args.public)
    note(f"its figures are in {beside}")
    if not args.public:
        table = path.with_suffix(".occasions.parquet")
        deliver_parts(forms.as_parquet(found.findings.occasions()), str(table), private=True)
        note(f"every occasion is in {table}")
