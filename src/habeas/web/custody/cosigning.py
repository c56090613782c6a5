"""The witnesses of this log: whom the policy in the data folder names, and what each answered last.

They are asked after the head is signed and published, so that a silent one never keeps the log from going on;
the head is then published again with the signatures that were had.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from habeas.custody.events import written
from habeas.durable import put
from habeas.tlog.checkpoint import parse_checkpoint
from habeas.tlog.note import Note
from habeas.tlog.policy import LARGEST_POLICY, Policy, parse_policy
from habeas.tlog.tree import consistency_proof
from habeas.web.custody.publishing import PublishedLog
from habeas.web.custody.witnesses import Gathered, Outcome, gather

POLICY = "log-policy"
"""The file in the data folder (C2SP tlog-policy, with the address of each witness)."""
ANSWERS = "witnesses.json"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a witness answered last, and the last time that it signed."""

    outcome: str
    said: str
    size: int | None
    signed_at: str | None


def policy() -> Policy | None:
    """The policy of this installation; ``None`` where nobody put one there. Raises ``HabeasError``."""
    path = Path(settings.DATA) / POLICY
    if not path.exists():
        return None
    with path.open("rb") as file:
        return parse_policy(file.read(LARGEST_POLICY + 1), POLICY)


def answers(published: PublishedLog) -> dict[str, Answer]:
    """By name what each witness answered last."""
    path = published.folder / ANSWERS
    if not path.exists():
        return {}
    return {name: Answer(**told) for name, told in json.loads(path.read_bytes()).items()}


def cosign(published: PublishedLog, note: Note) -> Note:
    """Ask every witness that has not signed this head, and publish it with what they signed."""
    believed = policy()
    if believed is None or not believed.witnesses:
        return note
    signed = {(each.name, each.key_id) for each in note.signatures}
    missing = {
        name: verifier
        for name, verifier in believed.witnesses.items()
        if (verifier.name, verifier.key_id) not in signed
    }
    if not missing:
        return note
    before = answers(published)
    sizes = {name: answer.size for name, answer in before.items() if answer.size is not None}
    whom = replace(believed, witnesses=missing)
    size = parse_checkpoint(note.text).size
    reader = published.reader()
    if reader is None:
        return note
    gathered = gather(note, lambda old: consistency_proof(old, size, reader.subtree), whom, sizes)
    if gathered.note != note:
        published.replace_head(gathered.note)
    _remember(published, before, gathered)
    return gathered.note


def _remember(published: PublishedLog, before: Mapping[str, Answer], gathered: Gathered) -> None:
    now = written(datetime.now(UTC))
    told = {name: asdict(answer) for name, answer in before.items()}
    for asked in gathered.asked:
        last = before.get(asked.name)
        signed = asked.outcome is Outcome.COSIGNED
        told[asked.name] = {
            "outcome": asked.outcome.value,
            "said": asked.said,
            "size": asked.size if asked.size is not None else last and last.size,
            "signed_at": now if signed else last and last.signed_at,
        }
    put(published.folder / ANSWERS, json.dumps(told).encode())
