"""The inspector's board and the audit say the same of the same record at the same instant."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from habeas.safeguards import rules
from habeas.safeguards.audit import Asked
from habeas.safeguards.by_duckdb import ByDuckDB
from habeas.safeguards.ingest import ingest, open_cache
from habeas.web.audits.snapshot import write_snapshot
from habeas.web.custody import access as custody
from habeas.web.custody.models import Record
from habeas.web.oversight.access import judged
from habeas.web.safeguards.site import site

pytestmark = pytest.mark.django_db(databases=["default", "register", "keys"])


def held(enter, record: str) -> None:
    enter("apprehended", 400, record=record)
    enter("record_opened", 390, record=record, jurisdiction="CoE")


def test_they_give_one_verdict(enter, tmp_path: Path):
    for record in ("late", "unwritten", "asked", "left", "corrected"):
        held(enter, record)
    enter("rights_informed", 200, record="late")
    enter("doctor_requested", 100, record="asked")
    enter("lawyer_requested", 100, record="asked")
    enter("lawyer_called", 50, record="asked")
    enter("doctor_requested", 20, record="asked")
    enter("released", 300, record="left")
    wrong = enter("third_party_notified", 380, record="corrected")
    enter("third_party_notified", 100, record="corrected", corrects=wrong)
    now, limits = datetime.now(UTC), site()

    on_board = {
        (record.record_id, rule.name, one.verdict.value, one.since, one.due_at)
        for record, events in custody.read_again(list(Record.objects.all()))
        for rule, one in judged(events, now)
    }
    write_snapshot(tmp_path / "register", lambda: None, synthetic=True)
    read = ingest(tmp_path / "register", tmp_path / "cache")
    live = tuple(each for each in rules().values() if each.live)
    asked = Asked(rules=live, as_of=now, site=limits, rule_set="jurisdiction")
    audit = ByDuckDB(asked, open_cache(read.folder))
    list(audit.told())
    in_audit = {
        (row["record_id"], row["rule"], row["verdict"], *map(_at, (row["since"], row["due_at"])))
        for row in audit.occasions()
        if row["verdict"] in ("breached", "not_recorded", "pending")
    }
    assert on_board == in_audit
    assert {verdict for _record, _rule, verdict, *_times in on_board} == {
        *("breached", "not_recorded", "pending"),
    }


def _at(said: str | None) -> datetime | None:
    return None if said is None else datetime.fromisoformat(said)
