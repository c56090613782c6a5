"""Registers audited in the demo: the one that is kept here, and one given to a delegation; all invented."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from habeas.custody.exchange import EVENTS, RECORDS, Form, write_rows
from habeas.custody.synthetic import Plan, books, chunk
from habeas.web.audits import actions
from habeas.web.audits.models import Audit, Register
from habeas.web.people.access import Reader
from habeas.web.visits.models import Visit

NAME = "Police stations of Brod, June and July 2026 (invented)"
_PLAN = Plan(150, 5, date(2026, 6, 1), 60, 0.3)
_ENDED = datetime(2026, 8, 1, tzinfo=UTC)


def fill(inspector: Reader, member: Reader, visit: Visit | None, now: datetime) -> None:
    """Ask for audits that the job carries out once the demo is served, unless that was done before."""
    if not Audit.objects.exists():
        for ago in (timedelta(minutes=30), timedelta(0)):
            actions.ask(inspector, Audit(rule_set="CoE", as_of=now - ago))
    if visit is not None and not Register.objects.exists():
        register = Register(name=NAME, visit=visit)
        actions.bring(member, register, _write)
        actions.ask(member, Audit(register=register, rule_set="CoE", as_of=_ENDED))


def _write(folder: Path) -> None:
    """A synthetic register, with breaches planted in it."""
    for number, made in enumerate((books(_PLAN), chunk(_PLAN, 0))):
        for table, rows in ((RECORDS, made.records), (EVENTS, made.events)):
            with (folder / f"{table.name}.csv").open("ab") as stream:
                write_rows(table, rows, stream, Form.CSV, first=number == 0)
    (folder / "metadata.json").write_text(json.dumps({"synthetic": True}))
