"""The head that is published has what witnesses signed, and a silent one keeps nothing from going on."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.cli.witnesses import answering, made
from tests.web.custody.conftest import NOON, one

from habeas.tlog.checkpoint import parse_checkpoint
from habeas.web.custody import cosigning
from habeas.web.custody.guard import current_log, open_ledger
from habeas.web.custody.publisher import publish_now
from habeas.web.custody.publishing import PublishedLog
from habeas.web.custody.witnesses import Outcome
from habeas.web.running import register_checks
from habeas.web.running.findings import State

pytestmark = [pytest.mark.django_db(databases=["default", "register", "keys"])]


def test_witnesses_sign_at_publishing_and_a_silent_one_is_told(register, event, tmp_path: Path):
    open_ledger().append([one(event("record_opened"))], NOON + timedelta(minutes=1))
    published = PublishedLog(current_log())
    [key] = made(tmp_path / "w", "mechanism.example/w")
    [gone] = made(tmp_path / "g", "gone.example/w")
    logs = tmp_path / "logs"
    logs.write_text(f"log {published.signer.verifier}\nquorum none\n")
    with answering(tmp_path / "w", logs) as witness:
        (register / cosigning.POLICY).write_text(
            f"log {published.signer.verifier}\n"
            f"witness mechanism {key} {witness.address}\n"
            f"witness gone {gone} http://127.0.0.1:9/\n"
            "quorum mechanism\n"
        )
        publish_now()
        believed = cosigning.policy()
        assert believed is not None
        assert set(believed.judge(published.head()).by_witnesses) == {b"mechanism"}
        open_ledger().append([one(event(minutes=2))], NOON + timedelta(minutes=3))
        publish_now()
        head = published.head()
        assert parse_checkpoint(head.text).size == 2
        assert set(believed.judge(head).by_witnesses) == {b"mechanism"}
    told = cosigning.answers(published)
    assert (told["mechanism"].outcome, told["mechanism"].size) == (Outcome.COSIGNED, 2)
    assert (told["gone"].outcome, told["gone"].signed_at) == (Outcome.SILENT, None)
    states = {found.message.split()[0]: found.state for found in register_checks.witnesses()}
    assert states == {"mechanism": State.RIGHT, "gone": State.WARNING}


def test_a_policy_that_cannot_be_read_keeps_nothing_from_being_published(register, event, caplog):
    open_ledger().append([one(event("record_opened"))], NOON + timedelta(minutes=1))
    (register / cosigning.POLICY).write_text("nonsense\n")
    publish_now()
    assert PublishedLog(current_log()).size() == 1
    assert "could not be published" in caplog.text
